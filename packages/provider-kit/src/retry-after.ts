/** The longest pause a provider may ask for, milliseconds; a longer one is cut to this. */
export const longestPauseMs = 60_000

const httpDate =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{2}-\w{3}-\d{2} \d{2}:\d{2}:\d{2} GMT|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} [\d ]\d \d{2}:\d{2}:\d{2} \d{4})$/

/**
 * Reads a Retry-After value: whole seconds or an HTTP-date (RFC 9110 §10.2.3), nothing else; `Date.parse` alone takes `-5`, `1.5` and
 * 31 February for dates.
 * @returns milliseconds to wait, at most `longestPauseMs`; `undefined` when the value means nothing.
 */
export function parseRetryAfter(value: string | null, now: Date): number | undefined {
  if (value === null) return undefined
  const text = value.trim()
  if (/^[0-9]+$/.test(text)) return Math.min(Number(text) * 1000, longestPauseMs)
  if (!httpDate.test(text)) return undefined
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`)
  if (Number.isNaN(at) || !isSameDay(text, new Date(at))) return undefined
  return Math.min(Math.max(at - now.getTime(), 0), longestPauseMs)
}

/** Dates such as 31 February roll over in `Date.parse`; the day of the month tells. */
function isSameDay(text: string, date: Date): boolean {
  const day = /(?:, | )(\d{2}|\s\d)(?=[ -])/.exec(text)?.[1]
  return day !== undefined && Number(day) === date.getUTCDate()
}
