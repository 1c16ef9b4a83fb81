import type { Pan, Secret, TokenNumber } from '@nt/core'
import type { CardTypeCode } from './tokenized-card.ts'

/** `POST /tms/v2/tokenized-cards` [D][S]: what a network token is made of. `source` says which. */
export type CreateTokenizedCard = CreateFromCard | CreateFromToken | CreateFromIssuer

/** A card on file [D]. */
export interface CreateFromCard extends CreateCommon {
  readonly source: 'ONFILE'
  readonly card: {
    readonly number: Pan
    /** `MM` [D]. */
    readonly expirationMonth: string
    /** `YYYY` [D]. */
    readonly expirationYear: string
    readonly type?: CardTypeCode | undefined
    /** In the guide only; the SDK's model lacks it [D]. */
    readonly securityCode?: Secret | undefined
  }
}

/** Token for token: a wallet's token, or another one, in the card number's place [D]. */
export interface CreateFromToken extends CreateCommon {
  readonly source: 'TOKEN'
  readonly card: {
    readonly number: TokenNumber
    /** `MM` [D]. */
    readonly expirationMonth: string
    /** `YYYY` [D]. */
    readonly expirationYear: string
    readonly type?: CardTypeCode | undefined
  }
}

/** Push provisioning: the issuer's reference stands for the card [D]. */
export interface CreateFromIssuer extends CreateCommon {
  readonly source: 'ISSUER'
  readonly card: { readonly type: CardTypeCode }
  readonly accountReferenceId: string
  /** The issuer's one-time password [D]. */
  readonly passcode?: { readonly value: Secret } | undefined
}

interface CreateCommon {
  /** A wallet's consumer, at most 24 characters for Visa; needs the e-commerce-enabler set-up [D]. */
  readonly consumerId?: string | undefined
  /** Also makes the card number's instrument identifier; the name of the guide and of SDK ≤ 0.0.75 [D]. */
  readonly createInstrumentIdentifier?: boolean | undefined
  /** The same; the name of SDK ≥ 0.0.76 [S]. Which of the two the live API reads is not known [U]. */
  readonly createPanInstrumentIdentifier?: boolean | undefined
  readonly billTo?: BillTo | undefined
}

/** Compared with what the issuer holds, where the network supports it [D][S]. */
export interface BillTo {
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly address1?: string | undefined
  /** The city. */
  readonly locality?: string | undefined
  /** The state or province. */
  readonly administrativeArea?: string | undefined
  readonly postalCode?: string | undefined
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined
  readonly email?: string | undefined
}
