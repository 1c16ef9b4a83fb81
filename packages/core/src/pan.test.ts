import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type CardNetwork, cardNetworkOf } from './card-network.ts'
import { NetworkTokenError } from './error.ts'
import { Pan, passesLuhn } from './pan.ts'

const problemOf = (input: unknown, luhn = true): string => {
  try {
    Pan.parse(input, { luhn })
    return 'none'
  } catch (error) {
    if (!NetworkTokenError.isInstance(error)) throw error
    const digits = String(input).replace(/\D/g, '')
    if (digits.length > 10) expect(inspect(error, { depth: 9 })).not.toContain(digits.slice(0, 11))
    return error.issues?.[0]?.problem ?? ''
  }
}

describe('a card number', () => {
  test.each(['4111111111111111', '4111 1111 1111 1111', '4111-1111-1111-1111', ' 4111111111111111 '])(
    'is read from %j',
    (input) => {
      const pan = Pan.parse(input)
      expect(pan.reveal()).toBe('4111111111111111')
      expect(pan.lastFour).toBe('1111')
      expect(`${pan}`).toBe('[PAN **** 1111]')
      expect(JSON.stringify({ pan })).toBe('{"pan":"[PAN **** 1111]"}')
    },
  )

  test.each<[unknown, string]>([
    [
      '4111111111111112',
      'fails the Luhn check: a digit is wrong (some provider test numbers fail it too; for those switch the check off)',
    ],
    ['41111111111', 'must have 12 to 19 digits, this has 11'],
    ['41111111111111111111', 'must have 12 to 19 digits, this has 20'],
    ['4111x11111111111', 'may hold only the digits 0-9, with single spaces or dashes between'],
    ['4111  1111 1111 1111', 'may hold only the digits 0-9, with single spaces or dashes between'],
    ['４１１１１１１１１１１１１１１１', 'may hold only the digits 0-9, with single spaces or dashes between'],
    ['', 'may hold only the digits 0-9, with single spaces or dashes between'],
    [4111111111111111, 'must be a string in quotes: a JSON number loses digits'],
    [undefined, 'must be a string of digits'],
  ])('is refused when it is %j', (input, problem) => {
    expect(problemOf(input)).toBe(problem)
  })

  test('may fail the Luhn check where the check is off: Cybersource prints such test numbers', () => {
    expect(problemOf('4622943123144639', false)).toBe('none')
    expect(problemOf('4622943123144639')).not.toBe('none')
  })

  test.each<[string, CardNetwork]>([
    ['4111111111111111', 'visa'],
    ['5105105105105100', 'mastercard'],
    ['2221000000000009', 'mastercard'],
    ['2720999999999996', 'mastercard'],
    ['2721000000000004', 'unknown'],
    ['371449635398431', 'american-express'],
    ['6011000400000000', 'discover'],
    ['6221260000000000', 'discover'],
    ['6200000000000005', 'unionpay'],
    ['36000000000008', 'diners-club'],
    ['3528000700000000', 'jcb'],
    ['6759649826438453', 'maestro'],
    ['9999999999999995', 'unknown'],
  ])('%s is of %s', (digits, network) => {
    expect(cardNetworkOf(digits)).toBe(network)
  })

  test('passes Luhn with exactly one check digit', () => {
    for (const head of ['411111111111111', '37144963539843', '362294312310063']) {
      expect([...'0123456789'].filter((digit) => passesLuhn(head + digit))).toHaveLength(1)
    }
  })
})
