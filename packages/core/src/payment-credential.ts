import type { CardNetwork } from './card-network.ts'
import type { Expiry } from './expiry.ts'
import type { TokenNumber, TokenRef } from './network-token.ts'
import type { Secret } from './secret.ts'

/**
 * Everything one payment with a network token needs, as one value that belongs together: never stored, never cached, never mixed with a
 * number from elsewhere (a token number can change between two calls).
 */
export interface PaymentCredential {
  readonly ref: TokenRef
  readonly network: CardNetwork
  readonly tokenNumber: TokenNumber
  /** The token's expiry: send this one, not the card's. */
  readonly expiry: Expiry
  /** One-time proof for this payment. Absent where there is none: merchant-initiated payments, American Express. */
  readonly cryptogram?: Secret | undefined
  /** American Express sends a dynamic four-digit code in place of a cryptogram. */
  readonly dynamicSecurityCode?: Secret | undefined
  /** Electronic commerce indicator that belongs to the cryptogram. Networks differ: pass it on, do not invent one. */
  readonly eci?: string | undefined
  /** Token requestor id (TRID), 11 digits, where the provider tells it. */
  readonly requestorId?: string | undefined
}

/** What the credential is for. */
export interface CredentialIntent {
  /** `customer`: a cryptogram is made. `merchant`: a payment under an agreement, which carries none. */
  readonly initiator: 'customer' | 'merchant'
}
