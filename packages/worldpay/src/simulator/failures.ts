import { denied, nptConfigurationError, tokenizationNotEnabled } from './account.ts'
import { htmlNotFound, providerError, refuse } from './answers.ts'

const internalError = (status: 500 | 503): Response => refuse(status, 'internalErrorOccurred', 'Internal server error')

/** An answer that the host gives instead of doing what it is asked. */
export type Failure =
  | 'internal-error'
  | 'internal-error-503'
  | 'provider-error'
  | 'provider-error-503'
  | 'empty-500'
  | 'html-404'
  | 'service-unavailable'
  | 'access-denied-401'
  | 'access-denied-403'
  | 'npt-configuration-error'
  | 'tokenization-not-enabled'

const answers: Record<Failure, () => Response> = {
  'internal-error': () => internalError(500),
  'internal-error-503': () => internalError(503),
  'provider-error': () => providerError(500),
  'provider-error-503': () => providerError(503),
  /** The error page lists a 500 without name and message [D]. */
  'empty-500': () => new Response(null, { status: 500 }),
  /** Seen by integrators of other Access APIs. */
  'html-404': () => htmlNotFound(),
  /** A name of other Access APIs; the message is the sandbox's own [X]. */
  'service-unavailable': () => refuse(503, 'serviceUnavailable', 'Service unavailable'),
  'access-denied-401': () => denied(401),
  'access-denied-403': () => denied(403),
  'npt-configuration-error': () => nptConfigurationError(),
  'tokenization-not-enabled': () => tokenizationNotEnabled(),
}

export const isFailure = (name: string): name is Failure => Object.hasOwn(answers, name)

/** The failures to come, one request each. */
export interface Failures {
  add(...next: readonly Failure[]): void
  take(): Response | undefined
}

export function createFailures(): Failures {
  const waiting: Failure[] = []
  return {
    add: (...next) => void waiting.push(...next),
    take: () => {
      const next = waiting.shift()
      return next && answers[next]()
    },
  }
}
