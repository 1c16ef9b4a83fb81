import type { Pan, Secret, TokenNumber } from '@nt/core'
import { toWireCard } from '../provision.ts'
import type { OneOf } from '../tokenized-card.ts'

/** `POST /tms/v1/instrumentidentifiers` [D][S]: what the identifier is of. */
export type CreateInstrumentIdentifier =
  | IdentifyCard
  | EnrollCard
  | EnrollToken
  | IdentifyBankAccount
  | IdentifyTappedCard

/** A card number, nothing more. */
export interface IdentifyCard extends IdentifyCommon {
  readonly type?: undefined
  readonly card: InstrumentCard & { readonly number: Pan }
  readonly bankAccount?: undefined
}

/** A card number, and a network token for it, made before the answer comes [D]. Needs the card's expiry [D]. */
export interface EnrollCard extends IdentifyCommon {
  readonly type: 'enrollable card'
  readonly card: InstrumentCard & {
    readonly number: Pan
    readonly expirationMonth: string
    readonly expirationYear: string
  }
  readonly bankAccount?: undefined
}

/** A wallet's token (Apple Pay, Google Pay, Samsung Pay, Click to Pay) in the card number's place; always sealed [D]. */
export interface EnrollToken extends IdentifyCommon {
  readonly type: 'enrollable token'
  readonly card: InstrumentCard & { readonly number: TokenNumber }
  /** Listed as optional for this type too [D]. */
  readonly bankAccount?: BankAccount | undefined
}

/** A bank account. */
export interface IdentifyBankAccount extends IdentifyCommon {
  readonly type?: undefined
  readonly bankAccount: BankAccount
  readonly card?: undefined
}

/** A card that was tapped: its number is in the EMV tags [D]. */
export interface IdentifyTappedCard extends IdentifyCommon {
  readonly type?: 'enrollable card' | undefined
  readonly source: OneOf<'CONTACTLESS_TAP'>
  readonly pointOfSaleInformation: { readonly emvTags: readonly EmvTag[] }
  readonly card?: (InstrumentCard & { readonly number?: Pan | undefined }) | undefined
  readonly bankAccount?: undefined
}

/** Expiry and security code serve provisioning; the code is not kept [D]. */
export interface InstrumentCard {
  /** `MM`. */
  readonly expirationMonth?: string | undefined
  /** `YYYY`. */
  readonly expirationYear?: string | undefined
  readonly securityCode?: Secret | undefined
}

export interface BankAccount {
  readonly number: Secret
  readonly routingNumber?: string | undefined
}

/** 5A and 57 hold the card number, 5F24 its expiry [D]. */
export interface EmvTag {
  readonly tag: OneOf<'5A' | '57' | '5F24' | '9F35'>
  readonly value: Secret
  readonly source?: OneOf<'CARD' | 'TERMINAL'> | undefined
}

/** What may be changed later too. */
export interface InstrumentDetails {
  readonly billTo?: InstrumentBillTo | undefined
  readonly processingInformation?: InstrumentProcessing | undefined
}

/** For India [D]. */
interface IdentifyCommon extends InstrumentDetails {
  readonly tokenProvisioningInformation?:
    | {
        readonly consumerConsentObtained?: boolean | undefined
        readonly multiFactorAuthenticated?: boolean | undefined
      }
    | undefined
  /** How the card came in: for tap to add a card [D]. */
  readonly source?: OneOf<'CONTACTLESS_TAP'> | undefined
  readonly pointOfSaleInformation?: { readonly emvTags?: readonly EmvTag[] | undefined } | undefined
}

/** [D][S]; a name is not among the fields of this address. */
export interface InstrumentBillTo {
  readonly address1?: string | undefined
  readonly address2?: string | undefined
  readonly locality?: string | undefined
  readonly administrativeArea?: string | undefined
  readonly postalCode?: string | undefined
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined
  readonly email?: string | undefined
}

/** For merchant-initiated payments [D][S]. One guide page spells it `previousTransactionID`; the SDK's spelling is used. */
export interface InstrumentProcessing {
  readonly authorizationOptions?:
    | {
        readonly initiator?:
          | {
              readonly merchantInitiatedTransaction?:
                | {
                    readonly previousTransactionId?: string | undefined
                    readonly originalAuthorizedAmount?: string | undefined
                  }
                | undefined
            }
          | undefined
      }
    | undefined
}

/** The wire's words: what is secret in them goes into the envelope and nowhere else. */
export function toInstrumentRequest({
  card,
  bankAccount,
  pointOfSaleInformation,
  ...rest
}: CreateInstrumentIdentifier) {
  const { number: account, ...open } = bankAccount ?? {}
  const { emvTags } = pointOfSaleInformation ?? {}
  return {
    ...rest,
    ...(card && { card: toWireCard(card) }),
    ...(account && { bankAccount: { number: account.reveal(), ...open } }),
    ...(emvTags && {
      pointOfSaleInformation: { emvTags: emvTags.map(({ value, ...tag }) => ({ ...tag, value: value.reveal() })) },
    }),
  }
}
