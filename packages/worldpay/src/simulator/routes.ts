import type { Need } from './account.ts'
import { htmlNotFound, notAllowed, notFound } from './answers.ts'
import type { Operation } from './call.ts'
import { createBaseToken } from './create-base-token.ts'
import { createCryptogram } from './create-cryptogram.ts'
import { createNetworkToken } from './create-network-token.ts'
import { deleteBaseToken } from './delete-base-token.ts'
import { deleteNetworkToken } from './delete-network-token.ts'
import { discover } from './discovery.ts'
import { lookUpBaseToken } from './look-up-base-token.ts'
import { lookUpNetworkToken } from './look-up-network-token.ts'
import type { Settings } from './options.ts'
import { queryBaseTokens } from './query-base-tokens.ts'
import { updateBaseToken } from './update-base-token.ts'

interface Route {
  readonly path: RegExp
  readonly need: Need
  readonly methods: Readonly<Record<string, Operation>>
}

/** The first path that fits decides: `cryptograms` is not a reference, `network` is no token. */
const routes: readonly Route[] = [
  { path: /^\/tokens$/, need: 'tokenization', methods: { GET: queryBaseTokens, POST: createBaseToken } },
  { path: /^\/tokens\/network$/, need: 'networkTokens', methods: { POST: createNetworkToken } },
  { path: /^\/tokens\/network\/cryptograms$/, need: 'networkTokens', methods: { POST: createCryptogram } },
  {
    path: /^\/tokens\/network\/([^/]+)$/,
    need: 'networkTokens',
    methods: { GET: lookUpNetworkToken, DELETE: deleteNetworkToken },
  },
  {
    path: /^\/tokens\/([^/]+)$/,
    need: 'tokenization',
    methods: { GET: lookUpBaseToken, PUT: updateBaseToken, DELETE: deleteBaseToken },
  },
]

const discoveryRoute: Route = { path: /^\/$/, need: 'tokenization', methods: { GET: discover } }

export interface Found {
  readonly operation: Operation
  readonly need: Need
  readonly id: string
}

/** The operation of a method and path, or the host's answer to one it does not have. */
export function route(method: string, path: string, { unknownRoute, discovery }: Settings): Found | Response {
  for (const { path: pattern, need, methods } of discovery ? [discoveryRoute, ...routes] : routes) {
    const match = pattern.exec(path)
    if (!match) continue
    const operation = Object.hasOwn(methods, method) ? methods[method] : undefined
    if (operation) return { operation, need, id: decoded(match[1] ?? '') }
    return notAllowed(Object.keys(methods).join(', '))
  }
  return unknownRoute === 'json' ? notFound() : htmlNotFound()
}

/** A segment that does not decode is taken as it is, and then found nowhere. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
