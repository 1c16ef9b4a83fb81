/** The standard `fetch`, as the providers' clients call it. */
export type Wire = (url: string, init: RequestInit) => Promise<Response>

/** What happens to one request on its way. */
export type Fault =
  | 'pass'
  /** The connection breaks before the host sees it. */
  | 'reset-before'
  /** The host acts, then the connection breaks. */
  | 'reset-after'
  /** The host acts, no answer ever comes. */
  | 'stall-after'
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }

/** A wire that breaks as told, request by request, and then no more; it keeps what a witness needs. */
export interface FaultyWire {
  readonly between: (next: Wire) => Wire
  readonly requests: readonly { readonly method: string; readonly url: string; readonly authorization: string }[]
}

export function faultyWire(...faults: readonly Fault[]): FaultyWire {
  const requests: { method: string; url: string; authorization: string }[] = []
  return {
    requests,
    between: (next) => async (url, init) => {
      const fault = faults[requests.length] ?? 'pass'
      const authorization = new Headers(init.headers).get('authorization') ?? ''
      requests.push({ method: init.method ?? 'GET', url, authorization })
      if (fault === 'reset-before') throw reset()
      if (typeof fault === 'object')
        return new Response(fault.body ?? '', { status: fault.status, headers: fault.headers ?? {} })
      const response = await next(url, init)
      if (fault === 'reset-after') throw reset()
      if (fault === 'stall-after') return new Promise<never>(() => {})
      return response
    },
  }
}

/** What Node's fetch throws when a connection breaks. */
const reset = (): Error =>
  Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
  })
