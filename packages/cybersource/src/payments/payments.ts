import { type PaymentCredential, Secret } from '@nt/core'
import type {
  CreditedTokenizedCard,
  CustomerInitiatedOptions,
  CustomerInitiatedRest,
  Fields,
  MerchantInitiatedOptions,
  MerchantInitiatedRest,
  MerchantInitiatedTransaction,
  ProvenTokenizedCard,
  RefundRest,
  StoredTokenizedCard,
  TransactionType,
} from './request-parts.ts'
import { revealProof, revealTokenizedCard } from './reveal-credential.ts'

/** Body of `POST /pts/v2/payments` for a payment of the customer. */
export interface CustomerInitiatedPayment {
  readonly paymentInformation: { readonly tokenizedCard: ProvenTokenizedCard }
  /** `eciRaw`: the ECI that came with the cryptogram, if one came. The field is documented for payer authentication; its use here is inferred. */
  readonly consumerAuthenticationInformation?: { readonly eciRaw?: string }
}

/** Body of `POST /pts/v2/payments` for a payment under an agreement. */
export interface MerchantInitiatedPayment {
  readonly paymentInformation: { readonly tokenizedCard: StoredTokenizedCard }
  readonly processingInformation: {
    readonly authorizationOptions: {
      readonly initiator: {
        readonly type: 'merchant'
        readonly storedCredentialUsed: true
        readonly merchantInitiatedTransaction?: MerchantInitiatedTransaction
      }
    }
  }
}

/** Body of `POST /pts/v2/credits`. */
export interface Refund {
  readonly paymentInformation: { readonly tokenizedCard: CreditedTokenizedCard }
}

const storedCard = (credential: PaymentCredential, transactionType: TransactionType): StoredTokenizedCard => ({
  ...revealTokenizedCard(credential),
  transactionType,
  ...(credential.requestorId && { requestorId: credential.requestorId }),
})

const initiated = (rest: { readonly processingInformation?: Fields }, initiator: object): Fields => {
  const { processingInformation: own = {} } = rest
  return { ...own, authorizationOptions: { ...(own['authorizationOptions'] as Fields | undefined), initiator } }
}

const initiators = {
  first: { type: 'customer', credentialStoredOnFile: true },
  subsequent: { type: 'customer', storedCredentialUsed: true },
} as const

/**
 * Bodies for Cybersource Payments (`POST /pts/v2/payments`, `POST /pts/v2/credits`): the credential put where that API wants it, into the merchant's
 * own request. Nothing is sent. The body comes wrapped, since it has the token number and the cryptogram in clear: `reveal()` belongs into
 * the line that sends it.
 *
 * A cryptogram goes to `tokenizedCard.cryptogram`, which the guides require [documented]; the fields of 3-D Secure (`cavv`, `ucafAuthenticationData`,
 * `xid`) stay the merchant's, for the outcome of 3-D Secure. The older guides put the token's cryptogram into them too, per network.
 * @example
 * const credential = await cybersource.credential(ref, { initiator: 'customer' })
 * const payment = payments.customerInitiated(credential, {
 *   clientReferenceInformation: { code: 'order-1' },
 *   orderInformation: { amountDetails: { totalAmount: '10.00', currency: 'USD' }, billTo },
 * })
 * await send('/pts/v2/payments', JSON.stringify(payment.reveal()))
 */
export const payments = {
  /** @throws NetworkTokenError `input_invalid` when the credential has neither cryptogram nor dynamic code: it was made for a merchant's payment */
  customerInitiated<const Rest extends CustomerInitiatedRest = Record<never, never>>(
    credential: PaymentCredential,
    rest: Rest = {} as Rest,
    { transactionType = '3', storedCredential }: CustomerInitiatedOptions = {},
  ): Secret<Rest & CustomerInitiatedPayment> {
    const { eci } = credential
    const tokenizedCard = { ...storedCard(credential, transactionType), ...revealProof(credential) }
    const body = {
      ...rest,
      ...(storedCredential && { processingInformation: initiated(rest, initiators[storedCredential]) }),
      paymentInformation: { ...rest.paymentInformation, tokenizedCard },
      ...((eci !== undefined || rest.consumerAuthenticationInformation) && {
        consumerAuthenticationInformation: {
          ...(eci !== undefined && { eciRaw: eci }),
          ...rest.consumerAuthenticationInformation,
        },
      }),
    }
    return new Secret(body as unknown as Rest & CustomerInitiatedPayment, 'payment request')
  },

  /** Never with a cryptogram, a dynamic code or an ECI, whatever the credential holds. */
  merchantInitiated<const Rest extends MerchantInitiatedRest = Record<never, never>>(
    credential: PaymentCredential,
    rest: Rest = {} as Rest,
    { transactionType = '3', agreement }: MerchantInitiatedOptions = {},
  ): Secret<Rest & MerchantInitiatedPayment> {
    // Typed away, and left out all the same: a caller in JavaScript may have it.
    const { consumerAuthenticationInformation: _, ...own }: MerchantInitiatedRest = rest
    const initiator = {
      type: 'merchant',
      storedCredentialUsed: true,
      ...(agreement && { merchantInitiatedTransaction: { ...agreement } }),
    }
    const body = {
      ...own,
      processingInformation: initiated(own, initiator),
      paymentInformation: { ...own.paymentInformation, tokenizedCard: storedCard(credential, transactionType) },
    }
    return new Secret(body as unknown as Rest & MerchantInitiatedPayment, 'payment request')
  },

  /**
   * A credit to the token: number, expiry and type, nothing that belongs to an authorization. A refund of a payment by its id
   * (`POST /pts/v2/payments/{id}/refunds`) needs no instrument: do not use this for it.
   */
  refund<const Rest extends RefundRest = Record<never, never>>(
    credential: PaymentCredential,
    rest: Rest = {} as Rest,
  ): Secret<Rest & Refund> {
    const { consumerAuthenticationInformation: _, ...own }: RefundRest = rest
    const body = {
      ...own,
      paymentInformation: { ...own.paymentInformation, tokenizedCard: revealTokenizedCard(credential) },
    }
    return new Secret(body as unknown as Rest & Refund, 'payment request')
  },
} as const
