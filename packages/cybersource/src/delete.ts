import type { RemovalReason } from '@nt/core'
import type { Operation } from '@nt/provider-kit'
import { type AnswerFacts, correlated } from './answered.ts'
import type { CybersourceCall } from './call.ts'
import { plainJson, type Session } from './session.ts'
import type { OneOf } from './tokenized-card.ts'

/** Why a token is deleted; the provider's default is PAYMENT_METHOD_REMOVED [S]. */
export interface DeleteReason {
  readonly code: OneOf<'PAYMENT_METHOD_REMOVED' | 'FRAUD'>
  readonly description?: string | undefined
}

/** How a deletion went. */
export interface Deleted extends Pick<AnswerFacts, 'correlationId'> {
  /** Deleted before, perhaps by an attempt of this very call whose answer was lost. */
  readonly alreadyGone: boolean
}

/** A second delete answers 410 [D]: that is what was wanted, so it counts as done, and the call may be repeated. */
const common = { name: 'tokenizedCards.delete', statuses: [204, 410], repeatable: true } as const
const post: Operation = { ...common, method: 'POST', route: '/tms/v2/tokenized-cards/{id}/delete' }
const del: Operation = { ...common, method: 'DELETE', route: '/tms/v2/tokenized-cards/{id}' }

/** Deletes a network token. The method of the settings decides the route; `DELETE` carries no reason. */
export async function deleteTokenizedCard(
  { connection, send }: Session,
  id: string,
  reason: DeleteReason = { code: 'PAYMENT_METHOD_REMOVED' },
  call?: CybersourceCall,
): Promise<Deleted> {
  const input = { parameters: { id }, accept: plainJson, call }
  // A body is always sent with POST: the official SDK without one signs the digest of `undefined` [X].
  const answer = await (connection.deleteMethod === 'post'
    ? send(post, { ...input, json: { reason } })
    : send(del, input))
  return { alreadyGone: answer.status === 410, ...correlated(answer) }
}

export const toDeleteReason = (reason: RemovalReason): DeleteReason => ({
  code: reason === 'fraud' ? 'FRAUD' : 'PAYMENT_METHOD_REMOVED',
})
