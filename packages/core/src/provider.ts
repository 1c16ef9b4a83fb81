import type { Card } from './card.ts'
import type { CardArt, CardArtAsset } from './card-art.ts'
import type { ErrorCode } from './error-table.ts'
import type { Expiry } from './expiry.ts'
import type { NetworkToken, TokenNumber, TokenRef } from './network-token.ts'
import type { CredentialIntent, PaymentCredential } from './payment-credential.ts'
import type { ProviderEvent, RawRequest } from './provider-event.ts'
import type { Refusal } from './refusal.ts'

/**
 * What every provider of network tokens can do. A capability is a method that exists, not a flag; nothing in this package asks for a
 * provider's name. Every method throws only `NetworkTokenError`.
 */
export interface NetworkTokenProvider {
  readonly id: string
  /** Makes a network token for a card, or tells why there is none. */
  provision(card: Card, call?: CallOptions): Promise<ProvisionOutcome>
  /** What the provider says of a token. A token it does not know is `token_not_found`, one it forgot after a delete `token_gone`. */
  retrieve(ref: TokenRef, call?: CallOptions): Promise<NetworkToken>
  /** Makes a network token from a token that the provider already holds for the card. */
  provisionFrom?(source: ProviderTokenSource, call?: CallOptions): Promise<ProvisionOutcome>
  /** Takes a wallet's token (Apple Pay, Google Pay, Click to Pay) into the vault for later payments. */
  enrollDeviceToken?(token: DeviceToken, call?: CallOptions): Promise<ProvisionOutcome>
  /** A token and, for a customer's payment, its one-time cryptogram. */
  credential?(ref: TokenRef, intent: CredentialIntent, call?: CallOptions): Promise<PaymentCredential>
  /** Deletes the token at the provider. Deleting it again is no error. */
  remove?(ref: TokenRef, reason: RemovalReason, call?: CallOptions): Promise<void>
  /**
   * The network token that the provider has for a card, by a documented question that makes none. `undefined` when it shows none, which right
   * after a lost answer proves little. Missing where there is no such question.
   */
  findByCard?(card: Card, call?: CallOptions): Promise<NetworkToken | undefined>
  /** A picture of the card behind the token. A picture that the network does not have is `operation_unsupported`. */
  cardArt?(ref: TokenRef, asset: CardArtAsset, call?: CallOptions): Promise<CardArt>
  /** Verifies a webhook, then tells what it is about. What is not authentic, or too old, is `webhook_refused`. */
  readEvents?(request: RawRequest): Promise<readonly ProviderEvent[]>
}

/**
 * The answer to `provision`. A refusal is an answer, not an exception. `pending`: accepted, the network has not finished; retrieve later.
 * `suspended`: the provider led the request to an older token of this card that its issuer has paused.
 */
export type ProvisionOutcome =
  | { readonly status: 'active' | 'pending' | 'suspended'; readonly token: NetworkToken }
  | { readonly status: 'refused'; readonly refusal: Refusal }

/** A token the provider holds already, e.g. the href of a Worldpay card token. */
export interface ProviderTokenSource {
  readonly href: string
}

/** A token that a wallet gave, in place of a card number. */
export interface DeviceToken {
  readonly number: TokenNumber
  /** The token's own expiry, where the wallet tells it. */
  readonly expiry?: Expiry | undefined
}

export type RemovalReason = 'payment-method-removed' | 'fraud'

/** For one call of a provider. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** The longest the whole call may take, retries and pauses included, milliseconds. */
  readonly deadlineMs?: number | undefined
  /** Told of every attempt on the wire, in order. */
  readonly onExchange?: ((exchange: Exchange) => void) | undefined
}

/** One attempt on the wire, safe to log: a route template, never a URL. */
export interface Exchange {
  readonly provider: string
  readonly operation: string
  readonly method: string
  /** E.g. `/tokens/network/{tokenNumber}`. */
  readonly route: string
  /** From 1. */
  readonly attempt: number
  readonly milliseconds: number
  /** HTTP status, when there was an answer. */
  readonly status?: number | undefined
  readonly correlationId?: string | undefined
  /** Why there was none. */
  readonly failure?: ErrorCode | undefined
}
