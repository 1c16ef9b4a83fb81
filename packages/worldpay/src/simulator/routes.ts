import { notAllowed, notFound } from './answers.ts'
import type { Operation } from './call.ts'
import { createBaseToken } from './create-base-token.ts'
import { createCryptogram } from './create-cryptogram.ts'
import { createNetworkToken } from './create-network-token.ts'
import { deleteBaseToken } from './delete-base-token.ts'
import { deleteNetworkToken } from './delete-network-token.ts'
import { lookUpBaseToken } from './look-up-base-token.ts'
import { lookUpNetworkToken } from './look-up-network-token.ts'
import type { Settings } from './options.ts'
import { queryBaseTokens } from './query-base-tokens.ts'
import { updateBaseToken } from './update-base-token.ts'

interface Route {
  readonly path: RegExp
  readonly methods: Readonly<Record<string, Operation>>
}

/** The first path that fits decides: `cryptograms` is not a reference, `network` is no token. */
const routes: readonly Route[] = [
  { path: /^\/tokens$/, methods: { GET: queryBaseTokens, POST: createBaseToken } },
  { path: /^\/tokens\/network$/, methods: { POST: createNetworkToken } },
  { path: /^\/tokens\/network\/cryptograms$/, methods: { POST: createCryptogram } },
  { path: /^\/tokens\/network\/([^/]+)$/, methods: { GET: lookUpNetworkToken, DELETE: deleteNetworkToken } },
  { path: /^\/tokens\/([^/]+)$/, methods: { GET: lookUpBaseToken, PUT: updateBaseToken, DELETE: deleteBaseToken } },
]

export interface Found {
  readonly operation: Operation
  readonly id: string
}

/** The operation of a method and path, or the host's answer to one it does not have. */
export function route(method: string, path: string, { unknownRoute }: Settings): Found | Response {
  for (const { path: pattern, methods } of routes) {
    const match = pattern.exec(path)
    if (!match) continue
    const operation = Object.hasOwn(methods, method) ? methods[method] : undefined
    if (operation) return { operation, id: decoded(match[1] ?? '') }
    const allow = Object.keys(methods).join(', ')
    return notAllowed(allow)
  }
  return unknownRoute === 'json' ? notFound() : html()
}

const html = (): Response =>
  new Response('<!DOCTYPE html><html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>', {
    status: 404,
    headers: { 'content-type': 'text/html;charset=utf-8' },
  })

/** A segment that does not decode is taken as it is, and then found nowhere. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
