import type { Secret, TokenNumber } from '@nt/core'

/** A link of an answer. */
export interface Link {
  readonly href?: string | undefined
}

/** A word from a list that may grow: the known ones are offered, any other survives. */
export type OneOf<Known extends string> = Known | (string & {})

/** States of a network token [D][S]; EXPIRED is in the guide only [D]. */
export type TokenizedCardState = OneOf<'ACTIVE' | 'SUSPENDED' | 'DELETED' | 'UNPROVISIONED' | 'EXPIRED'>

/** Why a card was not provisioned: the complete list of the documentation [D][S]. */
export type ProvisionFailureReason = OneOf<
  | 'INVALID_REQUEST'
  | 'CARD_VERIFICATION_FAILED'
  | 'CARD_NOT_ELIGIBLE'
  | 'CARD_NOT_ALLOWED'
  | 'DECLINED'
  | 'SERVICE_UNAVAILABLE'
  | 'SYSTEM_ERROR'
>

/** The code of a card network in card objects [D][S]; network-token objects spell it out instead. */
export type CardTypeCode = OneOf<'001' | '002' | '003' | '004' | '005' | '007'>

/**
 * A network token as TMS describes it, flat [D]. The SDK's newer model nests the same object under `tokenizedCard` [S]; both are read.
 *
 * Fields that are not listed here are in the answer's `raw`. `number`, `cryptogram` and `securityCode` are wrapped, so that a log of the whole
 * cannot show them.
 */
export interface TokenizedCard {
  /** Relative or absolute [D]. Older pages write `instrumentidentifier` [D]; it is read into `instrumentIdentifier`. */
  readonly _links?: { readonly self?: Link | undefined; readonly instrumentIdentifier?: Link | undefined } | undefined
  /** 32 hex digits, upper case [D]; absent when nothing was provisioned. */
  readonly id?: string | undefined
  /** `tokenizedCard` [D]. */
  readonly object?: string | undefined
  readonly source?: TokenizedCardSource | undefined
  readonly state?: TokenizedCardState | undefined
  /** Why, when the state is UNPROVISIONED. */
  readonly reason?: ProvisionFailureReason | undefined
  /** The network's id of the enrolment [D]. */
  readonly enrollmentId?: string | undefined
  /** The network's id of the token [D]. */
  readonly tokenReferenceId?: string | undefined
  /** Links the card and all its tokens (PAR) [D]. */
  readonly paymentAccountReference?: string | undefined
  /** The token number: whole (`TokenNumber`) in a sealed answer, else masked (`489537XXXXXX0007`, a string). */
  readonly number?: TokenNumber | string | undefined
  /** Of the token, not of the card: `MM` [D]. */
  readonly expirationMonth?: string | undefined
  /** Of the token, not of the card: `YYYY` [D]. */
  readonly expirationYear?: string | undefined
  /** `visa`, `mastercard`, `americanexpress`; a few examples print the code (`001`) [D]. */
  readonly type?: OneOf<'visa' | 'mastercard' | 'americanexpress'> | CardTypeCode | undefined
  readonly accountReferenceId?: string | undefined
  readonly requestorId?: string | undefined
  /** Only in payment credentials, as far as examples go [D]; one-time. */
  readonly cryptogram?: Secret | undefined
  /** Only in payment credentials: American Express's dynamic code [D]. */
  readonly securityCode?: Secret | undefined
  readonly eci?: string | undefined
  /** Visa only [S]. */
  readonly applicationTransactionCounter?: string | undefined
  /** The card behind the token. */
  readonly card?: TokenizedCardCard | undefined
  /** Visa only [S]. */
  readonly verificationResults?:
    | {
        readonly securityCode?: OneOf<'MATCH' | 'NO_MATCH' | 'NOT_SUPPORTED' | 'SKIPPED'> | undefined
        readonly address?:
          | OneOf<
              'MATCH' | 'NO_MATCH' | 'PARTIAL_MATCH' | 'PARTIAL_MATCH_FORMAT_UNSUPPORTED' | 'NOT_SUPPORTED' | 'SKIPPED'
            >
          | undefined
      }
    | undefined
  readonly metadata?: TokenizedCardMetadata | undefined
}

/** Where the card details of a token came from [D][S]. */
export type TokenizedCardSource = OneOf<'ONFILE' | 'TOKEN' | 'ISSUER'>

/** The card behind a token [D][S]. */
export interface TokenizedCardCard {
  /** In the SDK's model only [S]: masked (a string), or wrapped where it comes whole. */
  readonly number?: Secret | string | undefined
  /** The card number's last digits. */
  readonly suffix?: string | undefined
  /** `MM`. */
  readonly expirationMonth?: string | undefined
  /** `YYYY`. */
  readonly expirationYear?: string | undefined
  readonly type?: CardTypeCode | undefined
  /** `YYYY-MM-DD`. */
  readonly issueDate?: string | undefined
  /** `YYYY-MM-DD`. */
  readonly activationDate?: string | undefined
  readonly expirationPrinted?: boolean | undefined
  readonly securityCodePrinted?: boolean | undefined
  readonly termsAndConditions?: { readonly url?: string | undefined } | undefined
}

/** What the issuer tells for showing the card [D][S]. */
export interface TokenizedCardMetadata {
  /** The merchant id that made the token. */
  readonly creator?: string | undefined
  readonly cardArt?: CardArt | undefined
  readonly issuer?: Issuer | undefined
  /** In the guide only [D]: `merchantPresentedQrEnabled` is `N` in its example. */
  readonly services?:
    | { readonly scanAndPay?: { readonly merchantPresentedQrEnabled?: string | undefined } | undefined }
    | undefined
  /** In the guide only [D]: e.g. `debit card`. */
  readonly features?: { readonly accountFundingSource?: string | undefined } | undefined
}

/** Colours as six hex digits, pictures as links [D][S]. */
export interface CardArt {
  readonly foregroundColor?: string | undefined
  readonly backgroundColor?: string | undefined
  readonly labelColor?: string | undefined
  readonly combinedAsset?: CardArtAsset | undefined
  readonly brandLogoAsset?: CardArtAsset | undefined
  readonly issuerLogoAsset?: CardArtAsset | undefined
  readonly iconAsset?: CardArtAsset | undefined
}

/** One picture. */
export interface CardArtAsset {
  readonly id?: string | undefined
  readonly _links?: { readonly self?: Link | undefined } | undefined
}

/** The card's issuer [D][S]. */
export interface Issuer {
  readonly name?: string | undefined
  readonly shortDescription?: string | undefined
  readonly longDescription?: string | undefined
  readonly email?: string | undefined
  readonly phoneNumber?: string | undefined
  readonly url?: string | undefined
  readonly privacyPolicyUrl?: string | undefined
  readonly country?: string | undefined
  readonly capabilities?:
    | {
        readonly deviceBindingSupported?: boolean | undefined
        readonly cardholderVerificationSupported?: boolean | undefined
        readonly trustedBeneficiaryEnrollmentSupported?: boolean | undefined
        readonly delegatedAuthenticationSupported?: boolean | undefined
        readonly oboDeviceBindingSupported?: boolean | undefined
        readonly tokenLcmNotificationsSupported?: boolean | undefined
        readonly fpanLcmNotificationsSupported?: boolean | undefined
      }
    | undefined
  readonly bankApplications?:
    | readonly { readonly name?: string | undefined; readonly address?: string | undefined }[]
    | undefined
}
