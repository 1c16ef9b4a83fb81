import { createDecipheriv, type KeyObject, subtle, type webcrypto } from 'node:crypto'

/** The hash of RSA-OAEP by its name in a JWE header (RFC 7518, 4.3). */
const oaepHashes = { 'RSA-OAEP-256': 'SHA-256', 'RSA-OAEP': 'SHA-1' } as const
const ciphers = { A256GCM: 'aes-256-gcm', A128GCM: 'aes-128-gcm' } as const

/** What is opened here; the rest of the allowed list is jose's. */
export interface GcmToken {
  readonly alg: keyof typeof oaepHashes
  readonly enc: keyof typeof ciphers
}

export const isGcmToken = (token: { alg: string; enc: string }): token is GcmToken =>
  Object.hasOwn(oaepHashes, token.alg) && Object.hasOwn(ciphers, token.enc)

/**
 * Opens a compact JWE whose form has been checked. The same as jose, an eighth cheaper: one trip to the thread pool for the private operation
 * and none for the content, which at a few microseconds costs less than the trip.
 * @throws whatever cryptography says: the caller must not tell the cases apart
 */
export async function decryptGcm(jwe: string, key: KeyObject, { alg, enc }: GcmToken): Promise<Uint8Array> {
  const [header = '', wrapped = '', iv = '', content = '', tag = ''] = jwe.split('.')
  const nonce = Buffer.from(iv, 'base64url')
  const privateKey = await importOnce(key, oaepHashes[alg])
  const contentKey = new Uint8Array(
    await subtle.decrypt({ name: 'RSA-OAEP' }, privateKey, Buffer.from(wrapped, 'base64url')),
  )
  try {
    // RFC 7518, 5.3: a 96-bit nonce and a 128-bit tag; OpenSSL would take others. A key of another length it refuses itself.
    if (nonce.length !== 12) throw new Error('nonce')
    const decipher = createDecipheriv(ciphers[enc], contentKey, nonce, { authTagLength: 16 })
    decipher.setAAD(Buffer.from(header, 'latin1')).setAuthTag(Buffer.from(tag, 'base64url'))
    const plaintext = decipher.update(content, 'base64url')
    // Throws unless the tag fits; nothing has left before.
    decipher.final()
    return new Uint8Array(plaintext.buffer, plaintext.byteOffset, plaintext.length)
  } finally {
    contentKey.fill(0)
  }
}

type Hash = (typeof oaepHashes)[keyof typeof oaepHashes]

/** As long as the key itself is held, and no longer. */
const imported = new WeakMap<KeyObject, Partial<Record<Hash, Promise<webcrypto.CryptoKey>>>>()

function importOnce(key: KeyObject, hash: Hash): Promise<webcrypto.CryptoKey> {
  const known = imported.get(key) ?? {}
  imported.set(key, known)
  known[hash] ??= importKey(key, hash)
  return known[hash]
}

async function importKey(key: KeyObject, hash: Hash): Promise<webcrypto.CryptoKey> {
  const der = key.export({ type: 'pkcs8', format: 'der' })
  try {
    return await subtle.importKey('pkcs8', der, { name: 'RSA-OAEP', hash }, false, ['decrypt'])
  } finally {
    der.fill(0)
  }
}
