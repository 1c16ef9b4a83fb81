/**
 * JOSE message-level encryption and its keys, as Cybersource uses it. No HTTP here: strings in, strings out.
 *
 * @module
 */
export { type Certificate, expiresSoon, type Now } from './certificate.ts'
export { createKeyRing, type KeyRing, type MlePrivateKey } from './key-ring.ts'
export { type MerchantSigningKey, merchantSigningKey } from './merchant-signing-key.ts'
export { MleError, type MleErrorCode } from './mle-error.ts'
export { type OpenOptions, open, openJson, openText } from './open.ts'
export { readPem } from './pem.ts'
export type { Pkcs12 } from './pkcs12.ts'
export { readPkcs12 } from './read-pkcs12.ts'
export { type RequestMleCertificate, requestMleCertificate } from './request-mle-certificate.ts'
export { type ResponseMleKey, type ResponseMleKeyOptions, responseMleKey } from './response-mle-key.ts'
export type { PrivateKeySource } from './rsa-key.ts'
export { sealRequest } from './seal.ts'
export type { ContentEncryptionAlgorithm, KeyManagementAlgorithm } from './token.ts'
export { spkiSha1, type TokenManagementMleKey, tokenManagementMleKey } from './token-management-mle-key.ts'
