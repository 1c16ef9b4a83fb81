import type { CallOptions } from '@nt/core'
import { type Operation, unreadable } from '@nt/provider-kit'
import type { Connection } from '../connection.ts'
import { followLink } from '../links.ts'
import { type CardToken, fromCardToken } from './card-token.ts'
import { cardTokenBody } from './card-token-body.ts'

const operation: Operation = { name: 'tokens.get', method: 'GET', route: '/tokens/{token}', statuses: [200] }

/** `GET` of the token's own link [OpenAPI]. A deleted token is `token_not_found`. */
export async function getCardToken(connection: Connection, href: string, call?: CallOptions): Promise<CardToken> {
  const url = followLink(connection.baseUrl, href, { provider: connection.id, operation: operation.name })
  const answer = await connection.send(operation, { url, call })
  const token = fromCardToken(connection.read(answer, cardTokenBody), answer.correlationId)
  if (!token) throw unreadable(answer, connection.id, 'the answer names no token')
  return token
}
