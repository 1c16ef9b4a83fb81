import { createPrivateKey, type KeyObject } from 'node:crypto'
import forge from 'node-forge'
import { type Certificate, parseCertificate } from './certificate.ts'
import { MleError } from './mle-error.ts'
import type { Pkcs12 } from './pkcs12.ts'

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
  const pfx = parseFile(file)
  try {
    return bagsOf(pfx, password)
  } catch (error) {
    // forge has no error codes; its password failures are the only ones with these words (a test pins them).
    const text = error instanceof Error ? error.message : ''
    if (text.includes('MAC could not be verified')) throw new MleError('pkcs12_password')
    const bags = bagsWithUtf8Password(pfx, password)
    if (bags) return bags
    throw new MleError(/password|Failed to decrypt/i.test(text) ? 'pkcs12_password' : 'pkcs12_unreadable')
  }
}

function parseFile(file: Uint8Array): forge.asn1.Asn1 {
  try {
    return forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(file).toString('latin1')))
  } catch {
    throw new MleError('pkcs12_unreadable')
  }
}

function bagsOf(pfx: forge.asn1.Asn1, password: string): forge.pkcs12.Bag[] {
  return forge.pkcs12.pkcs12FromAsn1(pfx, true, password).safeContents.flatMap((safe) => safe.safeBags)
}

/**
 * PBES2 takes the password as UTF-8, but forge hands it character codes, so a modern file with an accent in its password fails
 * after its MAC was found good. Given the UTF-8 bytes as characters it opens; the MAC, which wants the real text, has been checked by then.
 */
function bagsWithUtf8Password(pfx: forge.asn1.Asn1, password: string): forge.pkcs12.Bag[] | undefined {
  const bytes = Buffer.from(password, 'utf8').toString('latin1')
  if (bytes === password || !Array.isArray(pfx.value)) return undefined
  try {
    return bagsOf({ ...pfx, value: pfx.value.slice(0, 2) }, bytes)
  } catch {
    return undefined
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
