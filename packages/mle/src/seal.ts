import { constants, createCipheriv, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto'
import { currentTime, type Now } from './certificate.ts'
import { MleError } from './mle-error.ts'
import type { RequestMleCertificate } from './request-mle-certificate.ts'
import { assertStrongRsa } from './rsa-key.ts'

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
  return seal(plaintext, certificate.publicKey, {
    alg: 'RSA-OAEP-256',
    enc: 'A256GCM',
    cty: 'JWT',
    kid: certificate.kid,
    iat,
  })
}

/** The header of what is sealed here; its members are written in the order given. */
export interface SealHeader {
  readonly alg: 'RSA-OAEP-256'
  readonly enc: 'A256GCM'
  readonly cty?: string
  readonly typ?: string
  readonly kid: string
  readonly iat?: number
}

/**
 * RFC 7516, 5.1, with Node's own cryptography and on the event loop: the public operation takes 30 microseconds, and a trip to the thread pool,
 * of which jose makes four, as long as that.
 */
export async function seal(plaintext: string | Uint8Array, publicKey: KeyObject, header: SealHeader): Promise<string> {
  const contentKey = randomBytes(32)
  try {
    // Node would take a private key in its place.
    if (publicKey.type !== 'public') throw new Error('not public')
    assertStrongRsa(publicKey)
    const protectedHeader = Buffer.from(JSON.stringify(header)).toString('base64url')
    const wrapped = publicEncrypt({ ...oaep, key: publicKey }, contentKey)
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', contentKey, nonce).setAAD(Buffer.from(protectedHeader))
    const content = Buffer.concat([cipher.update(plaintext), cipher.final()])
    const parts = [wrapped, nonce, content, cipher.getAuthTag()].map((part) => part.toString('base64url'))
    return [protectedHeader, ...parts].join('.')
  } catch {
    // The loaders check every key, so this is one made by hand; a foreign error could hold what it was given.
    throw new MleError(
      'key_invalid',
      'Nothing can be sealed to this key. Load it with one of the functions of this package.',
    )
  } finally {
    contentKey.fill(0)
  }
}

const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
