import { createHash } from 'node:crypto'
import { withCheckDigit } from '@nt/sandbox'
import { z } from 'zod'
import { badRequest, invalidBody } from '../errors.ts'
import type { InstrumentBook } from '../instrument-identifiers/instrument-record.ts'
import type { Made, MakeInstrument } from '../instrument-identifiers/make-instrument.ts'
import { readInstrument } from '../instrument-identifiers/request-body.ts'
import type { Answer, Call, JsonObject, Operation } from '../routes.ts'
import type { Settings } from '../settings.ts'
import { failurePart, notAttempted, type Part, refusedPart } from './part.ts'

const tokenTypes = [
  'customer',
  'shippingAddress',
  'instrumentIdentifier',
  'paymentInstrument',
  'tokenizedCard',
] as const
type TokenTypeName = (typeof tokenTypes)[number]

const anything = z.record(z.string(), z.unknown())
/** [D §4.8] */
const requestBody = z.looseObject({
  processingInformation: z
    .looseObject({
      actionList: z.array(z.literal('TOKEN_CREATE')).min(1).optional(),
      actionTokenTypes: z.array(z.enum(tokenTypes)).min(1).optional(),
    })
    .optional(),
  tokenInformation: z.looseObject({
    transientTokenJwt: z
      .string()
      .regex(/^[\w-]+(\.[\w-]+){2}$/)
      .optional(),
    jti: z.string().min(1).max(100).optional(),
    customer: anything.optional(),
    shippingAddress: anything.optional(),
    paymentInstrument: anything.optional(),
    instrumentIdentifier: anything.optional(),
    tokenizedCard: anything.optional(),
  }),
})

/**
 * `POST /tms/v2/tokenize`: several tokens at once, each with a status of its own inside a 200. [D §4.8] Customers and shipping addresses are
 * ids that nothing else here knows. [the sandbox's own]
 */
export function createTokenize(
  { ids }: Settings,
  make: MakeInstrument,
  provision: Operation,
  instruments: InstrumentBook,
): Operation {
  const simple = (resource: TokenTypeName): Part => ({ resource, httpStatus: 201, id: ids.hex(32).toUpperCase() })

  return (call): Answer => {
    const parsed = requestBody.safeParse(call.body)
    if (!parsed.success) return invalidBody(parsed.error, call.body)
    const { processingInformation, tokenInformation: given } = parsed.data
    const transient = given.transientTokenJwt ?? given.jti
    // A body with only a transient token works on the live host [C §4.8]; what it then makes is the sandbox's own choice.
    const asked = processingInformation?.actionTokenTypes ?? (transient ? ['instrumentIdentifier' as const] : undefined)
    if (!asked)
      return badRequest('missingFields', 'Missing field values', {
        name: 'actionTokenTypes',
        location: 'processingInformation',
      })

    const parts: Part[] = []
    let made: Made | undefined
    // An order in which each finds what it points at.
    for (const resource of tokenTypes.filter((one) => asked.includes(one))) {
      if (resource === 'customer' || resource === 'shippingAddress') parts.push(simple(resource))
      if (resource === 'instrumentIdentifier') {
        const outcome = makeIdentifier(call, given.instrumentIdentifier, transient)
        made = outcome.made
        parts.push(...outcome.parts)
      }
      if (resource === 'paymentInstrument') parts.push(makePaymentInstrument(call, made, asked))
      if (resource === 'tokenizedCard' && !parts.some((part) => part.resource === 'tokenizedCard'))
        parts.push(makeTokenizedCard(call, given.tokenizedCard))
    }
    return { status: 200, body: { responses: parts } }
  }

  function makeIdentifier(
    call: Call,
    given: JsonObject | undefined,
    transient: string | undefined,
  ): { readonly made?: Made; readonly parts: readonly Part[] } {
    const resource = 'instrumentIdentifier'
    const body = given ?? (transient ? { card: { number: makeBelieveCard(transient) } } : {})
    const request = readInstrument(body, 'instrument')
    if ('refused' in request) return { parts: [refusedPart(resource, request.refused)] }
    const made = make(call.caller, request)
    if ('refused' in made) return { parts: [refusedPart(resource, made.refused)] }
    const part: Part = { resource, httpStatus: made.isNew ? 201 : 200, id: made.record.id }
    const { issued } = made
    if (!issued) return { made, parts: [part] }
    // `enrollable card` adds an entry. [D §4.8]
    const token: Part =
      'refused' in issued
        ? failurePart('tokenizedCard', issued.refused)
        : { resource: 'tokenizedCard', httpStatus: issued.isNew ? 201 : 200, id: issued.token.id }
    return { made, parts: [part, token] }
  }

  function makePaymentInstrument(call: Call, made: Made | undefined, asked: readonly TokenTypeName[]): Part {
    if (asked.includes('instrumentIdentifier') && !made) return notAttempted('paymentInstrument')
    const part = simple('paymentInstrument')
    if (made && part.id)
      instruments.putPaymentInstrument({
        id: part.id,
        owner: made.record.owner,
        creator: call.caller.merchantId,
        instrumentIdentifier: made.record.id,
      })
    return part
  }

  function makeTokenizedCard(call: Call, given: JsonObject | undefined): Part {
    const { status, body } = provision({ ...call, body: given ?? {}, unmasked: false })
    const answer = body as JsonObject
    if (status >= 400) return refusedPart('tokenizedCard', { status, body: answer })
    const card = (answer['tokenizedCard'] ?? answer) as JsonObject
    if (card['state'] === 'UNPROVISIONED') return failurePart('tokenizedCard', String(card['reason']))
    return { resource: 'tokenizedCard', httpStatus: status, id: String(card['id']) }
  }
}

/** A transient token holds a card that this host cannot see: a made-up Visa stands for it, the same for the same token. [the sandbox's own] */
function makeBelieveCard(transient: string): string {
  const hash = BigInt(`0x${createHash('sha256').update(transient).digest('hex')}`)
  return withCheckDigit(`411111${(hash % 10n ** 9n).toString().padStart(9, '0')}`)
}
