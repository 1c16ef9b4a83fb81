import type { Expiry } from '@nt/core'
import { fingerprint, type Ids, withCheckDigit } from '@nt/sandbox'
import { type Behaviour, behaviourOf, type FundingType, fundingTypeOf } from './test-cards.ts'

/** All that the host keeps of a card: enough to know it again and to answer about it, too little to pay with. */
export interface CardFacts {
  readonly fingerprint: string
  readonly firstSix: string
  readonly lastFour: string
  readonly length: number
  readonly expiry: Expiry
  readonly behaviour: Behaviour
  readonly fundingType?: FundingType
}

export const cardFacts = (number: string, expiry: Expiry, key: Uint8Array): CardFacts => ({
  fingerprint: fingerprint(number, key),
  firstSix: number.slice(0, 6),
  lastFour: number.slice(-4),
  length: number.length,
  expiry,
  behaviour: behaviourOf(number),
  fundingType: fundingTypeOf(number),
})

/** Three years later than the card's: the two differ in the samples too [S]. Years end at 9999. */
export const tokenExpiryOf = ({ expiry }: CardFacts): Expiry => ({
  month: expiry.month,
  year: Math.min(expiry.year + 3, 9999),
})

// Where the sandbox's token numbers live [X]; a brand keeps its leading digits, so that a payments system routes the token as it would the card.
const tokenRanges: readonly (readonly [card: RegExp, token: string])[] = [
  [/^4/, '489537'],
  [/^(5[1-5]|2[2-7])/, '520424'],
  [/^3[47]/, '374245'],
  [/^6/, '601101'],
]

/** A number of the card's length [D] that passes the Luhn check. */
export function tokenNumberFor(card: CardFacts, ids: Ids): string {
  const range = tokenRanges.find(([brand]) => brand.test(card.firstSix))?.[1] ?? `${card.firstSix.slice(0, 2)}0099`
  // A short number keeps eight digits to choose, or its range would soon be used up.
  const prefix = range.slice(0, Math.max(1, card.length - 9))
  return withCheckDigit(prefix + ids.digits(card.length - prefix.length - 1))
}

/** Card numbers that came inside free text (a name, a description) are not kept either. */
export const withoutCardNumbers = (text: string): string => text.replace(cardNumberLike, '**********')

export const mightHoldCardNumber = (text: string): boolean => withoutCardNumbers(text) !== text

/** Whether digits could be the number of a card of some brand: begin, length and check digit. */
export const isCardNumber = (digits: string): boolean =>
  /^(4\d{12}(\d{3}){0,2}|[25]\d{15}|3\d{13,15}|6\d{11,18})$/.test(digits) &&
  withCheckDigit(digits.slice(0, -1)) === digits

/** Ten digits or more, as a number may be written. */
const cardNumberLike = /\d(?:[ -]?\d){9,}/g
