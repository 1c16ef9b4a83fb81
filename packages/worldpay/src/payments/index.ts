/**
 * From a credential to a payment at Worldpay: where each of its payment APIs wants token number, expiry, cryptogram and ECI. Pure functions that send
 * nothing.
 *
 * @module
 */
export {
  type CardPaymentInstrument,
  type CustomerInitiatedCardPayment,
  type CustomerInitiatedCardPaymentRest,
  cardPayments,
  type MerchantInitiatedCardPayment,
  type MerchantInitiatedCardPaymentRest,
} from './card-payments.ts'
export {
  type CustomerInitiatedPaymentRest,
  type MerchantInitiatedPaymentRest,
  type PaymentsInstrument,
  type PaymentWith,
  type ProvenPaymentsInstrument,
  payments,
} from './payments.ts'
export type { Fields, Holder, Instruction, MerchantAgreement, RefundRequest } from './request-parts.ts'
export type { Instrument, Proof } from './reveal-credential.ts'
