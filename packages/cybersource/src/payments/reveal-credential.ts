import { type CardNetwork, type Issue, NetworkTokenError, type PaymentCredential } from '@nt/core'

/** A network token without proof of the customer. Fields of `paymentInformation.tokenizedCard` [SDK model]. */
export interface TokenizedCardFields {
  readonly number: string
  /** The token's, `MM` [SDK model]. */
  readonly expirationMonth: string
  /** The token's, `YYYY` [SDK model]. */
  readonly expirationYear: string
  /** The card type code; absent when the network is not known. Omitting it can cause processing as the wrong type [documented]. */
  readonly type?: string
}

/** What proves the customer: a cryptogram, or American Express's dynamic code. Never both. */
export type Proof =
  | { readonly cryptogram: string; readonly securityCode?: never }
  | { readonly securityCode: string; readonly cryptogram?: never }

/** Three digits per network [SDK model]; UnionPay's is from a public gateway library [third party]. */
const cardTypes: Readonly<Record<CardNetwork, string | undefined>> = {
  visa: '001',
  mastercard: '002',
  'american-express': '003',
  discover: '004',
  'diners-club': '005',
  jcb: '007',
  maestro: '042',
  unionpay: '062',
  unknown: undefined,
}

/** A credential in clear: the only place of this door where one is revealed. What comes out goes straight into a `Secret` again. */
export function revealTokenizedCard({ tokenNumber, network, expiry }: PaymentCredential): TokenizedCardFields {
  const type = cardTypes[network]
  return {
    number: tokenNumber.reveal(),
    expirationMonth: String(expiry.month).padStart(2, '0'),
    expirationYear: String(expiry.year).padStart(4, '0'),
    ...(type !== undefined && { type }),
  }
}

/**
 * American Express gives a dynamic code in place of a cryptogram [documented]; its place, `tokenizedCard.securityCode`, is in the SDK's model, where
 * nothing says that it is meant for this [inferred].
 * @throws NetworkTokenError `input_invalid` when there is neither, which quotes nothing
 */
export function revealProof({ network, cryptogram, dynamicSecurityCode }: PaymentCredential): Proof {
  const isCode = dynamicSecurityCode && (network === 'american-express' || !cryptogram)
  if (isCode) {
    const securityCode = dynamicSecurityCode.reveal()
    refuse(/^[0-9]{3,4}$/.test(securityCode) ? [] : [{ path: 'dynamicSecurityCode', problem: 'must be 3 or 4 digits' }])
    return { securityCode }
  }
  const missing = "is missing: ask for the credential with the initiator 'customer', right before the payment"
  if (!cryptogram) return refuse([{ path: 'cryptogram', problem: missing }]) as never
  const text = cryptogram.reveal()
  // 28 characters of base64 or 40 of hex, and 40 at most [documented].
  refuse(text.length >= 1 && text.length <= 40 ? [] : [{ path: 'cryptogram', problem: 'must have 1 to 40 characters' }])
  return { cryptogram: text }
}

function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0)
    throw new NetworkTokenError('input_invalid', { provider: 'cybersource', operation: 'payments', issues })
}
