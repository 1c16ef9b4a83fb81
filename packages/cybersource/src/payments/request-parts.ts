import type { Proof, TokenizedCardFields } from './reveal-credential.ts'

/** Fields of the merchant's own. */
export interface Fields {
  readonly [field: string]: unknown
}

/**
 * Who provided the token's data. `3`: stored credentials, whoever initiates the payment, on Visa Platform Connect [documented in the field
 * reference]. `1`: in-app; the older guides and the SDK's model know only this one [documented].
 */
export type TransactionType = '1' | '3'

/** `paymentInformation.tokenizedCard` for a payment without the customer. */
export interface StoredTokenizedCard extends TokenizedCardFields {
  readonly transactionType: TransactionType
  /** Token requestor id; Visa Platform Connect and FDC Nashville Global only [SDK model]. */
  readonly requestorId?: string
  readonly cryptogram?: never
  readonly securityCode?: never
}

/** `paymentInformation.tokenizedCard` for a payment of the customer. */
export type ProvenTokenizedCard = Omit<StoredTokenizedCard, 'cryptogram' | 'securityCode'> & Proof

/** `paymentInformation.tokenizedCard` for a credit: the token alone. */
export interface CreditedTokenizedCard extends TokenizedCardFields {
  readonly transactionType?: never
  readonly cryptogram?: never
  readonly securityCode?: never
}

/** `processingInformation` with all but who initiates, which the function's name says. */
export interface ProcessingInformation extends Fields {
  /**
   * The merchant's to set, and not derived from an ECI: `internet` is what Cybersource takes when there is none [documented]. Its
   * payment-credentials answer may name one to pass on (`processingInformation.commerceIndicator` of the typed client).
   */
  readonly commerceIndicator?: string
  readonly authorizationOptions?: Fields & { readonly initiator?: never }
}

/** The merchant's own part of a customer's payment. */
export interface CustomerInitiatedRest extends Fields {
  readonly paymentInformation?: Fields & { readonly tokenizedCard?: never; readonly card?: never }
  readonly processingInformation?: ProcessingInformation
  /** The outcome of 3-D Secure, which stands beside the token's cryptogram [documented]; what is given here goes before the token's ECI. */
  readonly consumerAuthenticationInformation?: Fields
}

/** The merchant's own part of a payment under an agreement. It has nothing of the customer's authentication. */
export interface MerchantInitiatedRest extends Fields {
  readonly paymentInformation?: Fields & { readonly tokenizedCard?: never; readonly card?: never }
  readonly processingInformation?: ProcessingInformation
  readonly consumerAuthenticationInformation?: never
}

/** The merchant's own part of a credit. */
export interface RefundRest extends Fields {
  readonly paymentInformation?: Fields & { readonly tokenizedCard?: never; readonly card?: never }
  readonly consumerAuthenticationInformation?: never
}

/** For a payment of the customer. */
export interface CustomerInitiatedOptions {
  /** Default `3`: every token of this toolkit is a stored credential. */
  readonly transactionType?: TransactionType | undefined
  /** `first`: the card is put on file with this payment. `subsequent`: it is on file [documented]. Default: nothing is said. */
  readonly storedCredential?: 'first' | 'subsequent' | undefined
}

/** For a payment under an agreement. */
export interface MerchantInitiatedOptions {
  /** Default `3`: every token of this toolkit is a stored credential. */
  readonly transactionType?: TransactionType | undefined
  readonly agreement?: MerchantInitiatedTransaction | undefined
}

/** `processingInformation.authorizationOptions.initiator.merchantInitiatedTransaction` [documented]. */
export interface MerchantInitiatedTransaction {
  /** Visa: of the last successful payment. American Express, Discover: of the first [documented]. */
  readonly previousTransactionId?: string | undefined
  /** E.g. `7` recurring, `8` standing order, `9` instalment, `10` unscheduled; some processors and networks require it [documented]. */
  readonly reason?: string | undefined
  readonly originalAuthorizedAmount?: string | undefined
}
