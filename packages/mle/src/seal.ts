import type { KeyObject } from 'node:crypto'
import { CompactEncrypt, type CompactJWEHeaderParameters } from 'jose'
import { currentTime, type Now } from './certificate.ts'
import { MleError } from './mle-error.ts'
import type { RequestMleCertificate } from './request-mle-certificate.ts'

/**
 * Seals a request body to Cybersource's certificate: the value of `encryptedRequest`.
 *
 * RSA-OAEP-256 + A256GCM; header members in the order the official SDK writes them (alg, enc, cty, kid, iat in epoch seconds) and no
 * `typ` [X]. `cty` says `JWT` though the plaintext is plain JSON: that is what the SDK sends.
 *
 * @example const envelope = { encryptedRequest: await sealRequest(JSON.stringify(body), certificate) }
 * @param options.now for the header's `iat`
 * @throws MleError `key_invalid` for a certificate that did not come from `requestMleCertificate`
 */
export async function sealRequest(
  plaintext: string | Uint8Array,
  certificate: RequestMleCertificate,
  options: Now = {},
): Promise<string> {
  const iat = Math.floor(currentTime(options).getTime() / 1000)
  const header = { alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT', kid: certificate.kid, iat }
  return seal(plaintext, certificate.publicKey, header)
}

/** jose writes the header's members in the order given. */
export async function seal(
  plaintext: string | Uint8Array,
  publicKey: KeyObject,
  header: CompactJWEHeaderParameters,
): Promise<string> {
  const bytes = typeof plaintext === 'string' ? new TextEncoder().encode(plaintext) : plaintext
  try {
    return await new CompactEncrypt(bytes).setProtectedHeader(header).encrypt(publicKey)
  } catch {
    // The loaders check every key, so this is one made by hand; jose's own error could hold what it was given.
    throw new MleError(
      'key_invalid',
      'Nothing can be sealed to this key. Load it with one of the functions of this package.',
    )
  }
}
