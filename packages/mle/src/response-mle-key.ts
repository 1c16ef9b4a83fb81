import type { KeyObject } from 'node:crypto'
import type { Certificate, Now } from './certificate.ts'
import { MleError } from './mle-error.ts'
import { isPkcs12, kidOf, type Pkcs12, pairOf } from './pkcs12.ts'
import { type PrivateKeySource, parsePrivateKey } from './rsa-key.ts'

/** Ours, private: opens the `encryptedResponse` of REST MLE. Its kid is what a request's `v-c-response-mle-kid` claim asks for. */
export interface ResponseMleKey {
  readonly purpose: 'response-mle'
  readonly kid: string
  readonly privateKey: KeyObject
  /** Where the key came with one: its end is the key's end. */
  readonly certificate?: Certificate
}

/** Options of `responseMleKey`. */
export interface ResponseMleKeyOptions extends Now {
  /**
   * The key id as the portal shows it. It wins over the certificate's: the two have been seen to differ [S].
   * Needed when the key does not come in a .p12.
   */
  kid?: string | undefined
  /** The CN of the certificate, when the .p12 holds several with keys. */
  merchantId?: string | undefined
  /** Of an encrypted PEM. */
  passphrase?: string | undefined
}

/**
 * The merchant's private key for `encryptedResponse`, from its .p12 or alone.
 * @throws MleError `key_missing`, `key_invalid`, `key_weak`, `certificate_expired`, `certificate_not_yet_valid`
 */
export function responseMleKey(source: Pkcs12 | PrivateKeySource, options: ResponseMleKeyOptions = {}): ResponseMleKey {
  if (isPkcs12(source)) {
    const { certificate, privateKey } = pairOf(source, options.merchantId, options)
    return Object.freeze({ purpose: 'response-mle', kid: options.kid || kidOf(certificate), privateKey, certificate })
  }
  if (!options.kid) {
    throw new MleError(
      'key_missing',
      'A response-MLE key without a certificate needs its kid: copy it from the portal.',
    )
  }
  const privateKey = parsePrivateKey(source, options.passphrase)
  return Object.freeze({ purpose: 'response-mle', kid: options.kid, privateKey })
}
