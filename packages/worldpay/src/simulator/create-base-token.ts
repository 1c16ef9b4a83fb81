import { answer, refuse, refuseBody, unknownEntity } from './answers.ts'
import { baseTokenBody } from './base-token-body.ts'
import type { BaseTokenFacts, BaseTokenRecord, OpenConflict } from './base-token-book.ts'
import { readInstant, readTextField, type TextField } from './base-token-fields.ts'
import { readBillingAddress } from './billing-address.ts'
import { brandOf } from './brand.ts'
import type { Call, Operation } from './call.ts'
import { cardFacts, withoutCardNumbers } from './card.ts'
import { conflictLifetimeMs, conflictsOf } from './conflicts.ts'
import { readCard } from './instrument.ts'
import { expiryFrom } from './lifetime.ts'
import { tokenHref } from './links.ts'
import { createReader, type Place, type Reader, readEntity } from './validation.ts'

/**
 * POST /tokens: 201 the first time, 200 when the same card comes again with the same data, 409 with a usable token when the data differ [S].
 */
export const createBaseToken: Operation = (call) => {
  const { baseTokens, settings } = call.host
  const sent = readBaseToken(call)
  if (sent instanceof Response) return sent
  if (brandOf(sent.card.firstSix) === undefined)
    return refuse(422, 'unrecognizedCardBrand', 'The card brand is not recognized')

  const { card, namespace } = sent
  const earlier = baseTokens.of(card, namespace)
  if (!earlier) {
    const isFull = namespace !== undefined && baseTokens.inNamespace(namespace).length >= tokensPerNamespace
    if (isFull) return refuse(403, 'tooManyTokensForNamespace', 'Too many tokens created for this namespace')
    return tokenAnswer(201, baseTokens.create(sent), call)
  }
  const conflicts = conflictsOf(earlier, sent)
  if (!conflicts) return tokenAnswer(200, earlier, call)
  const until = new Date(settings.clock.now().getTime() + conflictLifetimeMs).toISOString()
  return tokenAnswer(409, earlier, call, baseTokens.openConflict(earlier, conflicts, until))
}

/** [D] */
const tokensPerNamespace = 16

const rootFields = [
  'paymentInstrument',
  'merchant',
  'description',
  'namespace',
  'schemeTransactionReference',
  'tokenExpiryDateTime',
]

function readBaseToken({ host, body }: Call): BaseTokenFacts | Response {
  const { clock, entities, environment, fingerprintKey } = host.settings
  const now = clock.now()
  const read = createReader()
  const root = read.object({ value: body, path: '$', label: 'Body' }, rootFields)
  const entity = root && readEntity(read, root.at('merchant', 'Merchant'))
  const front = root && readCardFront(read, root.at('paymentInstrument', 'Payment instrument'), now)
  const text = (name: TextField): string | undefined => {
    const at = root?.at(name, '')
    return at?.value === undefined ? undefined : readTextField(read, at, name)
  }
  const description = text('description')
  const namespace = text('namespace')
  const schemeReference = text('schemeTransactionReference')
  const expiresAt = root && readInstant(read, root.at('tokenExpiryDateTime', 'Token expiry date time'), now)
  if (read.errors.length > 0 || !front || entity === undefined) return refuseBody(read.errors)
  if (!entities.includes(entity)) return unknownEntity()
  return {
    card: cardFacts(front.number, front.expiry, fingerprintKey),
    holderName: withoutCardNumbers(front.holderName),
    // The wording of the default is the sandbox's own [X].
    description: description ?? `Token ${front.number.slice(-4)}`,
    namespace,
    schemeReference,
    billingAddress: front.billingAddress,
    expiresAt: expiresAt ?? expiryFrom(now, environment),
  }
}

function readCardFront(read: Reader, at: Place, now: Date) {
  const { value } = at
  if (typeof value === 'object' && value !== null && (value as { type?: unknown }).type !== 'card/front') {
    read.problem('fieldHasInvalidValue', "Couldn't determine type of paymentInstrument", at.path)
    return undefined
  }
  const card = readCard(read, at, now, ['billingAddress'])
  const address = value && (value as { billingAddress?: unknown }).billingAddress
  const billingAddress =
    address === undefined
      ? undefined
      : readBillingAddress(read, { value: address, path: `${at.path}.billingAddress`, label: 'Billing address' })
  return card && { ...card, billingAddress }
}

function tokenAnswer(status: number, token: BaseTokenRecord, { origin }: Call, conflict?: OpenConflict): Response {
  const location = tokenHref(origin, token.opaque.token)
  return answer(status, baseTokenBody(token, origin, { conflict }), { location })
}
