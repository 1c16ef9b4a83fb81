import type { Caller } from './auth/verify.ts'

/** A JSON object on the wire. */
export type JsonObject = { readonly [member: string]: unknown }

/** What an operation answers, before it is written and perhaps sealed. */
export interface Answer {
  readonly status: number
  readonly body?: JsonObject | readonly JsonObject[]
  readonly headers?: Readonly<Record<string, string>>
}

/** One authentic request, opened and parsed. */
export interface Call {
  readonly caller: Caller
  /** The `{id}` of the path; upper case, because ids are case-insensitive. [D §4.0] Empty where the path has none. */
  readonly id: string
  /** The other variable segments of the path, as they came. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Headers
  /** Scheme, host and port that were asked, for links that are whole URLs. */
  readonly origin: string
  readonly body: JsonObject
  /** Whether the answer leaves under the merchant's Token Management key, and so may hold a whole token number. */
  readonly unmasked: boolean
}

export type Operation = (call: Call) => Answer

export interface Route {
  readonly method: string
  /** `{name}` stands for one segment. */
  readonly path: string
  readonly operation: Operation
  /** The answer holds a payment credential and is never in clear. */
  readonly isCredential?: boolean
  /** The body may be a bare JWE with Content-Type application/jose. [D/U §3c] */
  readonly takesJose?: boolean
  /** The operation has no vault, and so no profile. */
  readonly withoutProfile?: boolean
}

export interface Match {
  readonly route: Route
  readonly id: string
  readonly params: Readonly<Record<string, string>>
}

/** Finds the route of a request, or undefined. Paths are matched exactly, a trailing slash is another path. */
export function createMatch(routes: readonly Route[]): (method: string, pathname: string) => Match | undefined {
  const compiled = routes.map((route) => ({
    route,
    pattern: new RegExp(`^${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  }))
  return (method, pathname) => {
    for (const { route, pattern } of compiled) {
      const found = route.method === method ? pattern.exec(pathname) : null
      if (!found) continue
      const { id = '', ...params } = found.groups ?? {}
      return { route, id: id.toUpperCase(), params }
    }
    return undefined
  }
}
