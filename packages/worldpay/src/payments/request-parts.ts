/** Fields of the merchant's own. */
export interface Fields {
  readonly [field: string]: unknown
}

/** What both payment APIs let a merchant add to a network token [OpenAPI]. */
export interface Holder {
  readonly cardHolderName?: string | undefined
  readonly billingAddress?: Fields | undefined
}

/** The instruction of a payment with all but the instrument, which the credential fills. */
export interface Instruction extends Fields {
  readonly paymentInstrument?: never
}

/** An agreement that allows payments without the customer [documented]. */
export interface MerchantAgreement extends Fields {
  readonly type: 'subscription' | 'installment' | 'unscheduled' | (string & {})
  /** The network's reference of the first payment of the agreement. */
  readonly schemeReference?: string | undefined
}

/**
 * A refund: sent to the refund link in the answer to the payment, with value and reference, or with no body for all of it [OpenAPI]. It knows its
 * card from the payment, so that it has no instrument, and nothing that proves a customer: both are types that cannot be filled here.
 */
export interface RefundRequest extends Fields {
  readonly instruction?: never
  readonly paymentInstrument?: never
  readonly authentication?: never
}

/** What is given of the holder. */
export const holderFields = ({ cardHolderName, billingAddress }: Holder): Holder => ({
  ...(cardHolderName !== undefined && { cardHolderName }),
  ...(billingAddress !== undefined && { billingAddress }),
})
