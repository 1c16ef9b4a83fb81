import { answer, notAllowed, notFound } from './answers.ts'
import { baseTokenBody } from './base-token-body.ts'
import type { Operation } from './call.ts'
import type { TargetRel } from './links.ts'

/**
 * GET /tokens/{opaque}: the token, or by its conflicts link the token with the conflicts [O]. The link of a part gives nothing to read: that it
 * is then a method that is not allowed is inferred [I].
 */
export const lookUpBaseToken: Operation = ({ host, origin, id }) => {
  const target = host.baseTokens.find(id)
  if (!target) return notFound()
  const { rel, token } = target
  if (rel !== 'token' && rel !== 'conflicts') return notAllowed(allowOf(rel))
  const conflict = rel === 'conflicts' ? token.conflict : undefined
  return answer(200, baseTokenBody(token, origin, { conflict, withNetworkToken: true }))
}

/** What may be done with each kind of link. */
export function allowOf(rel: TargetRel): string {
  if (rel === 'token') return 'GET, DELETE'
  return rel === 'conflicts' ? 'GET, PUT' : 'PUT'
}
