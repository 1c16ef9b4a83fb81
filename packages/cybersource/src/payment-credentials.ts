import { type CredentialIntent, type PaymentCredential, TokenNumber, type TokenRef } from '@nt/core'
import { type Operation, unreadable } from '@nt/provider-kit'
import { type Answered, answering } from './answered.ts'
import type { CybersourceCall } from './call.ts'
import { failed, name } from './errors.ts'
import { toExpiry, toNetwork } from './network-token.ts'
import type { CreatePaymentCredentials } from './payment-credentials-request.ts'
import { type PaymentCredentials, paymentCredentialsSchema } from './read-payment-credentials.ts'
import type { Received, Session } from './session.ts'
import { readReference } from './token-reference.ts'

/**
 * Changes nothing that must be looked up afterwards: a repeat only wastes the cryptogram before it, so a lost answer is asked for again.
 * Documented as 201 [S]; 200 is taken too.
 */
const operation: Operation = {
  name: 'paymentCredentials.create',
  method: 'POST',
  route: '/tms/v2/tokens/{id}/payment-credentials',
  statuses: [200, 201],
  writes: false,
  repeatable: true,
  attemptMs: 30_000,
}

/**
 * Asks for what one payment needs. `id` may be a tokenized card's, an instrument identifier's, a payment instrument's or a customer's.
 * @throws NetworkTokenError `answer_mismatch` when the answer's own link names another token
 */
export async function createPaymentCredentials(
  { connection, send, readSealed }: Session,
  id: string,
  request: CreatePaymentCredentials = {},
  call?: CybersourceCall,
): Promise<Received<Answered<PaymentCredentials>>> {
  const answer = await send(operation, {
    parameters: { id },
    accept: 'application/jose;charset=utf-8',
    json: request,
    call,
  })
  const value = await readSealed(answer, answering(paymentCredentialsSchema, answer))
  if (namesAnother(value._links?.self?.href, id)) throw failed('answer_mismatch', answer, connection.provider)
  return { value, answer }
}

/** Whether an answer's own link is for another token than was asked with. */
export function namesAnother(href: string | undefined, id: string): boolean {
  const self = /\/tokens\/([^/]+)\/payment-credentials(?:[/?#]|$)/.exec(href ?? '')?.[1]
  return self !== undefined && self.toLowerCase() !== encodeURIComponent(id).toLowerCase()
}

/** A customer's payment asks for nothing special, so that each network gives its own: a cryptogram, or American Express's code. */
export const toCredentialRequest = ({ initiator }: CredentialIntent): CreatePaymentCredentials =>
  initiator === 'merchant' ? { paymentCredentialType: 'NETWORK_TOKEN' } : {}

/**
 * One atomic credential. A merchant's payment carries neither cryptogram nor the ECI that belongs to it, even where the answer has them.
 * @throws NetworkTokenError `token_not_active`, `answer_mismatch`, or `answer_unreadable` when something that the payment needs is not there
 */
export function fromCredential(
  { value, answer }: Received<PaymentCredentials>,
  ref: TokenRef,
  { initiator }: CredentialIntent,
  provider: string,
): PaymentCredential {
  const { id, state, number, type, cryptogram, securityCode, eci, requestorId, ...token } = value.tokenizedCard
  const named = readReference(ref.id)
  const another = named.kind === 'tokenized-card' && id !== undefined && id.toLowerCase() !== named.id.toLowerCase()
  if (another) throw failed('answer_mismatch', answer, provider)
  if (state !== undefined && state !== 'ACTIVE')
    throw failed('token_not_active', answer, provider, { providerCode: name(state) })
  const expiry = toExpiry(token.expirationMonth, token.expirationYear)
  if (!(number instanceof TokenNumber))
    throw unreadable(answer, provider, 'the answer does not tell the token number in full')
  if (!expiry) throw unreadable(answer, provider, "the answer does not tell the token's expiry")
  const bare = {
    ref: { provider: ref.provider, id: ref.id },
    network: toNetwork(type) ?? 'unknown',
    tokenNumber: number,
    expiry,
    requestorId,
  }
  if (initiator === 'merchant') return bare
  if (!cryptogram && !securityCode) {
    throw unreadable(answer, provider, 'the answer has neither a cryptogram nor a dynamic security code')
  }
  return { ...bare, cryptogram, dynamicSecurityCode: securityCode, eci }
}
