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

/** A network token in Payments without proof of the customer [OpenAPI 2024-06-01]. */
export interface PaymentsInstrument extends Instrument, Holder {
  /** Not `card/networkToken`, as in every other API of Worldpay. */
  readonly type: 'networkToken'
  readonly cryptogram?: never
  readonly eci?: never
}

/** A network token in Payments, cryptogram and ECI inside the instrument [OpenAPI 2024-06-01]. */
export interface ProvenPaymentsInstrument extends Instrument, Proof, Holder {
  readonly type: 'networkToken'
}

/** The merchant's own part of a customer's payment. */
export interface CustomerInitiatedPaymentRest extends Fields {
  readonly instruction?: Instruction
}

/** The merchant's own part of a payment under an agreement: `storedCardUsage` is `subsequent` [documented]. */
export interface MerchantInitiatedPaymentRest extends Fields {
  readonly instruction: Instruction & {
    readonly customerAgreement: MerchantAgreement & { readonly storedCardUsage: 'subsequent' }
  }
}

/** Body of `POST /api/payments` with this kind of instrument. */
export interface PaymentWith<Kind> {
  readonly instruction: { readonly method: 'card'; readonly paymentInstrument: Kind }
}

const bare = (credential: PaymentCredential, holder: Holder): PaymentsInstrument => ({
  type: 'networkToken',
  ...revealInstrument(credential),
  ...holderFields(holder),
})

function bodyWith<Rest extends { readonly instruction?: Instruction }, Kind>(
  rest: Rest,
  paymentInstrument: Kind,
): Secret<Rest & PaymentWith<Kind>> {
  const body = { ...rest, instruction: { ...rest.instruction, method: 'card', paymentInstrument } }
  return new Secret(body as unknown as Rest & PaymentWith<Kind>, 'payment request')
}

/**
 * Bodies for Worldpay's Payments API (`application/json` with `WP-Api-Version: 2024-06-01`). Nothing is sent; the body comes wrapped, see
 * `cardPayments`.
 * @example
 * const payment = payments.customerInitiated(credential, { transactionReference: 'order-1', merchant: { entity: 'default' }, instruction: { ... } })
 * await send('/api/payments', JSON.stringify(payment.reveal()))
 */
export const payments = {
  /** @throws NetworkTokenError `input_invalid` when the credential has no cryptogram */
  customerInitiated<const Rest extends CustomerInitiatedPaymentRest = Record<never, never>>(
    credential: PaymentCredential,
    rest: Rest = {} as Rest,
    holder: Holder = {},
  ): Secret<Rest & PaymentWith<ProvenPaymentsInstrument>> {
    const { type, tokenNumber, expiryDate, ...named } = bare(credential, holder)
    return bodyWith(rest, { type, tokenNumber, expiryDate, ...revealProof(credential), ...named })
  },

  /**
   * A customer's payment whose cryptogram and ECI Worldpay makes itself, since both are left out [documented]: only for tokens that Worldpay made.
   * A credential for the initiator `merchant` is enough, and saves a call.
   */
  customerInitiatedWithoutCryptogram<const Rest extends CustomerInitiatedPaymentRest = Record<never, never>>(
    credential: PaymentCredential,
    rest: Rest = {} as Rest,
    holder: Holder = {},
  ): Secret<Rest & PaymentWith<PaymentsInstrument>> {
    return bodyWith(rest, bare(credential, holder))
  },

  /** Never with a cryptogram, whatever the credential holds. */
  merchantInitiated<const Rest extends MerchantInitiatedPaymentRest>(
    credential: PaymentCredential,
    rest: Rest,
    holder: Holder = {},
  ): Secret<Rest & PaymentWith<PaymentsInstrument>> {
    return bodyWith(rest, bare(credential, holder))
  },

  /** A refund takes no credential; this gives back what it gets, and its type refuses an instrument. */
  refund: <const Rest extends RefundRequest>(rest: Rest): Rest => rest,
} as const
