/**
 * JOSE message-level encryption and its keys, as Cybersource uses it. No HTTP here: strings in, strings out.
 *
 * @module
 */
export { type Certificate, expiresSoon, type Now, readCertificates } from './certificate.ts'
export { createKeyRing, type KeyRing } from './key-ring.ts'
export {
  type MerchantSigningKey,
  type MlePrivateKey,
  merchantSigningKey,
  type RequestMleCertificate,
  type ResponseMleKey,
  type ResponseMleKeyOptions,
  requestMleCertificate,
  responseMleKey,
  type TokenManagementMleKey,
  tokenManagementMleKey,
} from './keys.ts'
export { MleError, type MleErrorCode } from './mle-error.ts'
export { type OpenOptions, open, openText } from './open.ts'
export { type Pkcs12, readPkcs12 } from './pkcs12.ts'
export type { PrivateKeySource } from './rsa-key.ts'
export { sealRequest } from './seal.ts'
export type { ContentEncryptionAlgorithm, KeyManagementAlgorithm } from './token.ts'
