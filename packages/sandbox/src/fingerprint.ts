import { createHmac } from 'node:crypto'

/** Finds the same card again without keeping it: HMAC-SHA-256 under a key of the sandbox's, hex. */
export const fingerprint = (pan: string, key: Uint8Array): string => createHmac('sha256', key).update(pan).digest('hex')

/** Appends the Luhn check digit. */
export function withCheckDigit(digits: string): string {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place])
    const doubled = digit * 2
    sum += place % 2 === 1 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return digits + ((10 - (sum % 10)) % 10)
}
