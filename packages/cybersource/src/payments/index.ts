/**
 * From a credential to a payment at Cybersource: where its Payments API wants token number, expiry, cryptogram or dynamic code, and ECI, for each
 * use. Pure functions that send nothing.
 *
 * @module
 */
export { type CustomerInitiatedPayment, type MerchantInitiatedPayment, payments, type Refund } from './payments.ts'
export type {
  CreditedTokenizedCard,
  CustomerInitiatedOptions,
  CustomerInitiatedRest,
  Fields,
  MerchantInitiatedOptions,
  MerchantInitiatedRest,
  MerchantInitiatedTransaction,
  ProcessingInformation,
  ProvenTokenizedCard,
  RefundRest,
  StoredTokenizedCard,
  TransactionType,
} from './request-parts.ts'
export type { Proof, TokenizedCardFields } from './reveal-credential.ts'
