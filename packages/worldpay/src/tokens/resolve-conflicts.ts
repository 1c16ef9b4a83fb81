import { type CallOptions, NetworkTokenError } from '@nt/core'
import type { Operation } from '@nt/provider-kit'
import type { Connection } from '../connection.ts'
import { followLink } from '../links.ts'
import type { CardToken } from './card-token.ts'

const operation: Operation = {
  name: 'tokens.resolveConflicts',
  method: 'PUT',
  route: '/tokens/{conflicts}',
  statuses: [204],
  repeatable: true,
}

/**
 * `PUT` of the conflicts link: everything that was in conflict takes the place of what was stored [older official page]. The body is empty and
 * the answer 204 [inferred: the reference shows no request, and Worldpay's own shop module sends none].
 */
export async function resolveConflicts(
  connection: Connection,
  { links }: Pick<CardToken, 'links'>,
  call?: CallOptions,
): Promise<void> {
  const at = { provider: connection.id, operation: operation.name }
  if (!links.conflicts) {
    const issues = [{ path: 'links.conflicts', problem: 'is missing: only an answer with conflicts has it' }]
    throw new NetworkTokenError('input_invalid', { ...at, issues })
  }
  await connection.send(operation, { url: followLink(connection.baseUrl, links.conflicts, at), call })
}
