import type { Card, Pan, ProvisionOutcome, Secret, TokenNumber } from '@nt/core'
import { type Operation, unreadable } from '@nt/provider-kit'
import { type Answered, answering } from './answered.ts'
import type { CybersourceCall } from './call.ts'
import { failed } from './errors.ts'
import { toNetworkToken, toRefusal } from './network-token.ts'
import { tokenizedCardSchema } from './read-tokenized-card.ts'
import type { Received, Session } from './session.ts'
import type { TokenizedCard } from './tokenized-card.ts'
import type { CreateFromCard, CreateTokenizedCard } from './tokenized-card-request.ts'

/** Not repeatable: that a repeat finds the token of the first is inferred, not documented. A lost answer is `outcome_unknown`. */
const operation: Operation = {
  name: 'tokenizedCards.create',
  method: 'POST',
  route: '/tms/v2/tokenized-cards',
  statuses: [200, 201],
}

/**
 * Asks for a network token, number in full: the answer comes sealed.
 * @throws NetworkTokenError `answer_mismatch` when the answer names another card's last four digits
 */
export async function createTokenizedCard(
  { connection, send, readSealed }: Session,
  request: CreateTokenizedCard,
  call?: CybersourceCall,
): Promise<Received<Answered<TokenizedCard>>> {
  const answer = await send(operation, { accept: 'application/jose', json: toProvisionRequest(request), call })
  const value = await readSealed(answer, answering(tokenizedCardSchema, answer))
  // A message sealed to a public key has no sender: only what it says of the question binds the two.
  const suffix = value.card?.suffix
  if (request.source === 'ONFILE' && suffix && suffix !== request.card.number.lastFour) {
    throw failed('answer_mismatch', answer, connection.provider)
  }
  return { value, answer }
}

/** The wire's words. What is made here goes into the envelope and nowhere else. */
export function toProvisionRequest(request: CreateTokenizedCard) {
  const card = toWireCard(request.card)
  if (request.source !== 'ISSUER' || !request.passcode) return { ...request, card }
  return { ...request, card, passcode: { value: request.passcode.value.reveal() } }
}

/** The one place where a card number leaves its wrapping, for this operation and for those that take the card along. */
export function toWireCard<Card extends WrappedCard>({ number: pan, securityCode, ...open }: Card) {
  return {
    ...(pan && { number: pan.reveal() }),
    ...open,
    ...(securityCode && { securityCode: securityCode.reveal() }),
  }
}

/** What is secret of a card in a request. */
interface WrappedCard {
  readonly number?: Pan | TokenNumber | undefined
  readonly securityCode?: Secret | undefined
  readonly type?: string | undefined
}

/**
 * A card on file as the API's request. The cardholder's name is not sent: the API wants first and last name apart, and a whole name cannot be
 * split without guessing. Nor is the second address line, for which this operation has no field.
 */
export function fromCard({ pan, expiry, securityCode, billingAddress }: Card): CreateFromCard {
  const { line1, city, region, postalCode, country } = billingAddress ?? {}
  return {
    source: 'ONFILE',
    card: {
      number: pan,
      expirationMonth: String(expiry.month).padStart(2, '0'),
      expirationYear: String(expiry.year),
      securityCode,
    },
    ...(billingAddress && {
      billTo: { address1: line1, locality: city, administrativeArea: region, postalCode, country },
    }),
  }
}

/**
 * What came of it. UNPROVISIONED inside a 2xx is a refusal; so is a DELETED or EXPIRED token that the request led to: there is no token to use.
 * @throws NetworkTokenError `answer_unreadable` when the answer names no state, or a token without a reference
 */
export function fromProvision(
  { value, answer }: Received<TokenizedCard>,
  card: Card,
  { provider, at }: { provider: string; at: Date },
): ProvisionOutcome {
  if (!value.state) throw unreadable(answer, provider, 'the answer names no state')
  const refusal = toRefusal(value)
  if (refusal) return { status: 'refused', refusal }
  if (!value.id) throw unreadable(answer, provider, 'the answer names no token')
  const known = {
    provider,
    id: value.id,
    network: card.pan.network,
    card: { lastFour: card.pan.lastFour, expiry: card.expiry },
  }
  const token = toNetworkToken(value, known, { at, by: 'provision', asOf: 'now' })
  return { status: token.state === 'active' ? 'active' : 'suspended', token }
}
