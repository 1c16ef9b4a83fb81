import { z } from 'zod'
import { toAccount } from './account.ts'
import type { Odd } from './control.ts'
import { badRequest, fault, invalidBody } from './errors.ts'
import type { InstrumentBook } from './instrument-identifiers/instrument-record.ts'
import type { IssueToken } from './issue-token.ts'
import type { Answer, Operation } from './routes.ts'
import type { Settings } from './settings.ts'
import { toRefusedBody, toTokenBody } from './token-body.ts'
import type { TokenType } from './token-record.ts'

const month = z.string().regex(/^(0[1-9]|1[0-2])$/)
const year = z.string().regex(/^\d{4}$/)
const common = {
  // The guide's spelling, and the one of the SDK since 0.0.76. [D/S §0 5]
  createInstrumentIdentifier: z.boolean().optional(),
  createPanInstrumentIdentifier: z.boolean().optional(),
  billTo: z.looseObject({}).optional(),
  consumerId: z.string().max(24).optional(),
  passcode: z.looseObject({ value: z.string().optional() }).optional(),
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
export function createProvision(
  settings: Settings,
  issue: IssueToken,
  instruments: InstrumentBook,
  odd: Odd,
): Operation {
  const { fingerprintKey, tokenizedCardBody, refusedProvisionStatus } = settings

  return ({ caller, body, unmasked }): Answer => {
    const parsed = requestBody.safeParse(body)
    if (!parsed.success) return invalidBody(parsed.error, body)
    const order = parsed.data
    const account =
      order.source === 'ISSUER'
        ? toAccount('ISSUER', order.accountReferenceId, fingerprintKey, typesByCode[order.card.type])
        : toAccount(order.source, order.card.number, fingerprintKey)
    if (account.outcome === 'unreadable') return badRequest('invalidFields', 'Invalid field values', placeOf(order))

    const owner = caller.owner.merchantId
    const asked = order.createInstrumentIdentifier === true || order.createPanInstrumentIdentifier === true
    const instrumentIdentifier = asked && order.source !== 'ISSUER' ? instruments.idFor(owner, account) : undefined
    const { expirationMonth, expirationYear } = order.card
    const issued = issue({
      owner,
      creator: caller.merchantId,
      source: order.source,
      account,
      expiry: expirationMonth && expirationYear ? { month: expirationMonth, year: expirationYear } : undefined,
      hasSecurityCode: 'securityCode' in order.card,
      hasAddress: order.billTo !== undefined,
      instrumentIdentifier,
    })
    if ('refused' in issued) {
      if (refusedProvisionStatus === 403) return fault(403, 'declined', `Provision failed: ${issued.refused}`)
      return { status: 201, body: toRefusedBody(issued.refused, issued.type, tokenizedCardBody) }
    }
    // "instrumentidentifier-created" [D §4.0], here only where one was asked for.
    const created =
      instrumentIdentifier === undefined
        ? undefined
        : instruments.ensure({
            id: instrumentIdentifier,
            owner,
            creator: caller.merchantId,
            tokenSource: order.source === 'TOKEN' ? 'TOKEN' : 'ONFILE',
            account,
          }).isNew
    return {
      status: issued.isNew ? 201 : 200,
      body: odd(issued.token, (shown) => toTokenBody(shown, tokenizedCardBody, unmasked)),
      ...(created !== undefined && { headers: { 'instrumentidentifier-created': String(created) } }),
    }
  }
}

const placeOf = ({ source }: RequestBody) =>
  source === 'ISSUER' ? { name: 'accountReferenceId' } : { name: 'number', location: 'card' }
