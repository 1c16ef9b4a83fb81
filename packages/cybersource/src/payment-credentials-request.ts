import type { OneOf } from './tokenized-card.ts'
import type { BillTo } from './tokenized-card-request.ts'

/** `POST /tms/v2/tokens/{id}/payment-credentials`, and the same under `/tms/v3` [D][S]. */
export interface CreatePaymentCredentials {
  /**
   * NETWORK_TOKEN: the number only; SECURITY_CODE: a dynamic code (American Express, Visa DTVV); CRYPTOGRAM: not American Express. Absent: number
   * and cryptogram, or for American Express number and code.
   */
  readonly paymentCredentialType?: OneOf<'NETWORK_TOKEN' | 'SECURITY_CODE' | 'CRYPTOGRAM'> | undefined
  /** Default ECOM. AFT: account funding, Visa with CRYPTOGRAM only. */
  readonly transactionType?: OneOf<'ECOM' | 'AFT'> | undefined
  /** Ties authentication and credential calls together. */
  readonly clientCorrelationId?: string | undefined
  /** For authenticated payments [D]. */
  readonly orderInformation?:
    | {
        readonly amountDetails?:
          | { readonly totalAmount?: string | undefined; readonly currency?: string | undefined }
          | undefined
        readonly billTo?: BillTo | undefined
      }
    | undefined
  readonly merchantInformation?:
    | {
        readonly merchantDescriptor?:
          | {
              /** In the guide only [D]. */
              readonly name?: string | undefined
              readonly alternateName?: string | undefined
              /** In the guide only [D]. */
              readonly url?: string | undefined
            }
          | undefined
      }
    | undefined
  readonly deviceInformation?: DeviceInformation | undefined
  readonly authenticatedIdentities?: readonly AuthenticatedIdentity[] | undefined
  /** In the guide only [D]. */
  readonly buyerInformation?: { readonly language?: string | undefined } | undefined
}

/** The cardholder's device [S]; `id` is in the guide only [D]. */
export interface DeviceInformation {
  readonly id?: string | undefined
  readonly ipAddress?: string | undefined
  readonly platformType?: OneOf<'iOS' | 'ANDROID' | 'WINDOWS' | 'WEB'> | undefined
  readonly userAgentBrowserValue?: string | undefined
  readonly httpAcceptContent?: string | undefined
  readonly httpBrowserLanguage?: string | undefined
  readonly httpBrowserJavaEnabled?: boolean | undefined
  readonly httpBrowserJavaScriptEnabled?: boolean | undefined
  readonly httpBrowserColorDepth?: string | undefined
  readonly httpBrowserScreenHeight?: string | undefined
  readonly httpBrowserScreenWidth?: string | undefined
  readonly httpBrowserTimeDifference?: string | undefined
}

/** How the cardholder was authenticated [S]. */
export interface AuthenticatedIdentity {
  readonly id?: string | undefined
  readonly provider?: OneOf<'VISA_PAYMENT_PASSKEY' | 'CLIENT_DEVICE_CERT_JWS'> | undefined
  /** The passkey's attestation, or a JWS of the device; base64url. */
  readonly data?: string | undefined
  /** Base64url. */
  readonly relyingPartyId?: string | undefined
  readonly userAuthenticationMethod?: string | undefined
}
