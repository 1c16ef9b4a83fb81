import { createPrivateKey, type KeyObject } from 'node:crypto'
import forge from 'node-forge'
import { type Certificate, parseCertificate } from './certificate.ts'
import { MleError } from './mle-error.ts'

/** What a .p12 file holds. Keys are opaque; certificates are public. Neither is in a promised order. */
export interface Pkcs12 {
  readonly certificates: readonly Certificate[]
  readonly privateKeys: readonly KeyObject[]
}

/**
 * Opens a PKCS#12 file: modern (PBES2/AES), legacy (3DES, RC2) and plain bags, in any order. node-forge only unwraps the
 * file, because node:crypto cannot list what is inside one; parsing and use of the keys is node:crypto's.
 * Costs some milliseconds: read a file once, not per request.
 *
 * @example const p12 = readPkcs12(readFileSync('merchant.p12'), password)
 * @throws MleError `pkcs12_password` or `pkcs12_unreadable`
 */
export function readPkcs12(file: Uint8Array, password: string): Pkcs12 {
  const bags = openBags(file, password)
  const certificates: Certificate[] = []
  const privateKeys: KeyObject[] = []
  try {
    for (const bag of bags) {
      if (bag.type === forge.pki.oids['certBag']) {
        const asn1 = bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1
        certificates.push(parseCertificate(derBytes(asn1), friendlyName(bag)))
      } else {
        // A PKCS#1 structure from forge for RSA keys; the untouched PKCS#8 one for every other kind.
        const der = derBytes(bag.key ? forge.pki.privateKeyToAsn1(bag.key) : bag.asn1)
        privateKeys.push(createPrivateKey({ key: der, format: 'der', type: bag.key ? 'pkcs1' : 'pkcs8' }))
        der.fill(0)
      }
    }
  } catch {
    throw new MleError('pkcs12_unreadable')
  }
  return Object.freeze({ certificates: Object.freeze(certificates), privateKeys: Object.freeze(privateKeys) })
}

function openBags(file: Uint8Array, password: string): forge.pkcs12.Bag[] {
  let pfx: forge.asn1.Asn1
  try {
    pfx = forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(file).toString('latin1')))
  } catch {
    throw new MleError('pkcs12_unreadable')
  }
  try {
    return forge.pkcs12.pkcs12FromAsn1(pfx, true, password).safeContents.flatMap((safe) => safe.safeBags)
  } catch (error) {
    // forge has no error codes; its three password failures are the only ones whose text has these words (pinned by a test).
    const wrongPassword = error instanceof Error && /password|Failed to decrypt/i.test(error.message)
    throw new MleError(wrongPassword ? 'pkcs12_password' : 'pkcs12_unreadable')
  }
}

function derBytes(asn1: forge.asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1')
}

function friendlyName(bag: forge.pkcs12.Bag): string | undefined {
  const names: unknown = (bag.attributes as { friendlyName?: unknown } | undefined)?.friendlyName
  const name: unknown = Array.isArray(names) ? names[0] : undefined
  return typeof name === 'string' ? name : undefined
}
