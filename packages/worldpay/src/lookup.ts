import type { CallOptions } from '@nt/core'
import type { Operation } from '@nt/provider-kit'
import type { Connection } from './connection.ts'
import {
  fromTokenAnswer,
  fromTokenInstrument,
  type TokenFacts,
  type TokenInstrument,
  tokenAnswer,
} from './token-answer.ts'

/** The identifier trap: this path takes the token reference, and DELETE of the same path takes the token number [OpenAPI]. */
const operation: Operation = {
  name: 'networkTokens.get',
  method: 'GET',
  route: '/tokens/network/{tokenReference}',
  statuses: [200],
}

/**
 * A network token as the lookup tells it. Details of token and card are as they were at creation and may be out of date [documented]; whether
 * the status is too is not said. The answer does not repeat the reference.
 */
export interface LookedUpNetworkToken extends TokenFacts {
  /** Only status and type are required in it [OpenAPI]; a token that is pending or failed has no number. */
  readonly tokenPaymentInstrument: TokenInstrument
}

export async function lookup(
  connection: Connection,
  tokenReference: string,
  call?: CallOptions,
): Promise<LookedUpNetworkToken> {
  const answer = await connection.send(operation, { parameters: { tokenReference }, call })
  const read = connection.read(answer, tokenAnswer)
  return {
    ...fromTokenAnswer(read, answer.correlationId),
    tokenPaymentInstrument: fromTokenInstrument(read.tokenPaymentInstrument),
  }
}
