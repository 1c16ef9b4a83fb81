import { createPrivateKey, createPublicKey, type JsonWebKey, KeyObject } from 'node:crypto'
import { MleError } from './mle-error.ts'

/** A private key as people hold it: PEM (PKCS#8 or PKCS#1) as text or bytes, a JWK, or a node `KeyObject`. */
export type PrivateKeySource = string | Uint8Array | JsonWebKey | KeyObject

/**
 * Parses a private key and checks its strength. The result is opaque: printing it shows no key material.
 * @param passphrase for an encrypted PEM
 * @throws MleError `key_invalid` or `key_weak`
 */
export function parsePrivateKey(source: PrivateKeySource, passphrase?: string): KeyObject {
  const key = importPrivateKey(source, passphrase)
  if (key.type !== 'private') throw new MleError('key_invalid', 'This is a public key; the private one is needed here.')
  assertStrongRsa(key)
  return key
}

function importPrivateKey(source: PrivateKeySource, passphrase: string | undefined): KeyObject {
  try {
    if (source instanceof KeyObject) return source
    if (typeof source === 'string' || source instanceof Uint8Array) {
      const key = typeof source === 'string' ? source : Buffer.from(source)
      return createPrivateKey(passphrase === undefined ? { key } : { key, passphrase })
    }
    return createPrivateKey({ key: source, format: 'jwk' })
  } catch {
    // OpenSSL's words quote the input's structure; say what to give instead.
    throw new MleError(
      'key_invalid',
      'This private key cannot be read. Give an RSA private key as PEM or JWK, and its passphrase if it is encrypted.',
    )
  }
}

/**
 * jose accepts public exponent 1 and known-weak keys [X], so the checks are ours: RSA, 2048 bits or more, e = 65537.
 * @param whose words for the message
 * @throws MleError `key_invalid` or `key_weak`
 */
export function assertStrongRsa(key: KeyObject, whose = 'given here'): void {
  const { modulusLength = 0, publicExponent } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType !== 'rsa' || publicExponent !== 65537n) {
    throw new MleError(
      'key_invalid',
      `The key ${whose} is not an RSA key with public exponent 65537; no other kind is used.`,
    )
  }
  if (modulusLength < 2048) {
    throw new MleError(
      'key_weak',
      `The RSA key ${whose} has ${modulusLength} bits; 2048 are needed. Make a new one and upload or download it in the portal.`,
    )
  }
}

/** Whether two keys, private or public, are halves of the same pair. */
export function isSamePair(a: KeyObject, b: KeyObject): boolean {
  return toPublic(a).equals(toPublic(b))
}

export function toPublic(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key
}
