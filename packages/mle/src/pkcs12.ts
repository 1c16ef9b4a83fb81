import type { KeyObject } from 'node:crypto'
import { assertUsable, byUsefulness, type Certificate, type Now } from './certificate.ts'
import { MleError } from './mle-error.ts'
import { assertStrongRsa, isSamePair, type PrivateKeySource } from './rsa-key.ts'

/** What a .p12 file, or the PEM made out of it, holds. Keys are opaque; certificates are public. Neither is in a promised order. */
export interface Pkcs12 {
  readonly certificates: readonly Certificate[]
  readonly privateKeys: readonly KeyObject[]
}

/**
 * The certificate that has its private key in the file, found by name and matched by public key, never by position.
 * @param commonName compared without regard to case; may be left out when only one name has a key
 * @throws MleError `key_missing`, `key_invalid`, `key_weak`, `certificate_expired`, `certificate_not_yet_valid`
 */
export function pairOf(
  p12: Pkcs12,
  commonName: string | undefined,
  options: Now,
): { certificate: Certificate; privateKey: KeyObject } {
  const wanted = commonName?.toLowerCase()
  const pairs = p12.certificates.flatMap((certificate) => {
    if (wanted !== undefined && certificate.commonName?.toLowerCase() !== wanted) return []
    const privateKey = p12.privateKeys.find((key) => isSamePair(key, certificate.publicKey))
    return privateKey ? [{ certificate, privateKey }] : []
  })
  const order = byUsefulness(options)
  const [pair, ...others] = pairs.sort((a, b) => order(a.certificate, b.certificate))
  if (!pair) {
    throw new MleError(
      'key_missing',
      `The .p12 has no private key${wanted === undefined ? '' : ` for CN ${JSON.stringify(commonName)}`}. Check that it is the merchant's own file. ${listed(p12.certificates)}`,
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

/** @throws MleError `key_missing` */
export function kidOf(certificate: Certificate): string {
  if (certificate.serialNumber !== undefined) return certificate.serialNumber
  throw new MleError(
    'key_missing',
    'The certificate has no serialNumber attribute in its subject, so its key id is unknown. Use the file from the portal, or give the kid.',
  )
}

export function isPkcs12(source: Pkcs12 | PrivateKeySource): source is Pkcs12 {
  return typeof source === 'object' && 'certificates' in source && 'privateKeys' in source
}

/** The names in the file, for a message; quoted, since a file may hold anything. */
export function listed(certificates: readonly Certificate[]): string {
  const names = certificates.slice(0, 8).map((certificate) => JSON.stringify(certificate.commonName ?? ''))
  return names.length === 0 ? 'It holds no certificate.' : `It holds: ${names.join(', ')}.`
}
