import { answer, type JsonObject, refuseBody, unknownEntity } from './answers.ts'
import type { BaseTokenRecord } from './base-token-book.ts'
import type { Operation } from './call.ts'
import { type CardFacts, cardFacts, withoutCardNumbers } from './card.ts'
import { readCard } from './instrument.ts'
import { tokenHref, tokenLinks } from './links.ts'
import { createReader, type Place, type Reader, readEntity } from './validation.ts'

/**
 * POST /tokens, as much of it as `card/tokenized` needs: 201 the first time, 200 when the same card comes again with the same data, 409 with a
 * usable token when the data differ [S].
 */
export const createBaseToken: Operation = ({ host, origin, body }) => {
  const { settings, baseTokens } = host
  const now = settings.clock.now()
  const read = createReader()
  const root = read.object({ value: body, path: '$', label: 'Body' }, rootFields)
  const entity = root && readEntity(read, root.at('merchant', 'Merchant'))
  const front = root && readCardFront(read, root.at('paymentInstrument', 'Payment instrument'), now)
  const text = (name: keyof typeof textRules, label: string): string | undefined => {
    const given = root && read.optionalText(root.at(name, label), textRules[name])
    return given === undefined ? undefined : withoutCardNumbers(given)
  }
  const description = text('description', 'Token description')
  const namespace = text('namespace', 'Namespace')
  const schemeReference = text('schemeTransactionReference', 'Scheme transaction reference')
  const expiresAt = root && readInstant(read, root.at('tokenExpiryDateTime', 'Token expiry date time'))
  if (read.errors.length > 0 || !front || entity === undefined) return refuseBody(read.errors)
  if (!settings.entities.includes(entity)) return unknownEntity()

  const sent = {
    card: cardFacts(front.number, front.expiry, settings.fingerprintKey),
    holderName: withoutCardNumbers(front.holderName),
    description: description ?? `Token ${front.number.slice(-4)}`,
    namespace,
    schemeReference,
    expiresAt: expiresAt ?? new Date(now.getTime() + lifetimeMs).toISOString(),
  }
  const earlier = baseTokens.of(sent.card, namespace)
  if (!earlier) return tokenAnswer(201, baseTokens.create(sent), origin)
  const conflicts = conflictsOf(earlier, sent, now)
  return tokenAnswer(conflicts ? 409 : 200, earlier, origin, conflicts && { conflicts })
}

const rootFields = [
  'paymentInstrument',
  'merchant',
  'description',
  'namespace',
  'schemeTransactionReference',
  'tokenExpiryDateTime',
]
const textRules = {
  description: { min: 1, max: 255, pattern: /^[^&<]*$/ },
  namespace: { min: 1, max: 64, pattern: /^(?!_)[^\s&<]*$/ },
  schemeTransactionReference: { min: 1, max: 56, pattern: /^[a-zA-Z0-9 ]*$/ },
}
/** Try tokens live 90 days [D]; that they end is not simulated yet. */
const lifetimeMs = 90 * 24 * 60 * 60 * 1000

/** A billing address is taken and not kept: the simulated host has no use for it yet. */
function readCardFront(read: Reader, at: Place, now: Date): ReturnType<typeof readCard> {
  const { value } = at
  if (typeof value === 'object' && value !== null && (value as { type?: unknown }).type !== 'card/front') {
    read.problem('fieldHasInvalidValue', "Couldn't determine type of paymentInstrument", at.path)
    return undefined
  }
  return readCard(read, at, now, ['billingAddress'])
}

function readInstant(read: Reader, at: Place): string | undefined {
  const text = read.optionalText(at, { min: 1, max: 40 })
  if (text === undefined) return undefined
  if (/^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text))) return new Date(text).toISOString()
  read.problem('fieldHasInvalidValue', `${at.label} must be an ISO 8601 date and time`, at.path)
  return undefined
}

type Sent = Omit<BaseTokenRecord, 'tokenId' | 'opaque'>

/** What was sent and differs from what is kept [S]; what was not sent agrees. */
function conflictsOf({ card, holderName, schemeReference }: BaseTokenRecord, sent: Sent, now: Date) {
  const isSameExpiry = card.expiry.month === sent.card.expiry.month && card.expiry.year === sent.card.expiry.year
  const instrument = {
    ...(holderName !== sent.holderName && { cardHolderName: sent.holderName }),
    ...(!isSameExpiry && { cardExpiryDate: { ...sent.card.expiry } }),
  }
  const reference = sent.schemeReference === schemeReference ? undefined : sent.schemeReference
  if (Object.keys(instrument).length === 0 && reference === undefined) return undefined
  return {
    ...(Object.keys(instrument).length > 0 && { paymentInstrument: instrument }),
    ...(reference !== undefined && { schemeTransactionReference: reference }),
    // Half an hour, as the sample implies [I]; the link that resolves the conflict is not simulated yet.
    conflictsExpiryDateTime: new Date(now.getTime() + 30 * 60_000).toISOString(),
  }
}

function tokenAnswer(status: number, token: BaseTokenRecord, origin: string, more: JsonObject = {}): Response {
  const { card, holderName, namespace, schemeReference } = token
  const href = tokenHref(origin, token.opaque.token)
  const body = {
    tokenPaymentInstrument: { type: 'card/tokenized', href },
    tokenId: token.tokenId,
    description: token.description,
    tokenExpiryDateTime: token.expiresAt,
    ...(namespace !== undefined && { namespace }),
    paymentInstrument: {
      type: 'card/masked',
      cardNumber: card.firstSix.slice(0, 4) + '*'.repeat(card.length - 8) + card.lastFour,
      cardHolderName: holderName,
      cardExpiryDate: { ...card.expiry },
      bin: card.firstSix,
      brand: brandOf(card),
      fundingType: 'unknown',
    },
    ...(schemeReference !== undefined && { schemeTransactionReference: schemeReference }),
    ...more,
    _links: tokenLinks(origin, token.opaque),
  }
  return answer(status, body, { location: href })
}

/** Only `VISA` is in the samples; the other spellings are the sandbox's own [X]. */
function brandOf({ firstSix }: CardFacts): string {
  if (firstSix.startsWith('4')) return 'VISA'
  if (/^(5[1-5]|2[2-7])/.test(firstSix)) return 'MASTERCARD'
  if (/^3[47]/.test(firstSix)) return 'AMEX'
  return /^6/.test(firstSix) ? 'DISCOVER' : 'UNKNOWN'
}
