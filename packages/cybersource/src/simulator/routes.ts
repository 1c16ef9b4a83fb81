import type { Caller } from './auth/verify.ts'

/** A JSON object on the wire. */
export type JsonObject = { readonly [member: string]: unknown }

/** What an operation answers, before it is written and perhaps sealed. */
export interface Answer {
  readonly status: number
  readonly body?: JsonObject
  readonly headers?: Readonly<Record<string, string>>
}

/** One authentic request, opened and parsed. */
export interface Call {
  readonly caller: Caller
  /** The id in the path; upper case, because ids are case-insensitive. [D §4.0] Empty where the path has none. */
  readonly id: string
  readonly body: JsonObject
  /** Whether the answer leaves under the merchant's Token Management key, and so may hold a whole token number. */
  readonly unmasked: boolean
}

export type Operation = (call: Call) => Answer

export interface Route {
  readonly method: string
  /** `{id}` stands for one segment. */
  readonly path: string
  readonly operation: Operation
  /** The answer is a bare JWE whatever the request asks for. */
  readonly alwaysJose?: boolean
}

export interface Match {
  readonly route: Route
  readonly id: string
}

/** Finds the route of a request, or undefined. Paths are matched exactly, a trailing slash is another path. */
export function match(routes: readonly Route[], method: string, pathname: string): Match | undefined {
  for (const route of routes) {
    if (route.method !== method) continue
    const pattern = new RegExp(`^${route.path.replace('{id}', '([^/]+)')}$`)
    const found = pattern.exec(pathname)
    if (found) return { route, id: (found[1] ?? '').toUpperCase() }
  }
  return undefined
}
