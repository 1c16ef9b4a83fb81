import type { Expiry, Issue } from '@nt/core'

/** The path of a field, as an issue names it. */
export type Place = (field: string) => string

/** A text of so many characters, at least and at most. */
export const lengthIssue = (text: unknown, path: string, shortest: number, longest: number): Issue[] =>
  typeof text === 'string' && text.length >= shortest && text.length <= longest
    ? []
    : [{ path, problem: `must be a text of ${shortest} to ${longest} characters` }]

/** 1 to 255 characters without `&` and `<` [OpenAPI]. */
export const descriptionIssue = (text: unknown): Issue[] =>
  formIssue(text, 'description', 255, /^[^&<]*$/, 'may not hold & or <')

/** 1 to 64 characters, no spaces, `&`, `<`, no `_` in front [OpenAPI]. */
export const namespaceIssue = (text: unknown): Issue[] =>
  formIssue(text, 'namespace', 64, /^(?!_)[^\s&<]*$/, 'may not begin with _ nor hold spaces, & or <')

/** 1 to 56 letters, digits and spaces [OpenAPI]. */
export const schemeReferenceIssue = (text: unknown): Issue[] =>
  formIssue(text, 'schemeTransactionReference', 56, /^[a-zA-Z0-9 ]*$/, 'may hold only letters, digits and spaces')

/** 1 to 255 characters [OpenAPI]. */
export const holderNameIssue = (text: unknown, path: string): Issue[] => lengthIssue(text, path, 1, 255)

/** Month 1 to 12, year 1 to 9999 [OpenAPI]. */
export const expiryIssue = ({ month, year }: Expiry, path: string): Issue[] => [
  ...(isWhole(month, 12) ? [] : [{ path: `${path}.month`, problem: 'must be a month, 1 to 12' }]),
  ...(isWhole(year, 9999) ? [] : [{ path: `${path}.year`, problem: 'must be a year of at most four digits' }]),
]

const isWhole = (value: number, longest: number) => Number.isInteger(value) && value >= 1 && value <= longest

function formIssue(text: unknown, path: string, longest: number, form: RegExp, problem: string): Issue[] {
  const length = lengthIssue(text, path, 1, longest)
  return length.length > 0 || form.test(text as string) ? length : [{ path, problem }]
}
