import { type CallOptions, type Exchange, errorTable, NetworkTokenError } from '@nt/core'
import ky from 'ky'
import { classifyFailure, codeForStatus, type Explanation } from './classify.ts'
import type { Fetch } from './fetch.ts'
import { type Answer, type Operation, type OperationInput, repeatable, writes } from './operation.ts'
import { readBody } from './read-body.ts'
import { parseRetryAfter } from './retry-after.ts'
import { sandboxDetail } from './sandbox-detail.ts'

/** What a provider's client needs for its calls. */
export interface CallerSettings {
  /** The provider's id, for errors. */
  readonly provider: string
  /** From `parseBaseUrl`. */
  readonly baseUrl: string
  /** Transport with the provider's layers before it. */
  readonly fetch: Fetch
  /** The response header that holds the id to quote to the provider's support. */
  readonly correlationHeader: string
  /** Opens the envelope of an answer, an error's too, before anything reads it. What it throws is the failure of the call. */
  readonly open?: (answer: Answer) => Promise<Answer>
  /** Reads the provider's error body. May return nothing; must not throw. */
  readonly explain?: (answer: Answer) => Explanation | undefined
  /** How often a call is repeated at most. Default 2. */
  readonly retries?: number
  /** The first pause before a repeat, milliseconds, doubled each time, with full jitter. Default 300. */
  readonly firstPauseMs?: number
}

/** What ky is told of an answer: that there is one. */
const done = new Response()

/** Makes one call: attempts, pauses, deadline; returns an answer with an expected status or throws a `NetworkTokenError`. */
export type Caller = (operation: Operation, input?: OperationInput) => Promise<Answer>

/**
 * The only HTTP loop there is. ky repeats, pauses and keeps the time; it is given neither path nor body nor headers, so that none of its
 * errors can hold one. What is repeated is read from the error table: what certainly had no effect, and lost answers of repeatable operations.
 */
export function createCaller(settings: CallerSettings): Caller {
  const { provider, baseUrl, retries = 2, firstPauseMs = 300 } = settings

  return async (operation, input = {}) => {
    const call: CallOptions = input.call ?? {}
    const attemptMs = operation.attemptMs ?? (writes(operation) ? 30_000 : 10_000)
    const deadlineMs = call.deadlineMs ?? attemptMs * 2
    const startedAt = performance.now()
    const url = input.url ?? baseUrl + fillRoute(operation.route, input.parameters)
    let attempts = 0
    let answer: Answer | undefined
    let failure: NetworkTokenError | undefined

    const attempt = async (request: { signal: AbortSignal }): Promise<Response> => {
      attempts++
      const began = performance.now()
      const report = (rest: Pick<Exchange, 'status' | 'correlationId' | 'failure'>) =>
        call.onExchange?.({
          provider,
          operation: operation.name,
          method: operation.method,
          route: operation.route,
          attempt: attempts,
          milliseconds: performance.now() - began,
          ...rest,
        })
      try {
        const received = await stopWith(request.signal, () => exchange(settings, operation, input, url, request.signal))
        report({ status: received.status, correlationId: received.correlationId })
        answer = accept(settings.open ? await settings.open(received) : received, settings)
        return done
      } catch (error) {
        const stopped = call.signal?.aborted ? 'by-caller' : request.signal.aborted ? 'by-timeout' : undefined
        failure = classifyFailure(error, operation, provider, stopped)
        if (failure.status === undefined) report({ failure: failure.code })
        throw failure
      }
    }

    const mayRepeat = (): boolean => {
      if (!failure || call.signal?.aborted) return false
      const left = deadlineMs - (performance.now() - startedAt)
      if ((failure.retryAfterMs ?? 0) >= left) return false
      return errorTable[failure.code].retryable || (failure.code === 'outcome_unknown' && repeatable(operation))
    }

    try {
      await ky(new URL(baseUrl).origin, {
        method: operation.method,
        fetch: (request) => attempt(request as Request),
        throwHttpErrors: false,
        timeout: attemptMs,
        totalTimeout: deadlineMs,
        ...(call.signal && { signal: call.signal }),
        retry: {
          limit: retries,
          methods: [operation.method.toLowerCase()],
          shouldRetry: ({ error }) => {
            // A timeout reaches us as ky's own error, before the attempt has noticed.
            failure = classifyFailure(
              error,
              operation,
              provider,
              NetworkTokenError.isInstance(error) ? undefined : 'by-timeout',
            )
            return mayRepeat()
          },
          delay: (count) => failure?.retryAfterMs ?? Math.random() * firstPauseMs * 2 ** (count - 1),
        },
      })
      if (answer) return answer
      throw new NetworkTokenError('internal', { provider, operation: operation.name, writes: writes(operation) })
    } catch (error) {
      if (NetworkTokenError.isInstance(error)) throw error
      // Only the deadline or the caller can end ky's loop from outside an attempt; a failure seen before it is the better news.
      const last = classifyFailure(error, operation, provider, call.signal?.aborted ? 'by-caller' : 'by-timeout')
      throw failure && last.code === 'timeout' ? failure : last
    }
  }
}

async function exchange(
  { provider, fetch, correlationHeader }: CallerSettings,
  operation: Operation,
  { headers = {}, body }: OperationInput,
  url: string,
  signal: AbortSignal,
): Promise<Answer> {
  const init = {
    method: operation.method,
    headers,
    signal,
    redirect: 'manual' as const,
    ...(body !== undefined && { body }),
  }
  const response = await fetch(url, init)
  const details = { provider, operation: operation.name, writes: writes(operation) }
  const bytes = await readBody(response, details)
  const correlationId = response.headers.get(correlationHeader)?.slice(0, 128)
  return {
    operation,
    status: response.status,
    headers: response.headers,
    body: bytes,
    ...(correlationId && isQuotable(correlationId) && { correlationId }),
  }
}

/** What is quoted to support goes into every log: no card or token number may stand in it. A UUID's last part can be 12 digits. */
const isQuotable = (id: string): boolean => !/(?<![0-9A-Za-z])[0-9]{13,19}(?![0-9A-Za-z])/.test(id)

/** Lets an answer with an expected status through; turns any other into our error. */
function accept(answer: Answer, { provider, baseUrl, explain }: CallerSettings): Answer {
  const { operation, status, correlationId, headers } = answer
  if (operation.statuses.includes(status)) return answer
  const { code = codeForStatus(status, operation), message, ...explained } = explain?.(answer) ?? {}
  const redirected = status >= 300 && status < 400 ? 'the provider redirects, which is never followed' : undefined
  const detail = sandboxDetail(headers, baseUrl)
  const said = message ?? redirected ?? (detail && errorTable[code].summary)
  throw new NetworkTokenError(code, {
    provider,
    operation: operation.name,
    status,
    correlationId,
    writes: writes(operation),
    retryAfterMs: parseRetryAfter(headers.get('retry-after'), new Date()),
    ...(said && { message: detail ? `${said}; the sandbox says: ${detail}` : said }),
    ...explained,
  })
}

/** Ends at the signal even where the work does not listen to it. */
function stopWith<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('stopped'))
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop))
  })
}

function fillRoute(route: string, parameters: Readonly<Record<string, string>> = {}): string {
  return route.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name]
    // An empty or dotted segment would be another route after normalisation.
    if (!value || value === '.' || value === '..') {
      throw new NetworkTokenError('input_invalid', {
        issues: [{ path: name, problem: 'is empty or not usable in a path' }],
      })
    }
    return encodeURIComponent(value)
  })
}
