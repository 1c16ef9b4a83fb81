import { type CallOptions, type CredentialIntent, type PaymentCredential, TokenNumber, type TokenRef } from '@nt/core'
import { type Operation, unreadable } from '@nt/provider-kit'
import { failed, name } from './errors.ts'
import { toExpiry, toNetwork } from './network-token.ts'
import type { BillTo } from './provision.ts'
import { type PaymentCredentials, paymentCredentialsSchema } from './read-payment-credentials.ts'
import type { Received, Session } from './session.ts'
import type { OneOf } from './tokenized-card.ts'

/** `POST /tms/v2/tokens/{id}/payment-credentials` [D][S]. */
export interface CreatePaymentCredentials {
  /**
   * NETWORK_TOKEN: the number only; SECURITY_CODE: a dynamic code (American Express, Visa DTVV); CRYPTOGRAM: not American Express. Absent: number
   * and cryptogram, or for American Express number and code.
   */
  readonly paymentCredentialType?: OneOf<'NETWORK_TOKEN' | 'SECURITY_CODE' | 'CRYPTOGRAM'> | undefined
  /** Default ECOM. AFT: account funding, Visa with CRYPTOGRAM only. */
  readonly transactionType?: OneOf<'ECOM' | 'AFT'> | undefined
  /** Ties authentication and credential calls together. */
  readonly clientCorrelationId?: string | undefined
  /** For authenticated payments. */
  readonly orderInformation?:
    | {
        readonly amountDetails?: { readonly totalAmount?: string; readonly currency?: string } | undefined
        readonly billTo?: BillTo | undefined
      }
    | undefined
  readonly merchantInformation?:
    | {
        readonly merchantDescriptor?: { readonly name?: string; readonly alternateName?: string; readonly url?: string }
      }
    | undefined
  readonly deviceInformation?: DeviceInformation | undefined
  readonly authenticatedIdentities?: readonly AuthenticatedIdentity[] | undefined
  /** In the guide only [D]. */
  readonly buyerInformation?: { readonly language?: string } | undefined
}

/** The cardholder's device [S]; `id` is in the guide only [D]. */
export interface DeviceInformation {
  readonly id?: string | undefined
  readonly ipAddress?: string | undefined
  readonly platformType?: OneOf<'iOS' | 'ANDROID' | 'WINDOWS' | 'WEB'> | undefined
  readonly userAgentBrowserValue?: string | undefined
  readonly httpAcceptContent?: string | undefined
  readonly httpBrowserLanguage?: string | undefined
  readonly httpBrowserJavaEnabled?: boolean | undefined
  readonly httpBrowserJavaScriptEnabled?: boolean | undefined
  readonly httpBrowserColorDepth?: string | undefined
  readonly httpBrowserScreenHeight?: string | undefined
  readonly httpBrowserScreenWidth?: string | undefined
  readonly httpBrowserTimeDifference?: string | undefined
}

/** How the cardholder was authenticated [S]. */
export interface AuthenticatedIdentity {
  readonly id?: string | undefined
  readonly provider?: OneOf<'VISA_PAYMENT_PASSKEY' | 'CLIENT_DEVICE_CERT_JWS'> | undefined
  /** The passkey's attestation, or a JWS of the device; base64url. */
  readonly data?: string | undefined
  /** Base64url. */
  readonly relyingPartyId?: string | undefined
  readonly userAuthenticationMethod?: string | undefined
}

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
  call?: CallOptions,
): Promise<Received<PaymentCredentials>> {
  const answer = await send(operation, {
    parameters: { id },
    accept: 'application/jose;charset=utf-8',
    json: request,
    call,
  })
  const value = await readSealed(answer, paymentCredentialsSchema)
  const self = /\/tokens\/([^/]+)\/payment-credentials(?:[/?#]|$)/.exec(value._links?.self?.href ?? '')?.[1]
  if (self && self.toLowerCase() !== encodeURIComponent(id).toLowerCase()) {
    throw failed('answer_mismatch', answer, connection.provider)
  }
  return { value, answer }
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
  if (id && id.toLowerCase() !== ref.id.toLowerCase()) throw failed('answer_mismatch', answer, provider)
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
