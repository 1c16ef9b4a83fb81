import { createHash, type KeyObject } from 'node:crypto'
import { type PrivateKeySource, parsePrivateKey, toPublic } from './rsa-key.ts'

/** Ours, private: opens the bare JWE that Token Management sends for `Accept: application/jose`. */
export interface TokenManagementMleKey {
  readonly purpose: 'token-management-mle'
  readonly kid: string
  readonly privateKey: KeyObject
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
  return Object.freeze({ purpose: 'token-management-mle', kid: options.kid || spkiSha1(privateKey), privateKey })
}

/**
 * The id of a Token Management key when the portal's is not given, of either half: SHA-1 of the SPKI DER in lower-case hex [I].
 * SHA-1 as an identifier, not as protection: nothing is trusted because of it.
 */
export function spkiSha1(key: KeyObject): string {
  const spki = toPublic(key).export({ type: 'spki', format: 'der' })
  return createHash('sha1').update(spki).digest('hex')
}
