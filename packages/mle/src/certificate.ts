import { type KeyObject, X509Certificate } from 'node:crypto'
import { MleError } from './mle-error.ts'
import { assertStrongRsa } from './rsa-key.ts'

/** When it is. Structural, so any clock with a `now(): Date` can be passed as it is. Default: the machine's clock. */
export interface Now {
  now?: (() => Date) | undefined
}

/** What this package reads of an X.509 certificate. Public data: it may be logged. */
export interface Certificate {
  /** `CN` of the subject: the merchant id, or `CyberSource_SJC_US`. */
  readonly commonName: string | undefined
  /**
   * The `serialNumber` ATTRIBUTE of the subject name, which Cybersource uses as `kid`: about 22 digits. Never the X.509 serial
   * number of the certificate, which is a related but different value and the most common cause of a 401 [S][X].
   */
  readonly serialNumber: string | undefined
  /** `CN` of the issuer; the same as `commonName` for a certificate authority's own. */
  readonly issuer: string | undefined
  readonly notBefore: Date
  readonly notAfter: Date
  /** SHA-256 of the DER, upper-case hex with colons, as `openssl x509 -fingerprint -sha256` prints it. */
  readonly fingerprint: string
  readonly publicKey: KeyObject
  /** The PKCS#12 bag's name; `undefined` for a certificate that did not come from such a file, or had none. */
  readonly friendlyName: string | undefined
}

/**
 * Reads one certificate, PEM or DER. Dates and key strength are judged later, by the function that puts it to use: a
 * file may well hold an old 1024-bit CA certificate that nobody uses.
 * @throws MleError `certificate_invalid`
 */
export function parseCertificate(source: string | Uint8Array, friendlyName?: string): Certificate {
  try {
    const x509 = new X509Certificate(source)
    // The legacy object, not the `subject` string: a value with a newline in it cannot pose as a second attribute.
    const legacy = x509.toLegacyObject()
    const subject: Record<string, unknown> = { ...legacy.subject }
    const issuer: Record<string, unknown> = { ...legacy.issuer }
    return Object.freeze({
      commonName: single(subject['CN']),
      serialNumber: single(subject['serialNumber']),
      issuer: single(issuer['CN']),
      notBefore: new Date(x509.validFrom),
      notAfter: new Date(x509.validTo),
      fingerprint: x509.fingerprint256,
      publicKey: x509.publicKey,
      friendlyName,
    })
  } catch {
    throw new MleError('certificate_invalid')
  }
}

/**
 * The certificates whose end is near or past, soonest first: for a health check or a start-up warning.
 * @param options.withinDays default 30
 */
export function expiresSoon(
  certificates: readonly Certificate[],
  options: Now & { withinDays?: number | undefined } = {},
): readonly Certificate[] {
  const limit = currentTime(options).getTime() + (options.withinDays ?? 30) * 86_400_000
  return certificates
    .filter((certificate) => certificate.notAfter.getTime() <= limit)
    .sort((a, b) => a.notAfter.getTime() - b.notAfter.getTime())
}

/** The time by the given clock, else by the machine's. */
export function currentTime(options: Now): Date {
  return options.now?.() ?? new Date()
}

/** Orders candidates of one name: what is valid now before what is not, then the one that lasts longest. */
export function byUsefulness(options: Now): (a: Certificate, b: Certificate) => number {
  const now = currentTime(options)
  const isValid = ({ notBefore, notAfter }: Certificate) => notBefore <= now && now <= notAfter
  return (a, b) => Number(isValid(b)) - Number(isValid(a)) || b.notAfter.getTime() - a.notAfter.getTime()
}

/** @throws MleError `certificate_expired`, `certificate_not_yet_valid`, `key_weak`, `key_invalid` */
export function assertUsable(certificate: Certificate, options: Now): void {
  const now = currentTime(options).getTime()
  const { commonName, notBefore, notAfter } = certificate
  const name = JSON.stringify(commonName ?? '')
  if (now > notAfter.getTime()) {
    const day = notAfter.toISOString().slice(0, 10)
    throw new MleError(
      'certificate_expired',
      `The certificate ${name} expired on ${day}. Make a new one in the portal, download it and put it in the old one's place.`,
    )
  }
  if (now < notBefore.getTime()) {
    const day = notBefore.toISOString().slice(0, 10)
    throw new MleError(
      'certificate_not_yet_valid',
      `The certificate ${name} is not valid before ${day}. Check the clock of this machine.`,
    )
  }
  assertStrongRsa(certificate.publicKey, `of the certificate ${name}`)
}

/** An attribute that appears twice in a subject is no identity. */
function single(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
