import { type ErrorCode, type ErrorDetails, NetworkTokenError } from '@nt/core'
import { type Operation, writes } from './operation.ts'

/** What a provider says an error answer means; undefined leaves it to the status. */
export interface Explanation extends Pick<ErrorDetails, 'message' | 'providerCode' | 'issues' | 'retryAfterMs'> {
  readonly code?: ErrorCode | undefined
}

/** What a status means where the provider's own explanation says nothing. */
export function codeForStatus(status: number, operation: Operation): ErrorCode {
  switch (status) {
    case 401:
      return 'authentication_failed'
    case 403:
      return 'permission_denied'
    case 404:
      return operation.route.includes('{') ? 'token_not_found' : 'request_rejected'
    case 409:
    case 412:
      return 'conflict'
    case 410:
      return 'token_gone'
    case 429:
      return 'rate_limited'
    case 408:
      return lostAnswer('timeout', operation)
  }
  if (status >= 500) return lostAnswer('provider_unavailable', operation)
  if (status >= 400) return 'request_rejected'
  return 'answer_unreadable'
}

/** No usable answer came: harmless for a read, an open question for a write. */
const lostAnswer = (code: ErrorCode, operation: Operation): ErrorCode => (writes(operation) ? 'outcome_unknown' : code)

/** Codes of Node and undici that say the request never left: nothing can have happened. */
const notSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EACCES',
  'UND_ERR_CONNECT_TIMEOUT',
])
const untrusted =
  /^(?:CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH)/
/** The alerts by which a host turns a client certificate down, or the lack of one: it has taken no request then. */
const ownCertificate = /^ERR_SSL_.*ALERT.*(?:CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)/

/** What a failure of the wire means. Nothing of the foreign error is kept but its system code: messages hold URLs, causes hold bodies. */
export function classifyFailure(
  error: unknown,
  operation: Operation,
  provider: string,
  stopped: 'by-caller' | 'by-timeout' | undefined,
): NetworkTokenError {
  if (NetworkTokenError.isInstance(error)) return error
  const details = { provider, operation: operation.name, writes: writes(operation) }
  if (stopped === 'by-caller') return new NetworkTokenError('aborted', details)
  if (stopped === 'by-timeout') return new NetworkTokenError(lostAnswer('timeout', operation), details)
  const system = systemCode(error)
  if (system && ownCertificate.test(system)) {
    const message = 'the host does not accept our TLS client certificate, or asks for one'
    return new NetworkTokenError('authentication_failed', { ...details, message, providerCode: system })
  }
  if (system && untrusted.test(system)) {
    const message = "the host's TLS certificate is not trusted; nothing was sent"
    return new NetworkTokenError('configuration_invalid', { ...details, message, providerCode: system })
  }
  const code = system && notSent.has(system) ? 'provider_unavailable' : lostAnswer('provider_unavailable', operation)
  return new NetworkTokenError(code, { ...details, ...(system && { providerCode: system }) })
}

function systemCode(error: unknown): string | undefined {
  for (let each = error, depth = 0; each instanceof Error && depth < 4; each = each.cause, depth++) {
    const code = 'code' in each ? each.code : undefined
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) return code
    if (each instanceof AggregateError && each.errors.length > 0) return systemCode(each.errors[0])
  }
  return undefined
}
