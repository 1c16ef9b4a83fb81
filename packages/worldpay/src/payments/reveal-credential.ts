import { type Expiry, type Issue, NetworkTokenError, type PaymentCredential } from '@nt/core'

/** Whose the token is, and until when. */
export interface Instrument {
  /** 12 to 19 digits [OpenAPI of both APIs]. */
  readonly tokenNumber: string
  /** The token's, not the card's. Called `expiryDate` in both payment APIs, `cardExpiryDate` in 3DS and FraudSight [OpenAPI]. */
  readonly expiryDate: Expiry
}

/** That this payment is the customer's. */
export interface Proof {
  /** 1 to 40 characters [OpenAPI of both APIs]; single use [documented]. */
  readonly cryptogram: string
  /** Two digits [OpenAPI of both APIs]. As the network gave it, or absent: networks differ, and a made-up one fails their payments. */
  readonly eci?: string
}

/**
 * A credential in clear: the only place of this door where one is revealed. What comes out goes straight into a `Secret` again.
 * @throws NetworkTokenError `input_invalid`, which quotes nothing
 */
export function revealInstrument({ tokenNumber, expiry: { month, year } }: PaymentCredential): Instrument {
  const number = tokenNumber.reveal()
  refuse(/^[0-9]{12,19}$/.test(number) ? [] : [{ path: 'tokenNumber', problem: 'must have 12 to 19 digits' }])
  return { tokenNumber: number, expiryDate: { month, year } }
}

/** @throws NetworkTokenError `input_invalid` when there is no cryptogram, or one that Worldpay's payment APIs do not take */
export function revealProof({ cryptogram, dynamicSecurityCode, eci }: PaymentCredential): Proof {
  const issues: Issue[] = []
  const text = cryptogram?.reveal() ?? ''
  if (!cryptogram) {
    const problem = dynamicSecurityCode
      ? 'is missing: a dynamic security code has no documented place in a network-token payment at Worldpay'
      : "is missing: ask for the credential with the initiator 'customer', right before the payment"
    issues.push({ path: 'cryptogram', problem })
  } else if (text.length < 1 || text.length > 40) {
    issues.push({ path: 'cryptogram', problem: 'must have 1 to 40 characters' })
  }
  if (eci !== undefined && !/^[0-9]{2}$/.test(eci)) issues.push({ path: 'eci', problem: 'must be two digits' })
  refuse(issues)
  return { cryptogram: text, ...(eci !== undefined && { eci }) }
}

function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0)
    throw new NetworkTokenError('input_invalid', { provider: 'worldpay', operation: 'payments', issues })
}
