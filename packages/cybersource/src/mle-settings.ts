import type { Secret } from '@nt/core'
import type { CybersourceOperation, CybersourceOperationWithBody } from './operations.ts'

/** The certificate that requests are sealed to. */
export interface RequestMleSettings {
  /** PEM. Default: the one inside the P12; a shared secret brings none, so there it must be given. */
  readonly certificate?: string | undefined
  /** Its subject CN. Default `CyberSource_SJC_US` [S]. */
  readonly alias?: string | undefined
  /**
   * Operations whose body leaves unsealed, under TLS alone, each by its name: for an account whose host does not open them. Default: none. `tokenize`
   * cannot be among them.
   */
  readonly notSealed?: readonly CybersourceOperationWithBody[] | undefined
}

/** A private key that opens `encryptedResponse`: its P12 from the Business Center, or the key alone. */
export type ResponseMleKeySettings =
  | {
      /** The `.p12` file of the response key, its bytes; another file than the one that signs. */
      readonly p12: Uint8Array
      readonly p12Password: string | Secret
      /** The key id as the portal shows it. Default: the one in the certificate; the two have been seen to differ [S]. */
      readonly kid?: string | undefined
      readonly privateKey?: undefined
    }
  | {
      /** RSA, 2048 bits or more, PEM. */
      readonly privateKey: string | Secret
      /** The key id as the portal shows it. */
      readonly kid: string
      readonly p12?: undefined
      readonly p12Password?: undefined
    }

/** REST response MLE: every answer, an error's too, comes as `encryptedResponse`, sealed to this key. */
export interface ResponseMleSettings {
  /** One key, or several while one is being replaced: requests ask for the last named, answers open with any. */
  readonly key: ResponseMleKeySettings | readonly ResponseMleKeySettings[]
  /** For which operations it is asked. Default: all of Token Management, those without a body too; not webhook subscriptions and their keys. */
  readonly operations?: readonly CybersourceOperation[] | undefined
}

/** A private key that opens the `application/jose` answers; its public half was uploaded under Key Management [D]. */
export interface TokenManagementMleKeySettings {
  /** RSA, 2048 bits or more, PEM. */
  readonly privateKey: string | Secret
  /** The key id as the portal shows it. Default: SHA-1 of the public key in hex, as the portal's ids look [I]. */
  readonly kid?: string | undefined
}
