import type { Claims } from './claims.ts'

/** Refuses a `jti` that was seen before, for as long as its token could still be accepted. [D §2b] Kept in memory. */
export function createReplayGuard() {
  const until = new Map<string, number>()
  let nextSweep = 0

  return (claims: Claims, merchantId: string, now: number, skew: number): string | undefined => {
    const { jti, exp } = claims
    if (typeof jti !== 'string' || jti === '') return 'jti is missing: a new UUID for every request'
    if (now > nextSweep) {
      for (const [key, end] of until) if (end < now) until.delete(key)
      nextSweep = now + 60
    }
    const key = `${merchantId} ${jti}`
    if (until.has(key)) return 'jti was seen before: sign every attempt afresh, retries too'
    until.set(key, Number(exp) + skew)
    return undefined
  }
}
