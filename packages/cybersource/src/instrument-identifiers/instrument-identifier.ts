import type { Secret } from '@nt/core'
import type { Link, OneOf, TokenizedCard } from '../tokenized-card.ts'
import type { InstrumentBillTo, InstrumentProcessing } from './request.ts'

/** The token of a card number or bank account in the merchant's vault: the same number has the same one [D]. */
export interface InstrumentIdentifier {
  /** One guide example has another id in `self` than in `id`: go by `id`. */
  readonly _links?:
    | {
        readonly self?: Link | undefined
        readonly paymentInstruments?: Link | undefined
        /** `tokenized-cards` on the wire [S]. */
        readonly tokenizedCards?: Link | undefined
      }
    | undefined
  /** Usually 19 digits that end in the card's last four [D]: never a card number, though it may look like one. */
  readonly id: string
  /** `instrumentIdentifier` [D]. */
  readonly object?: string | undefined
  readonly state?: OneOf<'ACTIVE' | 'CLOSED'> | undefined
  readonly type?: OneOf<'enrollable card' | 'enrollable token'> | undefined
  readonly source?: string | undefined
  readonly card?:
    | {
        /** Masked, a text. Whole and wrapped when it was asked for unmasked and the vault permits it [D]. */
        readonly number?: Secret | string | undefined
        readonly expirationMonth?: string | undefined
        readonly expirationYear?: string | undefined
      }
    | undefined
  readonly bankAccount?:
    | {
        /** Masked, a text; in any other form wrapped. */
        readonly number?: Secret | string | undefined
        readonly routingNumber?: string | undefined
      }
    | undefined
  /**
   * The network token, when there is one or one was asked for. `state: 'UNPROVISIONED'` with a `reason` is a refusal inside a success [D]. For a
   * wallet's token `source` is TOKEN, and examples show no `id` [D].
   */
  readonly tokenizedCard?: TokenizedCard | undefined
  readonly issuer?: { readonly paymentAccountReference?: string | undefined } | undefined
  readonly processingInformation?: InstrumentProcessing | undefined
  readonly billTo?: InstrumentBillTo | undefined
  readonly metadata?: { readonly creator?: string | undefined } | undefined
  /** When asked for with `retrieveBinDetails` [D]. */
  readonly _embedded?: { readonly binLookup?: BinLookup | undefined } | undefined
}

/** What the headers of an answer about one tell. */
export interface InstrumentIdentifierHeaders {
  /** For `ifMatch` of an update. That answers have one is inferred from the request header [I]. */
  readonly etag?: string | undefined
}

/** What the first digits of the card tell [S]: names as the SDK's model has them; not all of them come for every card. */
export interface BinLookup {
  readonly paymentAccountInformation?:
    | {
        readonly card?:
          | {
              readonly type?: string | undefined
              readonly brandName?: string | undefined
              readonly currency?: string | undefined
              readonly maxLength?: string | undefined
              readonly credentialType?: string | undefined
              readonly brands?:
                | readonly { readonly type?: string | undefined; readonly brandName?: string | undefined }[]
                | undefined
            }
          | undefined
        readonly features?: BinFeatures | undefined
        readonly network?: { readonly id?: string | undefined } | undefined
      }
    | undefined
  readonly issuerInformation?:
    | {
        readonly name?: string | undefined
        readonly country?: string | undefined
        readonly binLength?: string | undefined
        readonly accountPrefix?: string | undefined
        readonly phoneNumber?: string | undefined
      }
    | undefined
}

/** [S] */
export type BinFeatures = { readonly [Name in BinText]?: string | undefined } & {
  readonly [Name in BinFlag]?: boolean | undefined
}

type BinText = (typeof binTexts)[number]
type BinFlag = (typeof binFlags)[number]

export const binTexts = [
  'accountFundingSource',
  'accountFundingSourceSubType',
  'cardProduct',
  'messageType',
  'acceptanceLevel',
  'cardPlatform',
  'comboCard',
  'productId',
  'productIdSubtype',
] as const

export const binFlags = [
  'corporatePurchase',
  'healthCard',
  'sharedBIN',
  'posDomesticOnly',
  'gamblingAllowed',
  'commercialCardLevel2',
  'commercialCardLevel3',
  'exemptBIN',
  'accountLevelManagement',
  'onlineGamblingBlock',
  'autoSubstantiation',
  'flexCredential',
  'threeDSSupport',
  'siEligible',
  'emiEligible',
  'fleetCard',
  'atmEnabled',
  'posEnabled',
  'ecomEnabled',
] as const
