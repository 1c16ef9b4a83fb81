import { type Expiry, isPast } from '@nt/core'
import { withCheckDigit } from '@nt/sandbox'
import type { Place, Reader } from './validation.ts'

/** A card as it comes in: the number lives no longer than the request. */
export interface CardFront {
  readonly type: 'card/front'
  readonly number: string
  readonly holderName: string
  readonly expiry: Expiry
}
export interface CardTokenized {
  readonly type: 'card/tokenized'
  readonly href: string
}

const cardFields = ['type', 'cardHolderName', 'cardNumber', 'cardExpiryDate']

/** The card or token of a create; `undefined` when something is wrong with it, which the reader then knows. */
export function readInstrument(read: Reader, at: Place, now: Date): CardFront | CardTokenized | undefined {
  const type = isObject(at.value) ? at.value['type'] : undefined
  if (type === 'card/front') return readCard(read, at, now)
  if (type === 'card/tokenized') {
    const href = read.object(at, ['type', 'href'])?.at('href', 'Token href')
    const text = href && read.text(href, { min: 1, max: 2048 })
    return text === undefined ? undefined : { type, href: text }
  }
  if (at.value === undefined || at.value === null)
    read.problem('fieldIsMissing', 'Payment instrument must be supplied', at.path)
  else read.problem('fieldHasInvalidValue', "Couldn't determine type of paymentInstrument", at.path)
  return undefined
}

/** `more` names what else a card may carry there. */
export function readCard(read: Reader, at: Place, now: Date, more: readonly string[] = []): CardFront | undefined {
  const card = read.object(at, [...cardFields, ...more])
  if (!card) return undefined
  // The guide calls the name optional; the OpenAPI's error sample and the error page refuse its absence [S].
  const holderName = read.text(card.at('cardHolderName', 'Card holder name'), { min: 1, max: 255 })
  const number = readNumber(read, card.at('cardNumber', 'Card number'))
  const expiry = readExpiry(read, card.at('cardExpiryDate', 'Card expiry date'), now)
  if (holderName === undefined || number === undefined || expiry === undefined) return undefined
  return { type: 'card/front', holderName, number, expiry }
}

function readNumber(read: Reader, at: Place): string | undefined {
  const number = read.text(at, { min: 10, max: 19, pattern: /^[0-9]*$/ })
  if (number === undefined || withCheckDigit(number.slice(0, -1)) === number) return number
  read.problem('panFailedLuhnCheck', 'Card number is not valid', at.path)
  return undefined
}

export function readExpiry(read: Reader, at: Place, now: Date): Expiry | undefined {
  const expiry = read.object(at, ['month', 'year'])
  if (!expiry) return undefined
  const year = read.integer(expiry.at('year', 'Card expiry year'), { min: 1, max: 9999 })
  const month = read.integer(expiry.at('month', 'Card expiry month'), { min: 1, max: 12 })
  if (year === undefined || month === undefined) return undefined
  if (!isPast({ month, year }, now)) return { month, year }
  read.problem('fieldHasInvalidValue', 'Card expiry date must not be in the past', at.path)
  return undefined
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
