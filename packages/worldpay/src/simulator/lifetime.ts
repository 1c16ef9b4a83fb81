import type { BaseTokenRecord } from './base-token-book.ts'
import type { Settings } from './options.ts'

const tryLifetimeMs = 90 * 24 * 60 * 60 * 1000

/** When a token made at `from` ends by itself: after 90 days in Try, 4 years in Live [D]. */
export function expiryFrom(from: Date, environment: Settings['environment']): string {
  const end = new Date(from)
  if (environment === 'try') end.setTime(from.getTime() + tryLifetimeMs)
  else end.setUTCFullYear(from.getUTCFullYear() + 4)
  return end.toISOString()
}

/** In Live a payment in the second half of its life gives a token four more years from then on; in Try nothing does [D]. */
export function extended(token: BaseTokenRecord, now: Date, environment: Settings['environment']): BaseTokenRecord {
  const full = expiryFrom(now, environment)
  const half = (Date.parse(full) - now.getTime()) / 2
  const isInSecondHalf = Date.parse(token.expiresAt) - now.getTime() < half
  return environment === 'live' && isInSecondHalf ? { ...token, expiresAt: full } : token
}
