import { type JsonObject, notFound } from './answers.ts'
import type { Operation } from './call.ts'
import { lookupLinks } from './links.ts'
import type { NetworkTokenRecord } from './network-token-book.ts'
import type { Settings } from './options.ts'
import { errorList, maskedCard, networkToken, statusTexts } from './token-body.ts'

/** GET /tokens/network/{tokenReference}. The answer does not repeat the reference [S]; an unknown one is 404 [I]. */
export const lookUpNetworkToken: Operation = ({ host, origin, id }) => {
  const found = host.networkTokens.find(id)
  if (!found) return notFound()
  const token = host.networkTokens.wait(found)
  return host.oddities.answer(token, (record) => lookupAnswer(record, origin, host.settings))
}

/** Card and token are told as they were at creation [D]: a record keeps those facts. */
const lookupAnswer = (record: NetworkTokenRecord, origin: string, settings: Settings): JsonObject => ({
  tokenPaymentInstrument: networkToken(statusOf(record, settings), record, {
    withPar: settings.parIn === 'tokenPaymentInstrument',
  }),
  paymentInstrument: maskedCard(record.card, { withPar: settings.parIn === 'paymentInstrument' }),
  ...(record.errors && { provisioningErrors: errorList(record.errors) }),
  _links: lookupLinks(origin, record.reference),
})

function statusOf({ state }: NetworkTokenRecord, { staleStatus, pendingStatus }: Settings): string {
  if (state === 'pending') return pendingStatus
  return statusTexts[staleStatus && state !== 'refused' ? 'active' : state]
}
