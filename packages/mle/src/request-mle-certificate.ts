import type { KeyObject } from 'node:crypto'
import { assertUsable, byUsefulness, type Certificate, type Now } from './certificate.ts'
import { MleError } from './mle-error.ts'
import { readPem } from './pem.ts'
import { isPkcs12, kidOf, listed, type Pkcs12 } from './pkcs12.ts'

/** Theirs, public: requests are sealed to it. Comes inside the merchant's .p12, or as a PEM. */
export interface RequestMleCertificate {
  readonly purpose: 'request-mle'
  /** `serialNumber` attribute of the certificate's subject [S][X]. */
  readonly kid: string
  readonly publicKey: KeyObject
  readonly certificate: Certificate
}

/** The subject CN of Cybersource's request-MLE certificate [S]. */
const REQUEST_MLE_ALIAS = 'CyberSource_SJC_US'

/**
 * Cybersource's public certificate, to seal requests to: the certificate with CN `CyberSource_SJC_US`, the valid one
 * that lasts longest if there are several.
 * @param source an opened .p12, or a PEM text with one or more certificates (SDK: `mleForRequestPublicCertPath` [S])
 * @param options.alias another CN to look for
 * @param options.kid in place of the subject's `serialNumber`
 * @throws MleError `key_missing`, `key_invalid`, `key_weak`, `certificate_invalid`, `certificate_expired`, `certificate_not_yet_valid`
 */
export function requestMleCertificate(
  source: Pkcs12 | string | Uint8Array,
  options: Now & { alias?: string | undefined; kid?: string | undefined } = {},
): RequestMleCertificate {
  const certificates = (isPkcs12(source) ? source : readPem(source)).certificates
  const alias = options.alias ?? REQUEST_MLE_ALIAS
  const [certificate] = certificates.filter((candidate) => candidate.commonName === alias).sort(byUsefulness(options))
  if (!certificate) {
    throw new MleError(
      'key_missing',
      `There is no certificate with CN ${JSON.stringify(alias)}, so requests cannot be sealed. Make a .p12 of type "MLE" in the portal, or give the certificate as PEM. ${listed(certificates)}`,
    )
  }
  assertUsable(certificate, options)
  const kid = options.kid || kidOf(certificate)
  return Object.freeze({ purpose: 'request-mle', kid, publicKey: certificate.publicKey, certificate })
}
