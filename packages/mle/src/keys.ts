import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { assertUsable, type Certificate, type Now, readCertificates } from './certificate.ts'
import { MleError } from './mle-error.ts'
import type { Pkcs12 } from './pkcs12.ts'
import { assertStrongRsa, isPair, type PrivateKeySource, parsePrivateKey } from './rsa-key.ts'

/** The merchant's key for signing the JWT of a request. Not an MLE key, but it lives in the same file. */
export interface MerchantSigningKey {
  readonly purpose: 'merchant-signing'
  /** `serialNumber` attribute of the certificate's subject [S][X]. */
  readonly kid: string
  readonly privateKey: KeyObject
  readonly certificate: Certificate
}

/** Theirs, public: requests are sealed to it. Comes inside the merchant's .p12, or as a PEM. */
export interface RequestMleCertificate {
  readonly purpose: 'request-mle'
  /** `serialNumber` attribute of the certificate's subject [S][X]. */
  readonly kid: string
  readonly publicKey: KeyObject
  readonly certificate: Certificate
}

/** Ours, private: opens the `encryptedResponse` of REST MLE. Its kid is what a request's `v-c-response-mle-kid` claim asks for. */
export interface ResponseMleKey {
  readonly purpose: 'response-mle'
  readonly kid: string
  readonly privateKey: KeyObject
  /** Where the key came with one: its end is the key's end. */
  readonly certificate?: Certificate
}

/** Ours, private: opens the bare JWE that Token Management sends for `Accept: application/jose`. */
export interface TokenManagementMleKey {
  readonly purpose: 'token-management-mle'
  readonly kid: string
  readonly privateKey: KeyObject
}

/** A private key that opens messages. The purposes are separate keys in the portal and cannot stand in for each other. */
export type MlePrivateKey = ResponseMleKey | TokenManagementMleKey

/** The subject CN of Cybersource's request-MLE certificate [S]. */
const REQUEST_MLE_ALIAS = 'CyberSource_SJC_US'

/**
 * The merchant's certificate and its private key out of a .p12. Found by name and matched by public key, never by position.
 * @param merchantId the certificate's CN, compared without regard to case as the official SDK does [S]. May be left out
 *   when only one certificate of the file has its private key there.
 * @throws MleError `key_missing`, `key_invalid`, `key_weak`, `certificate_expired`, `certificate_not_yet_valid`
 */
export function merchantSigningKey(p12: Pkcs12, merchantId?: string, options: Now = {}): MerchantSigningKey {
  const { certificate, privateKey } = ownPair(p12, merchantId, options)
  return Object.freeze({ purpose: 'merchant-signing', kid: kidOf(certificate), privateKey, certificate })
}

/**
 * Cybersource's public certificate, to seal requests to: the certificate with CN `CyberSource_SJC_US`, the one that lasts
 * longest if there are several.
 * @param source an opened .p12, or a PEM text with one or more certificates (SDK: `mleForRequestPublicCertPath` [S])
 * @param options.alias another CN to look for
 * @param options.kid in place of the subject's `serialNumber`
 * @throws MleError `key_missing`, `key_invalid`, `key_weak`, `certificate_invalid`, `certificate_expired`, `certificate_not_yet_valid`
 */
export function requestMleCertificate(
  source: Pkcs12 | string | Uint8Array,
  options: Now & { alias?: string | undefined; kid?: string | undefined } = {},
): RequestMleCertificate {
  const certificates = isPkcs12(source) ? source.certificates : readCertificates(source)
  const alias = options.alias ?? REQUEST_MLE_ALIAS
  const [certificate] = certificates.filter((candidate) => candidate.commonName === alias).sort(longestFirst)
  if (!certificate) {
    throw new MleError(
      'key_missing',
      `There is no certificate with CN ${alias}, so requests cannot be sealed. Make a .p12 of type "MLE" in the portal, or give the certificate as PEM. ${listed(certificates)}`,
    )
  }
  assertUsable(certificate, options)
  const kid = options.kid ?? kidOf(certificate)
  return Object.freeze({ purpose: 'request-mle', kid, publicKey: certificate.publicKey, certificate })
}

/** Options of `responseMleKey`. */
export interface ResponseMleKeyOptions extends Now {
  /**
   * The key id as the portal shows it. It wins over the certificate's: the two have been seen to differ [SMP].
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
    const { certificate, privateKey } = ownPair(source, options.merchantId, options)
    return Object.freeze({ purpose: 'response-mle', kid: options.kid ?? kidOf(certificate), privateKey, certificate })
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

/**
 * The merchant's private key for `application/jose` answers; its public half is uploaded under Key Management [D].
 * @param options.kid default: SHA-1 of the SPKI DER in lower-case hex. How Cybersource makes this id is not documented;
 *   its samples are 40 hex characters long [I]. Take the portal's value if it shows another.
 * @param options.passphrase of an encrypted PEM
 * @throws MleError `key_invalid` or `key_weak`
 */
export function tokenManagementMleKey(
  source: PrivateKeySource,
  options: { kid?: string | undefined; passphrase?: string | undefined } = {},
): TokenManagementMleKey {
  const privateKey = parsePrivateKey(source, options.passphrase)
  return Object.freeze({ purpose: 'token-management-mle', kid: options.kid ?? spkiSha1(privateKey), privateKey })
}

/** SHA-1 as an identifier, not as protection: nothing is trusted because of it. */
export function spkiSha1(key: KeyObject): string {
  const spki = (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' })
  return createHash('sha1').update(spki).digest('hex')
}

function ownPair(
  p12: Pkcs12,
  merchantId: string | undefined,
  options: Now,
): { certificate: Certificate; privateKey: KeyObject } {
  const wanted = merchantId?.toLowerCase()
  const pairs = p12.certificates.flatMap((certificate) => {
    if (wanted !== undefined && certificate.commonName?.toLowerCase() !== wanted) return []
    const privateKey = p12.privateKeys.find((key) => isPair(key, certificate.publicKey))
    return privateKey ? [{ certificate, privateKey }] : []
  })
  const [pair, ...others] = pairs.sort((a, b) => longestFirst(a.certificate, b.certificate))
  if (!pair) {
    throw new MleError(
      'key_missing',
      `The .p12 has no private key${wanted === undefined ? '' : ` for CN ${merchantId}`}. Check that it is the merchant's own file. ${listed(p12.certificates)}`,
    )
  }
  if (others.some((other) => other.certificate.commonName !== pair.certificate.commonName)) {
    throw new MleError(
      'key_missing',
      `The .p12 has keys of several merchants: name the merchant id. ${listed(p12.certificates)}`,
    )
  }
  assertUsable(pair.certificate, options)
  assertStrongRsa(pair.privateKey)
  return pair
}

function kidOf(certificate: Certificate): string {
  if (certificate.serialNumber !== undefined) return certificate.serialNumber
  throw new MleError(
    'key_missing',
    'The certificate has no serialNumber attribute in its subject, so its key id is unknown. Use the file from the portal, or give the kid.',
  )
}

function isPkcs12(source: Pkcs12 | PrivateKeySource): source is Pkcs12 {
  return typeof source === 'object' && 'certificates' in source && 'privateKeys' in source
}

function longestFirst(a: Certificate, b: Certificate): number {
  return b.notAfter.getTime() - a.notAfter.getTime()
}

function listed(certificates: readonly Certificate[]): string {
  const names = certificates.map((certificate) => certificate.commonName ?? '(no CN)')
  return names.length === 0 ? 'It holds no certificate.' : `It holds: ${names.join(', ')}.`
}
