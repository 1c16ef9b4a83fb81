import type { Caller } from './auth/verify.ts'
import type { FailureStatus } from './control.ts'
import { badRequest, fault } from './errors.ts'
import type { Answer } from './routes.ts'
import type { Settings } from './settings.ts'

/** The profile a request names, or lacks. [D §4.0] */
export function checkProfile(
  profile: string | null,
  { profiles, defaultProfile, profilesWithoutPermission = [] }: Settings,
): Answer | undefined {
  const wanted = profile ?? defaultProfile
  if (profiles) {
    if (wanted === undefined) return badRequest('missingHeaders', 'Missing header values', { name: 'profile-id' })
    if (!profiles.includes(wanted)) return fault(424, 'notFound', 'Profile not found')
  }
  if (wanted !== undefined && profilesWithoutPermission.includes(wanted))
    return fault(403, 'forbidden', 'The profile lacks the permission for this')
  return undefined
}

/** The documented error of a status, for a test that wants to see it. [D §4.0; 429 and 503 are invented] */
export function failureOf(status: FailureStatus): Answer {
  const [type, message] = failures[status]
  return { ...fault(status, type, message), ...(status === 429 && { headers: { 'retry-after': '1' } }) }
}

const failures: Record<FailureStatus, readonly [type: string, message: string]> = {
  403: ['forbidden', 'Request not permitted'],
  409: ['conflict', 'Conflict'],
  424: ['notFound', 'Profile not found'],
  429: ['tooManyRequests', 'Too many requests'],
  500: ['internalError', 'Internal error'],
  502: ['internalError', 'Token deletion error from VTS'],
  503: ['internalError', 'Service unavailable'],
}

/** At most so many requests in a window that begins with the first. Invented: Cybersource documents neither limits nor 429. [U §7] */
export function createRateLimit({ rateLimit, clock }: Settings): (caller: Caller) => Answer | undefined {
  const windows = new Map<string, { readonly until: number; readonly count: number }>()
  return ({ owner }) => {
    if (!rateLimit) return undefined
    const now = clock.now().getTime()
    const current = windows.get(owner.merchantId)
    const inside = current && now < current.until ? current : { until: now + rateLimit.seconds * 1000, count: 0 }
    windows.set(owner.merchantId, { ...inside, count: inside.count + 1 })
    if (inside.count < rateLimit.requests) return undefined
    const wait = String(Math.max(1, Math.ceil((inside.until - now) / 1000)))
    return { ...fault(429, 'tooManyRequests', 'Too many requests'), headers: { 'retry-after': wait } }
  }
}
