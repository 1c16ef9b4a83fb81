import { type CallOptions, NetworkTokenError } from '@nt/core'
import type { Operation } from '@nt/provider-kit'
import { z } from 'zod'
import type { Connection } from '../connection.ts'
import { type CardToken, fromCardToken } from './card-token.ts'
import { cardTokenBody } from './card-token-body.ts'

const operation: Operation = { name: 'tokens.list', method: 'GET', route: '/tokens', statuses: [200] }

const wire = z.looseObject({
  _embedded: z.looseObject({ tokens: z.array(cardTokenBody).nullish() }).nullish(),
})

/** Which tokens. At least one of the two; a token that was made in a namespace needs both, a namespace alone gives all of its tokens [documented]. */
export interface CardTokenQuery {
  readonly tokenId?: string | undefined
  readonly namespace?: string | undefined
}

/** `GET /tokens?tokenId=&namespace=`, in the newer documentation only [documented]. */
export async function listCardTokens(
  connection: Connection,
  { tokenId, namespace }: CardTokenQuery,
  call?: CallOptions,
): Promise<readonly CardToken[]> {
  const query = new URLSearchParams({ ...(tokenId && { tokenId }), ...(namespace && { namespace }) })
  if (query.size === 0) {
    const issues = [{ path: 'tokenId', problem: 'is missing, and so is namespace: one of them is needed' }]
    throw new NetworkTokenError('input_invalid', { provider: connection.id, operation: operation.name, issues })
  }
  const answer = await connection.send(operation, { url: `${connection.baseUrl}/tokens?${query}`, call })
  const bodies = connection.read(answer, wire)._embedded?.tokens ?? []
  return bodies.flatMap((body) => fromCardToken(body, answer.correlationId) ?? [])
}
