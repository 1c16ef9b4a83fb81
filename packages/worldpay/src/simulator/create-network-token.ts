import { type JsonObject, notFound, refuse, refuseBody } from './answers.ts'
import type { Call, Operation } from './call.ts'
import { type CardFacts, cardFacts, parOf } from './card.ts'
import { type CardTokenized, readInstrument } from './instrument.ts'
import { createLinks, tokenHref } from './links.ts'
import type { NetworkTokenRecord } from './network-token-book.ts'
import type { Settings } from './options.ts'
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

  const card =
    instrument.type === 'card/tokenized'
      ? cardBehind(instrument, call)
      : cardFacts(instrument.number, instrument.expiry, settings.fingerprintKey)
  if (card instanceof Response) return card

  const earlier = settings.duplicates === 'same-token' ? networkTokens.live(card.fingerprint)[0] : undefined
  const token = earlier ?? networkTokens.create(card, entity)
  return oddities.answer(token, (record) => createAnswer(record, origin, settings))
}

/** The error for an entity that is not boarded is a GAP; the name is that of other Access APIs [X]. */
export const unknownEntity = (): Response =>
  refuse(400, 'entityIsNotConfigured', 'The merchant entity is not configured for this account')

/** Only a link to a token of this host is followed [X]; one that leads nowhere is 404. */
function cardBehind({ href }: CardTokenized, { host, origin }: Call): CardFacts | Response {
  const wrong = (message: string): Response =>
    refuseBody([{ errorName: 'fieldHasInvalidValue', message, jsonPath: '$.paymentInstrument.href' }])
  const opaque = href.startsWith(tokenHref(origin, '')) ? href.slice(tokenHref(origin, '').length) : ''
  if (!/^[\w-]+$/.test(opaque) || opaque === 'network') return wrong('Token href is not a link to a token')
  const target = host.baseTokens.find(opaque)
  if (!target) return notFound()
  return target.rel === 'token' ? target.token.card : wrong('Token href is not a link to a token')
}

function createAnswer(record: NetworkTokenRecord, origin: string, settings: Settings): JsonObject {
  const { reference, card, tokenNumber, expiry, errors } = record
  const hasToken = record.state !== 'pending' && tokenNumber !== undefined && expiry !== undefined
  const asGuide = settings.createInstrument === 'seed'
  return {
    tokenReference: reference,
    ...(hasToken && {
      tokenPaymentInstrument: {
        status: statusTexts[record.state],
        type: 'card/networkToken',
        tokenNumber,
        expiryDate: { ...expiry },
      },
    }),
    paymentInstrument: maskedCard(card, {
      type: asGuide && !hasToken ? 'card/front' : 'card/masked',
      withPar: !(asGuide && hasToken),
    }),
    ...(errors && {
      // The schema says array, the sample shows an object [S].
      provisioningErrors:
        card.behaviour === 'declined-object' ? { ...errors[0] } : errors.map((error) => ({ ...error })),
    }),
    _links: createLinks(origin, reference, hasToken && settings.createLinks === 'seed'),
  }
}

export const maskedCard = (
  card: CardFacts,
  { type = 'card/masked', withPar = true }: { readonly type?: string; readonly withPar?: boolean } = {},
): JsonObject => ({
  type,
  firstSix: card.firstSix,
  lastFour: card.lastFour,
  cardExpiryDate: { ...card.expiry },
  ...(withPar && { paymentAccountReference: parOf(card) }),
})

/** The guide's words [D]; the last is that of the OpenAPI's lookup sample [S]. `pending` is a setting. */
export const statusTexts: Readonly<Record<Exclude<NetworkTokenRecord['state'], 'pending'>, string>> = {
  active: 'Active',
  suspended: 'Suspended',
  expired: 'Expired',
  deleted: 'Deleted',
  refused: 'Provision Processor Error',
}
