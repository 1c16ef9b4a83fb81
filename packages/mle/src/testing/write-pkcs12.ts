import { createCipheriv, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import forge from 'node-forge'
import { bmp, context, integer, nothing, octets, oid, sequence, set } from './der.ts'

/**
 * How a file is protected. `3des`: as Cybersource writes it today, certificates in the open and the key under 3DES [S].
 * `aes256`: everything under PBES2, as OpenSSL 3 writes by default. `none`: a plain key bag, as very old files have. The MAC
 * is HMAC-SHA256 in all of them.
 */
export type Pkcs12Protection = '3des' | 'aes256' | 'none'

/** One entry of the file; `bytes` is a certificate's DER, or a key's PKCS#8 DER. */
export interface Bag {
  kind: 'certificate' | 'key'
  bytes: Uint8Array
  friendlyName?: string | undefined
  /** Ties a key to its certificate for readers that go by it. */
  localKeyId?: Uint8Array | undefined
}

const DATA = '1.2.840.113549.1.7.1'
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6'
const SHA256 = '2.16.840.1.101.3.4.2.1'
const ITERATIONS = 2048

/** Writes a PKCS#12 file with the bags in the order given: certificates in one safe, keys in another. */
export function writePkcs12(bags: readonly Bag[], password: string, protection: Pkcs12Protection): Uint8Array {
  const certificates = sequence(...bags.filter((bag) => bag.kind === 'certificate').map(certificateBag))
  const keys = sequence(...bags.filter((bag) => bag.kind === 'key').map((bag) => keyBag(bag, password, protection)))
  const safes = [
    protection === 'aes256' ? encryptedContent(certificates, password) : plainContent(certificates),
    plainContent(keys),
  ]
  // The first bag's kind decides which safe comes first, so that tests can turn the order round.
  const content = sequence(...(bags[0]?.kind === 'key' ? safes.reverse() : safes))
  return new Uint8Array(sequence(integer(3), plainContent(content), mac(content, password)))
}

function certificateBag(bag: Bag): Buffer {
  const value = sequence(oid('1.2.840.113549.1.9.22.1'), context(0, octets(bag.bytes)))
  return sequence(oid('1.2.840.113549.1.12.10.1.3'), context(0, value), attributes(bag))
}

function keyBag(bag: Bag, password: string, protection: Pkcs12Protection): Buffer {
  if (protection === 'none') {
    return sequence(oid('1.2.840.113549.1.12.10.1.1'), context(0, bag.bytes), attributes(bag))
  }
  const { algorithm, encrypted } = (protection === '3des' ? tripleDes : pbes2)(bag.bytes, password)
  const value = sequence(algorithm, octets(encrypted))
  return sequence(oid('1.2.840.113549.1.12.10.1.2'), context(0, value), attributes(bag))
}

function attributes({ friendlyName, localKeyId }: Bag): Buffer {
  const list: Buffer[] = []
  if (localKeyId) list.push(sequence(oid('1.2.840.113549.1.9.21'), set(octets(localKeyId))))
  if (friendlyName !== undefined) list.push(sequence(oid('1.2.840.113549.1.9.20'), set(bmp(friendlyName))))
  return list.length === 0 ? Buffer.alloc(0) : set(...list)
}

function plainContent(content: Uint8Array): Buffer {
  return sequence(oid(DATA), context(0, octets(content)))
}

function encryptedContent(content: Uint8Array, password: string): Buffer {
  const { algorithm, encrypted } = pbes2(content, password)
  // The last member is [0] IMPLICIT OCTET STRING: primitive, so its tag is 0x80 and not 0xa0.
  const body = octets(encrypted)
  body[0] = 0x80
  return sequence(oid(ENCRYPTED_DATA), context(0, sequence(integer(0), sequence(oid(DATA), algorithm, body))))
}

interface Protected {
  algorithm: Buffer
  encrypted: Buffer
}

/** PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC. */
function pbes2(content: Uint8Array, password: string): Protected {
  const salt = randomBytes(16)
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256'), iv)
  const prf = sequence(oid('1.2.840.113549.2.9'), nothing())
  const derivation = sequence(oid('1.2.840.113549.1.5.12'), sequence(octets(salt), integer(ITERATIONS), prf))
  const scheme = sequence(oid('2.16.840.1.101.3.4.1.42'), octets(iv))
  return {
    algorithm: sequence(oid('1.2.840.113549.1.5.13'), sequence(derivation, scheme)),
    encrypted: Buffer.concat([cipher.update(content), cipher.final()]),
  }
}

/** pbeWithSHA1And3-KeyTripleDES-CBC (RFC 7292, appendix C). */
function tripleDes(content: Uint8Array, password: string): Protected {
  const salt = randomBytes(8)
  const key = deriveKey(password, salt, 1, 24, forge.md.sha1.create())
  const cipher = createCipheriv('des-ede3-cbc', key, deriveKey(password, salt, 2, 8, forge.md.sha1.create()))
  return {
    algorithm: sequence(oid('1.2.840.113549.1.12.1.3'), sequence(octets(salt), integer(ITERATIONS))),
    encrypted: Buffer.concat([cipher.update(content), cipher.final()]),
  }
}

function mac(content: Uint8Array, password: string): Buffer {
  const salt = randomBytes(8)
  const key = deriveKey(password, salt, 3, 32, forge.md.sha256.create())
  const digest = createHmac('sha256', key).update(content).digest()
  return sequence(sequence(sequence(oid(SHA256), nothing()), octets(digest)), octets(salt), integer(ITERATIONS))
}

/** The key derivation of PKCS#12 (RFC 7292, appendix B), which node:crypto does not offer. */
function deriveKey(password: string, salt: Buffer, id: number, size: number, md: forge.md.MessageDigest): Buffer {
  const saltBytes = forge.util.createBuffer(salt.toString('latin1'))
  return Buffer.from(forge.pkcs12.generateKey(password, saltBytes, id, ITERATIONS, size, md).getBytes(), 'latin1')
}
