import { z } from 'zod'
import { badRequest, invalidBody, notFound } from './errors.ts'
import type { Operation } from './routes.ts'
import type { TokenBook, TokenRecord } from './token-record.ts'
import type { Notify, WebhookReason } from './webhooks/notify.ts'

const month = z.string().regex(/^(0[1-9]|1[0-2])$/)
const year = z.string().regex(/^\d{4}$/)
const update = z.literal(['true', true])

/** Any one of these. [D §4.4] */
const requestBody = z.looseObject({
  state: z.enum(['ACTIVE', 'SUSPENDED', 'DELETED']).optional(),
  card: z
    .looseObject({
      last4: z
        .string()
        .regex(/^\d{4}$/)
        .optional(),
      expirationMonth: month.optional(),
      expirationYear: year.optional(),
    })
    .optional(),
  expirationMonth: month.optional(),
  expirationYear: year.optional(),
  metadata: z.looseObject({ cardArt: z.looseObject({ combinedAsset: z.looseObject({ update }) }) }).optional(),
})
type RequestBody = z.infer<typeof requestBody>

/** `POST /tms/v2/tokenized-cards/{id}/issuer-life-cycle-event-simulations`: 204, and a webhook. Visa tokens only. [D §4.4] */
export const simulateIssuerEvent =
  (book: TokenBook, notify: Notify): Operation =>
  ({ caller, id, body }) => {
    const parsed = requestBody.safeParse(body)
    if (!parsed.success) return invalidBody(parsed.error, body)
    const token = book.find(caller.owner.merchantId, id)
    // 410 is not among its documented answers. [S §4.0]
    if (!token || token.deletedBy === 'merchant') return notFound()
    if (token.type !== 'visa')
      return badRequest('invalidCombination', 'Issuer events are simulated for Visa tokens only', { name: 'type' })
    const asked = ['state', 'card', 'expirationMonth', 'metadata'].filter((name) => body[name] !== undefined)
    if (asked.length !== 1)
      return badRequest(
        asked.length === 0 ? 'missingFields' : 'invalidCombination',
        'Exactly one of state, card, expirationMonth with expirationYear, and metadata is wanted',
      )
    if (parsed.data.expirationMonth !== undefined && parsed.data.expirationYear === undefined)
      return badRequest('missingFields', 'Missing field values', { name: 'expirationYear' })
    if (token.state === 'DELETED')
      return badRequest('invalidFields', 'A deleted token has no further life', { name: 'state' })
    const { changed, reason } = change(token, parsed.data)
    book.put(changed)
    notify(changed, reason)
    return { status: 204 }
  }

function change(
  token: TokenRecord,
  { state, card, expirationMonth, expirationYear }: RequestBody,
): { readonly changed: TokenRecord; readonly reason: WebhookReason } {
  if (state) {
    const deletedBy = state === 'DELETED' ? 'issuer' : undefined
    return { changed: { ...token, state, deletedBy }, reason: 'TOKEN_STATUS_UPDATED' }
  }
  if (card) {
    const { last4 = token.card.suffix } = card
    const { maskedNumber } = token.card
    return {
      changed: {
        ...token,
        card: {
          ...token.card,
          ...(maskedNumber && { maskedNumber: maskedNumber.slice(0, -4) + last4 }),
          suffix: last4,
          expirationMonth: card.expirationMonth ?? token.card.expirationMonth,
          expirationYear: card.expirationYear ?? token.card.expirationYear,
        },
      },
      reason: 'CARD_UPDATED',
    }
  }
  if (expirationMonth && expirationYear)
    return { changed: { ...token, expirationMonth, expirationYear }, reason: 'TOKEN_EXPIRY_UPDATED' }
  return { changed: { ...token, artVersion: token.artVersion + 1 }, reason: 'METADATA_UPDATED' }
}
