import { answer, type JsonObject, refuseBody } from './answers.ts'
import type { BaseTokenRecord } from './base-token-book.ts'
import type { Operation } from './call.ts'
import { type CardFacts, cardFacts, withoutCardNumbers } from './card.ts'
import { unknownEntity } from './create-network-token.ts'
import { type CardFront, readCard } from './instrument.ts'
import { tokenHref, tokenLinks } from './links.ts'
import { createReader, readEntity } from './validation.ts'

/**
 * POST /tokens, as much of it as `card/tokenized` needs: 201 the first time, 200 when the same card comes again with the same data, 409 with a
 * usable token when the data differ [S]. Not taken yet: billingAddress, tokenExpiryDateTime, schemeTransactionReference.
 */
export const createBaseToken: Operation = ({ host, origin, body }) => {
  const { settings, baseTokens } = host
  const read = createReader()
  const root = read.object({ value: body, path: '$', label: 'Body' }, [
    'paymentInstrument',
    'merchant',
    'description',
    'namespace',
  ])
  const entity = root && readEntity(read, root.at('merchant', 'Merchant'))
  const front = root && readCard(read, root.at('paymentInstrument', 'Payment instrument'), settings.clock.now())
  const description = root && read.optionalText(root.at('description', 'Token description'), { min: 1, max: 255 })
  const namespace = root && read.optionalText(root.at('namespace', 'Namespace'), namespaceRule)
  if (read.errors.length > 0 || !front || entity === undefined) return refuseBody(read.errors)
  if (!settings.entities.includes(entity)) return unknownEntity()

  const card = cardFacts(front.number, front.expiry, settings.fingerprintKey)
  const holderName = withoutCardNumbers(front.holderName)
  const kept = namespace === undefined ? undefined : withoutCardNumbers(namespace)
  const earlier = baseTokens.of(card, kept)
  if (!earlier) {
    const text = withoutCardNumbers(description ?? `Token ${card.lastFour}`)
    const token = baseTokens.create({ card, holderName, description: text, namespace: kept })
    return tokenAnswer(201, token, origin)
  }
  const differs = difference(earlier, { ...front, holderName })
  if (!differs) return tokenAnswer(200, earlier, origin)
  // Half an hour, as the sample implies [I]; the link that resolves the conflict is not simulated yet.
  const conflictsExpiryDateTime = new Date(settings.clock.now().getTime() + 30 * 60_000).toISOString()
  return tokenAnswer(409, earlier, origin, { conflicts: { paymentInstrument: differs, conflictsExpiryDateTime } })
}

const namespaceRule = { min: 1, max: 64, pattern: /^[^_\s&<][^\s&<]*$/ }

function difference({ holderName, card }: BaseTokenRecord, sent: CardFront): JsonObject | undefined {
  const sameName = holderName === sent.holderName
  const sameExpiry = card.expiry.month === sent.expiry.month && card.expiry.year === sent.expiry.year
  if (sameName && sameExpiry) return undefined
  return {
    ...(!sameName && { cardHolderName: sent.holderName }),
    ...(!sameExpiry && { cardExpiryDate: { ...sent.expiry } }),
  }
}

function tokenAnswer(status: number, token: BaseTokenRecord, origin: string, more: JsonObject = {}): Response {
  const { card, holderName, namespace } = token
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
