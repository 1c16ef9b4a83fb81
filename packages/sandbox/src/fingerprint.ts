import { createHash, createHmac } from 'node:crypto'

/** Finds the same card again without keeping it: HMAC-SHA-256 under a key of the sandbox's, hex. */
export const fingerprint = (pan: string, key: Uint8Array): string => createHmac('sha256', key).update(pan).digest('hex')

const PAR_LENGTH = 25

/**
 * The payment account reference of a card: 29 characters, `V001` and 25 upper-case letters and digits. Two simulated hosts with one fingerprint
 * key give the same card the same reference; it leads back to neither the card nor the fingerprint.
 */
export function paymentAccountReference(fingerprint: string): string {
  const hash = createHash('sha256').update(`payment account ${fingerprint}`).digest('hex')
  const text = (BigInt(`0x${hash}`) % 36n ** BigInt(PAR_LENGTH)).toString(36).toUpperCase()
  return `V001${text.padStart(PAR_LENGTH, '0')}`
}

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
