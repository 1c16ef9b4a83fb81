import { type JsonObject, notFound, refuseBody, unknownEntity } from './answers.ts'
import type { BaseTokenRecord } from './base-token-book.ts'
import type { Call, Operation } from './call.ts'
import { cardFacts } from './card.ts'
import { type CardTokenized, readInstrument } from './instrument.ts'
import { createLinks, tokenHref } from './links.ts'
import type { NetworkTokenRecord } from './network-token-book.ts'
import type { Settings } from './options.ts'
import { errorList, maskedCard, networkToken, statusTexts } from './token-body.ts'
import { createReader, readEntity } from './validation.ts'

/** POST /tokens/network: four shapes, all of them 200 [S]. */
export const createNetworkToken: Operation = (call) => {
  const { host, origin, body } = call
  const { settings, networkTokens, oddities } = host
  const read = createReader()
  const root = read.object({ value: body, path: '$', label: 'Body' }, ['paymentInstrument', 'merchant'])
  const entity = root && readEntity(read, root.at('merchant', 'Merchant'))
  const at = root?.at('paymentInstrument', 'Payment instrument')
  const instrument = at && readInstrument(read, at, settings.clock.now())
  if (read.errors.length > 0 || !instrument || entity === undefined) return refuseBody(read.errors)
  if (!settings.entities.includes(entity)) return unknownEntity()

  const source =
    instrument.type === 'card/tokenized'
      ? tokenBehind(instrument, call)
      : { card: cardFacts(instrument.number, instrument.expiry, settings.fingerprintKey), tokenId: undefined }
  if (source instanceof Response) return source

  const { card, tokenId } = source
  const earlier = settings.duplicates === 'same-token' ? networkTokens.live(card.fingerprint)[0] : undefined
  const token = earlier ?? networkTokens.create(card, entity, tokenId)
  return oddities.answer(token, (record) => createAnswer(record, origin, settings))
}

/** Only a link to a card token of this host is followed [X]; one that leads nowhere is 404. */
function tokenBehind({ href }: CardTokenized, { host, origin }: Call): BaseTokenRecord | Response {
  const wrong = (message: string): Response =>
    refuseBody([{ errorName: 'fieldHasInvalidValue', message, jsonPath: '$.paymentInstrument.href' }])
  const opaque = href.startsWith(tokenHref(origin, '')) ? href.slice(tokenHref(origin, '').length) : ''
  if (!/^[\w-]+$/.test(opaque) || opaque === 'network') return wrong('Token href is not a link to a token')
  const target = host.baseTokens.find(opaque)
  if (!target) return notFound()
  const { rel, token } = target
  // A wallet's token has no link to the network tokens [S].
  return rel === 'token' && token.networkType === undefined ? token : wrong('Token href is not a link to a token')
}

function createAnswer(record: NetworkTokenRecord, origin: string, settings: Settings): JsonObject {
  const { reference, card, state, errors } = record
  const isParInToken = settings.parIn === 'tokenPaymentInstrument'
  const token =
    state === 'pending' || state === 'refused'
      ? undefined
      : networkToken(statusTexts[state], record, { withPar: isParInToken })
  const asGuide = settings.createInstrument === 'seed'
  return {
    tokenReference: reference,
    ...(token && { tokenPaymentInstrument: token }),
    paymentInstrument: maskedCard(card, {
      type: asGuide && !token ? 'card/front' : 'card/masked',
      // An answer without a token has no other place for it.
      withPar: !token || !(asGuide || isParInToken),
    }),
    // The schema says array, the sample shows an object [S].
    ...(errors && {
      provisioningErrors: card.behaviour === 'declined-object' ? { ...errors[0] } : errorList(errors),
    }),
    _links: createLinks(origin, reference, token !== undefined && settings.createLinks === 'seed'),
  }
}
