import type { KeyObject } from 'node:crypto'
import type { Certificate, Now } from './certificate.ts'
import { kidOf, type Pkcs12, pairOf } from './pkcs12.ts'

/** The merchant's key for signing the JWT of a request. Not an MLE key, but it lives in the same file. */
export interface MerchantSigningKey {
  readonly purpose: 'merchant-signing'
  /** `serialNumber` attribute of the certificate's subject [S][X]. */
  readonly kid: string
  readonly privateKey: KeyObject
  readonly certificate: Certificate
}

/**
 * The merchant's certificate and its private key out of a .p12. Found by name and matched by public key, never by position.
 * @param merchantId the certificate's CN, compared without regard to case as the official SDK does [S]. May be left out
 *   when only one certificate of the file has its private key there.
 * @throws MleError `key_missing`, `key_invalid`, `key_weak`, `certificate_expired`, `certificate_not_yet_valid`
 */
export function merchantSigningKey(p12: Pkcs12, merchantId?: string, options: Now = {}): MerchantSigningKey {
  const { certificate, privateKey } = pairOf(p12, merchantId, options)
  return Object.freeze({ purpose: 'merchant-signing', kid: kidOf(certificate), privateKey, certificate })
}
