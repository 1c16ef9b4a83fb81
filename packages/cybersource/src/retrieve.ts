import type { NetworkToken } from '@nt/core'
import { type Operation, unreadable } from '@nt/provider-kit'
import { type Answered, answering } from './answered.ts'
import type { CybersourceCall } from './call.ts'
import { failed } from './errors.ts'
import { toNetworkToken } from './network-token.ts'
import { tokenizedCardSchema } from './read-tokenized-card.ts'
import { plainJson, type Received, type Session } from './session.ts'
import type { TokenizedCard } from './tokenized-card.ts'

const operation: Operation = {
  name: 'tokenizedCards.get',
  method: 'GET',
  route: '/tms/v2/tokenized-cards/{id}',
  statuses: [200],
}

/**
 * Looks a network token up; its number comes masked. A token that the merchant deleted is `token_gone` (410), one that is not known
 * `token_not_found`.
 * @throws NetworkTokenError `answer_mismatch` when the answer is about another token
 */
export async function getTokenizedCard(
  { connection, send, readPlain }: Session,
  id: string,
  call?: CybersourceCall,
): Promise<Received<Answered<TokenizedCard>>> {
  const answer = await send(operation, { parameters: { id }, accept: plainJson, call })
  const value = readPlain(answer, answering(tokenizedCardSchema, answer))
  // Ids are case-insensitive in URLs [D].
  if (value.id && value.id.toLowerCase() !== id.toLowerCase())
    throw failed('answer_mismatch', answer, connection.provider)
  return { value, answer }
}

/** @throws NetworkTokenError `answer_unreadable` when the answer names no state */
export function fromRetrieve(
  { value, answer }: Received<TokenizedCard>,
  id: string,
  { provider, at }: { provider: string; at: Date },
): NetworkToken {
  if (!value.state) throw unreadable(answer, provider, 'the answer names no state')
  return toNetworkToken(value, { provider, id }, { at, by: 'retrieve', asOf: 'now' })
}
