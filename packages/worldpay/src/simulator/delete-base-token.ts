import { noContent, notAllowed, notFound } from './answers.ts'
import type { Operation } from './call.ts'
import { allowOf } from './look-up-base-token.ts'

/** DELETE /tokens/{opaque}: from then on none of its links leads anywhere, and the card may be tokenised anew [S]. */
export const deleteBaseToken: Operation = ({ host, id }) => {
  const target = host.baseTokens.find(id)
  if (!target) return notFound()
  if (target.rel !== 'token') return notAllowed(allowOf(target.rel))
  host.baseTokens.save({ ...target.token, isDeleted: true })
  if (host.settings.linkedDeletion) host.networkTokens.deleteMadeOf(target.token.tokenId)
  return noContent()
}
