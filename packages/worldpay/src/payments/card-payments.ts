import { type PaymentCredential, Secret } from '@nt/core'
import {
  type Fields,
  type Holder,
  holderFields,
  type Instruction,
  type MerchantAgreement,
  type RefundRequest,
} from './request-parts.ts'
import { type Instrument, type Proof, revealInstrument, revealProof } from './reveal-credential.ts'

/** A network token in Card Payments [OpenAPI v7]. */
export interface CardPaymentInstrument extends Instrument, Holder {
  readonly type: 'card/networkToken'
}

/** The merchant's own part of a customer's payment. `authentication.threeDS` may stand beside the cryptogram [OpenAPI v7]. */
export interface CustomerInitiatedCardPaymentRest extends Fields {
  readonly instruction?: Instruction
  readonly authentication?: Fields & { readonly networkToken?: never }
}

/** The merchant's own part of a payment under an agreement. The request has no `authentication` at all [OpenAPI v7]. */
export interface MerchantInitiatedCardPaymentRest extends Fields {
  readonly instruction: Instruction & { readonly customerAgreement: MerchantAgreement }
  readonly authentication?: never
}

/** Body of `POST /cardPayments/customerInitiatedTransactions`. */
export interface CustomerInitiatedCardPayment {
  readonly instruction: { readonly paymentInstrument: CardPaymentInstrument }
  readonly authentication: { readonly networkToken: Proof }
}

/** Body of `POST /cardPayments/merchantInitiatedTransactions`. */
export interface MerchantInitiatedCardPayment {
  readonly instruction: { readonly paymentInstrument: CardPaymentInstrument }
}

const instrumentOf = (credential: PaymentCredential, holder: Holder): CardPaymentInstrument => ({
  type: 'card/networkToken',
  ...revealInstrument(credential),
  ...holderFields(holder),
})

/**
 * Bodies for Worldpay's Card Payments API, version 7 (`application/vnd.worldpay.payments-v7+json`): the credential put where that API wants it,
 * into the merchant's own request. Nothing is sent. The body comes wrapped, since it has the token number and the cryptogram in clear:
 * `reveal()` belongs into the line that sends it.
 * @example
 * const credential = await worldpay.credential(ref, { initiator: 'customer' })
 * const payment = cardPayments.customerInitiated(credential, {
 *   transactionReference: 'order-1',
 *   merchant: { entity: 'default' },
 *   channel: 'ecom',
 *   instruction: { value: { currency: 'GBP', amount: 250 }, narrative: { line1: 'Shop' }, requestAutoSettlement: { enabled: false } },
 * })
 * await send('/cardPayments/customerInitiatedTransactions', JSON.stringify(payment.reveal()))
 */
export const cardPayments = {
  /** @throws NetworkTokenError `input_invalid` when the credential has no cryptogram: it was made for a merchant's payment */
  customerInitiated<const Rest extends CustomerInitiatedCardPaymentRest = Record<never, never>>(
    credential: PaymentCredential,
    rest: Rest = {} as Rest,
    holder: Holder = {},
  ): Secret<Rest & CustomerInitiatedCardPayment> {
    const body = {
      ...rest,
      instruction: { ...rest.instruction, paymentInstrument: instrumentOf(credential, holder) },
      authentication: { ...rest.authentication, networkToken: revealProof(credential) },
    }
    return new Secret(body as unknown as Rest & CustomerInitiatedCardPayment, 'payment request')
  },

  /** Never with a cryptogram, whatever the credential holds. */
  merchantInitiated<const Rest extends MerchantInitiatedCardPaymentRest>(
    credential: PaymentCredential,
    rest: Rest,
    holder: Holder = {},
  ): Secret<Rest & MerchantInitiatedCardPayment> {
    // Typed away, and left out all the same: a caller in JavaScript may have it.
    const { authentication: _, instruction, ...own }: MerchantInitiatedCardPaymentRest = rest
    const body = { ...own, instruction: { ...instruction, paymentInstrument: instrumentOf(credential, holder) } }
    return new Secret(body as unknown as Rest & MerchantInitiatedCardPayment, 'payment request')
  },

  /** A refund takes no credential; this gives back what it gets, and its type refuses an instrument. */
  refund: <const Rest extends RefundRequest>(rest: Rest): Rest => rest,
} as const
