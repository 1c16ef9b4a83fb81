import { answer, notFound, refuse } from './answers.ts'
import { baseTokenBody } from './base-token-body.ts'
import type { BaseTokenBook, BaseTokenRecord } from './base-token-book.ts'
import type { Operation } from './call.ts'
import { withoutCardNumbers } from './card.ts'
import { discoveryLinks } from './links.ts'

/**
 * GET /tokens?tokenId=&namespace=: at least one of them; a token of a namespace is found by both, and by the namespace alone all of its tokens
 * [D]. What comes when neither is given, and when nothing is found, is a GAP.
 */
export const queryBaseTokens: Operation = ({ host, origin, query }) => {
  const tokenId = query.get('tokenId') || undefined
  const namespace = query.get('namespace') || undefined
  if (tokenId === undefined && namespace === undefined) {
    if (host.settings.discovery) return answer(200, { _links: discoveryLinks(origin) })
    return refuse(400, 'fieldIsMissing', 'At least one of tokenId and namespace must be supplied')
  }
  const found = tokensOf(host.baseTokens, tokenId, namespace && withoutCardNumbers(namespace))
  if (found.length === 0 && host.settings.emptyQuery === 404) return notFound()
  return answer(200, {
    _embedded: { tokens: found.map((token) => baseTokenBody(token, origin, { withNetworkToken: true })) },
  })
}

function tokensOf(
  baseTokens: BaseTokenBook,
  tokenId: string | undefined,
  namespace: string | undefined,
): readonly BaseTokenRecord[] {
  if (tokenId === undefined) return namespace === undefined ? [] : baseTokens.inNamespace(namespace)
  const token = baseTokens.byId(tokenId)
  return token && token.namespace === namespace ? [token] : []
}
