import { quote } from './quote.ts'

/** An RFC 1123 date, and whether it is near enough. No number is documented for how near. [U §2a] */
export function checkDate(name: string, text: string, now: number, skew: number): string | undefined {
  const form = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
  const seconds = form.test(text) ? Date.parse(text) / 1000 : Number.NaN
  if (Number.isNaN(seconds)) return `${name} is ${quote(text)}: an RFC 1123 date in GMT is wanted`
  const behind = Math.round(now - seconds)
  if (behind > skew) return `${name} lies ${behind} s in the past: check the client's clock`
  if (-behind > skew) return `${name} lies ${-behind} s in the future: check the client's clock`
  return undefined
}
