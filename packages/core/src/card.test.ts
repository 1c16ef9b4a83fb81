import { describe, expect, test } from 'vitest'
import { parseCard } from './card.ts'
import { NetworkTokenError } from './error.ts'
import { isPast } from './expiry.ts'

const now = new Date('2026-11-22T12:00:00Z')
const good = { number: '4111111111111111', expirationMonth: 12, expirationYear: 2031 }

const errorOf = (given: unknown): NetworkTokenError => {
  try {
    parseCard(given, { now })
  } catch (error) {
    if (NetworkTokenError.isInstance(error)) return error
  }
  throw new Error('expected a NetworkTokenError')
}

describe('a card', () => {
  test('is read with everything it may have', () => {
    const billingAddress = { line1: '1 Main Street', city: 'Berlin', postalCode: '10115', country: 'DE' }
    const card = parseCard(
      {
        ...good,
        expirationMonth: '02',
        expirationYear: '2031',
        securityCode: '123',
        cardholderName: ' A Tester ',
        billingAddress,
      },
      { now },
    )
    expect(card.expiry).toEqual({ month: 2, year: 2031 })
    expect(card.securityCode?.reveal()).toBe('123')
    expect(card.cardholderName).toBe('A Tester')
    expect(card.billingAddress).toEqual(billingAddress)
    expect(JSON.stringify(card)).not.toMatch(/411111111111|"123"/)
  })

  test.each<[string, unknown, string]>([
    [
      'not an object',
      'x',
      'the card details are not valid: must be a JSON object with number, expirationMonth, expirationYear.',
    ],
    [
      'null',
      null,
      'the card details are not valid: must be a JSON object with number, expirationMonth, expirationYear.',
    ],
    [
      'an array',
      [],
      'the card details are not valid: must be a JSON object with number, expirationMonth, expirationYear.',
    ],
    [
      'empty',
      {},
      'the card details are not valid: number is missing; expirationMonth is missing; expirationYear is missing.',
    ],
    [
      'without a year',
      { ...good, expirationYear: undefined },
      'the card details are not valid: expirationYear must be a year of four digits.',
    ],
    [
      'with a wrong month',
      { ...good, expirationMonth: 13 },
      'the card details are not valid: expirationMonth must be a month, 1 to 12.',
    ],
    [
      'with a short year',
      { ...good, expirationYear: 31 },
      'the card details are not valid: expirationYear must be a year of four digits.',
    ],
    [
      'with a code of the wrong type',
      { ...good, securityCode: 123 },
      'the card details are not valid: securityCode must be a string of 3 or 4 digits.',
    ],
    ['with a field nobody knows', { ...good, cvv: '123' }, 'the card details are not valid: cvv is not a known field.'],
    [
      'with a card number for a field name',
      { ...good, '4111111111111111': 1 },
      'the card details are not valid: a field is not a known field.',
    ],
    [
      'with a wrong country',
      { ...good, billingAddress: { country: 'de' } },
      'the card details are not valid: billingAddress.country must be an object with line1, line2, city, region, postalCode, country (two capital letters).',
    ],
  ])('is refused when it is %s', (_, given, message) => {
    const error = errorOf(given)
    expect(error.code).toBe('card_invalid')
    expect(error.message).toBe(`${message} Correct the fields named; nothing was sent.`)
  })

  test('is refused when its month is over', () => {
    expect(errorOf({ ...good, expirationMonth: 10, expirationYear: 2026 }).code).toBe('card_expired')
    expect(parseCard({ ...good, expirationMonth: 11, expirationYear: 2026 }, { now }).expiry.month).toBe(11)
  })

  test('is good to the end of its month at the day line', () => {
    const expiry = { month: 11, year: 2026 }
    expect(isPast(expiry, new Date('2026-12-01T11:59:59Z'))).toBe(false)
    expect(isPast(expiry, new Date('2026-12-01T12:00:00Z'))).toBe(true)
  })
})
