import { type CallOptions, NetworkTokenError } from '@nt/core'
import type { Operation } from '@nt/provider-kit'
import type { Connection } from '../connection.ts'
import { followLink } from '../links.ts'

const operation: Operation = {
  name: 'tokens.delete',
  method: 'DELETE',
  route: '/tokens/{token}',
  statuses: [204],
  repeatable: true,
}

/** How a deletion went. */
export interface DeletedCardToken {
  /** Worldpay had no such token any more: deleted before, perhaps by an attempt of this very call whose answer was lost. */
  readonly alreadyGone: boolean
}

/**
 * `DELETE` of the token's own link [OpenAPI]. What becomes of a network token made from it is not documented; taken as independent [inferred].
 * Only `resourceNotFound` [documented for a deleted token] says that there is nothing; any other 404 proves nothing and stays an error.
 */
export async function deleteCardToken(
  connection: Connection,
  href: string,
  call?: CallOptions,
): Promise<DeletedCardToken> {
  const url = followLink(connection.baseUrl, href, { provider: connection.id, operation: operation.name })
  try {
    await connection.send(operation, { url, call })
    return { alreadyGone: false }
  } catch (error) {
    if (!NetworkTokenError.isInstance(error)) throw error
    if (error.status === 404 && error.providerCode === 'resourceNotFound') return { alreadyGone: true }
    throw error
  }
}
