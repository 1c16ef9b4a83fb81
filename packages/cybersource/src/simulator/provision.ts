import { fingerprint } from '@nt/sandbox'
import { z } from 'zod'
import type { Odd } from './control.ts'
import { badRequest, invalidBody } from './errors.ts'
import { instrumentIdentifierOf, makeToken } from './make-token.ts'
import type { Answer, Operation } from './routes.ts'
import type { Settings } from './settings.ts'
import { outcomeOf, tokenTypeOf } from './test-cards.ts'
import { toRefusedBody, toTokenBody } from './token-body.ts'
import type { TokenBook, TokenRecord, TokenType } from './token-record.ts'

const month = z.string().regex(/^(0[1-9]|1[0-2])$/)
const year = z.string().regex(/^\d{4}$/)
const common = {
  // The guide's spelling, and the one of the SDK since 0.0.76. [D/S §0 5]
  createInstrumentIdentifier: z.boolean().optional(),
  createPanInstrumentIdentifier: z.boolean().optional(),
  billTo: z.looseObject({}).optional(),
  consumerId: z.string().max(24).optional(),
}
const card = z.looseObject({
  number: z.string().regex(/^\d{12,19}$/),
  expirationMonth: month,
  expirationYear: year,
  securityCode: z
    .string()
    .regex(/^\d{3,4}$/)
    .optional(),
})

/** What a request must hold, by source. [D §4.1] */
const requestBody = z.discriminatedUnion('source', [
  z.looseObject({ source: z.literal('ONFILE'), card, ...common }),
  z.looseObject({ source: z.literal('TOKEN'), card, ...common }),
  z.looseObject({
    source: z.literal('ISSUER'),
    accountReferenceId: z.string().min(1),
    card: z.looseObject({
      type: z.enum(['001', '002', '003']),
      expirationMonth: month.optional(),
      expirationYear: year.optional(),
    }),
    ...common,
  }),
])
type RequestBody = z.infer<typeof requestBody>

const typesByCode: Record<'001' | '002' | '003', TokenType> = {
  '001': 'visa',
  '002': 'mastercard',
  '003': 'americanexpress',
}

/** `POST /tms/v2/tokenized-cards` [D §4.1] */
export function createProvision(settings: Settings, book: TokenBook, odd: Odd): Operation {
  const { clock, ids, fingerprintKey, tokenizedCardBody } = settings

  return ({ caller, body, unmasked }) => {
    const parsed = requestBody.safeParse(body)
    if (!parsed.success) return invalidBody(parsed.error, body)
    const order = parsed.data
    const account = order.source === 'ISSUER' ? order.accountReferenceId : order.card.number
    const type = order.source === 'ISSUER' ? typesByCode[order.card.type] : tokenTypeOf(account)
    const owner = caller.owner.merchantId
    const asked = order.createInstrumentIdentifier === true || order.createPanInstrumentIdentifier === true
    const instrument =
      asked && order.source !== 'ISSUER' ? instrumentIdentifierOf(owner, account, fingerprintKey) : undefined

    const show = (token: TokenRecord, status: number): Answer => {
      // "instrumentidentifier-created" [D §4.0], here only where one was asked for.
      const isNew = instrument !== undefined && !book.hasInstrument(owner, instrument)
      book.put(token)
      return {
        status,
        body: odd(token, (shown) => toTokenBody(shown, tokenizedCardBody, unmasked)),
        ...(instrument && { headers: { 'instrumentidentifier-created': String(isNew) } }),
      }
    }

    // The same card in the same vault is the same token, with 200. [I §4.0 Idempotency]
    const known = book.findLive(owner, fingerprint(account, fingerprintKey))
    if (known) return show(instrument ? { ...known, instrumentIdentifier: instrument } : known, 200)

    const outcome = outcomeOf(order.source, account)
    if (outcome === 'unreadable') return badRequest('invalidFields', 'Invalid field values', placeOf(order))
    // A card past its expiry date is CARD_NOT_ALLOWED. [D §4.1, scenario of the older guide]
    const reason = outcome === 'ACTIVE' && isPast(order, clock.now()) ? 'CARD_NOT_ALLOWED' : outcome
    if (reason !== 'ACTIVE' || !type) {
      return {
        status: 201,
        body: toRefusedBody(reason === 'ACTIVE' ? 'CARD_NOT_ALLOWED' : reason, type, tokenizedCardBody),
      }
    }
    const { expirationMonth, expirationYear } = order.card
    const token = makeToken(
      {
        owner,
        creator: caller.merchantId,
        source: order.source,
        type,
        account,
        cardExpiry: expirationMonth && expirationYear ? { month: expirationMonth, year: expirationYear } : undefined,
        verificationResults: type === 'visa' ? verificationOf(order) : undefined,
        withInstrument: asked,
      },
      ids,
      fingerprintKey,
      clock.now(),
    )
    return show(token, 201)
  }
}

const placeOf = ({ source }: RequestBody) =>
  source === 'ISSUER' ? { name: 'accountReferenceId' } : { name: 'number', location: 'card' }

/** Only VTS tells these. [D §4.1] Any security code matches. [the sandbox's own] */
const verificationOf = (order: RequestBody) => ({
  securityCode: 'securityCode' in order.card ? 'MATCH' : 'SKIPPED',
  address: order.billTo ? 'MATCH' : 'SKIPPED',
})

/** A card is good until the end of its month. */
function isPast({ card }: RequestBody, now: Date): boolean {
  if (!card.expirationMonth || !card.expirationYear) return false
  return now.getTime() >= Date.UTC(Number(card.expirationYear), Number(card.expirationMonth))
}
