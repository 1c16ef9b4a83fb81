import type { Secret } from '@nt/core'

interface PortfolioSettings {
  /**
   * With a meta key: the portfolio that owns the P12 or the shared secret. It is named as the issuer, and `merchantId` is whom it acts for [S].
   * Default: the merchant's own key.
   */
  readonly portfolioId?: string | undefined
}

interface SharedSecretSettings extends PortfolioSettings {
  /** The id of the shared secret, as the Business Center shows it beside it (a UUID). */
  readonly keyId: string
  /** Base64, as the Business Center shows it once; the key is what it decodes to, 32 bytes. */
  readonly sharedSecret: string | Secret
}

/** JWT version 2, RS256, with the key of the merchant's P12 [D][S]. */
export interface CybersourceJwtAuth extends PortfolioSettings {
  readonly type: 'jwt'
  /** The `.p12` file of the Business Center, its bytes. Read once, at construction. */
  readonly p12: Uint8Array
  /** The password chosen when the file was made. */
  readonly p12Password: string | Secret
}

/** JWT version 2, HS256, with a shared secret [S]: as good for sealing as the P12, at a hundredth of the cost of a signature. */
export interface CybersourceJwtSharedSecretAuth extends SharedSecretSettings {
  readonly type: 'jwt-shared-secret'
}

/** HTTP Signature, HMAC-SHA256 with a shared secret: for accounts that are not on JWT yet; Cybersource is about to switch it off [D]. */
export interface CybersourceHttpSignatureAuth extends SharedSecretSettings {
  readonly type: 'http-signature'
  /**
   * Cybersource opens no sealed request that is signed this way [D][S], so bodies leave protected by TLS alone, card numbers too. This has to be
   * written out: it is what a reader of the settings must see.
   */
  readonly bodies: 'tls-only'
  /** Which header carries the time: `date` as the official SDK sends it, or `v-c-date` as the guide writes it. Default `date`. */
  readonly dateHeader?: 'date' | 'v-c-date' | undefined
}

/** How requests are signed. */
export type CybersourceAuth = CybersourceJwtAuth | CybersourceJwtSharedSecretAuth | CybersourceHttpSignatureAuth
