import { isCardNumber, withoutCardNumbers } from './card.ts'
import type { Place, Reader, TextRule } from './validation.ts'

/** The texts of a Worldpay token [S], each with the name that Worldpay's messages give it, or would. */
export const textFields = {
  cardHolderName: { label: 'Card holder name', min: 1, max: 255 },
  description: { label: 'Token description', min: 1, max: 255, pattern: /^[^&<]*$/ },
  namespace: { label: 'Namespace', min: 1, max: 64, pattern: /^(?!_)[^\s&<]*$/ },
  schemeTransactionReference: {
    label: 'Scheme transaction reference',
    min: 1,
    max: 56,
    pattern: /^[a-zA-Z0-9 ]*$/,
  },
} satisfies Record<string, TextRule & { label: string }>
export type TextField = keyof typeof textFields

/** One of them, without anything that looks like a card number: nothing of the kind is kept. */
export function readTextField(read: Reader, at: Place, name: TextField): string | undefined {
  const text = read.text({ ...at, label: textFields[name].label }, textFields[name])
  if (text === undefined) return undefined
  // A scheme's reference is often all digits: it is kept unless it could be a card number itself.
  if (name === 'schemeTransactionReference') return isCardNumber(text.replaceAll(' ', '')) ? '**********' : text
  return withoutCardNumbers(text)
}

/** When a token shall end: a later instant, ISO 8601. */
export function readInstant(read: Reader, at: Place, now: Date): string | undefined {
  const text = read.optionalText(at, { min: 1, max: 40 })
  if (text === undefined) return undefined
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) read.problem('fieldHasInvalidValue', `${at.label} must be an ISO 8601 date and time`, at.path)
  // A token that has ended before it begins is refused [X].
  else if (time <= now.getTime()) read.problem('fieldHasInvalidValue', `${at.label} must be in the future`, at.path)
  else return new Date(time).toISOString()
  return undefined
}
