import { type CallOptions, NetworkTokenError, type TokenNumber } from '@nt/core'
import type { Operation } from '@nt/provider-kit'
import type { Connection } from './connection.ts'

/** The token number stands in the path. Only the route is ever shown. */
const operation: Operation = {
  name: 'networkTokens.delete',
  method: 'DELETE',
  route: '/tokens/network/{tokenNumber}',
  statuses: [204],
  repeatable: true,
}

/** How a deletion went. */
export interface DeletedNetworkToken {
  /** Worldpay knew no such token: deleted before, perhaps by an attempt of this very call whose answer was lost. Or it never was. */
  readonly alreadyGone: boolean
}

/**
 * Deletes by token number, not by reference. A 404 named `networkProviderError` says that there is nothing to delete, and is what a second
 * deletion gets [inferred]; any other 404 (a wrong address, a page in HTML) proves nothing and stays an error.
 */
export async function deleteNetworkToken(
  connection: Connection,
  tokenNumber: TokenNumber,
  call?: CallOptions,
): Promise<DeletedNetworkToken> {
  try {
    await connection.send(operation, { parameters: { tokenNumber: tokenNumber.reveal() }, call })
    return { alreadyGone: false }
  } catch (error) {
    if (!NetworkTokenError.isInstance(error)) throw error
    if (error.status === 404 && error.providerCode === 'networkProviderError') return { alreadyGone: true }
    throw error
  }
}
