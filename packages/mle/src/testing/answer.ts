import type { KeyObject } from 'node:crypto'
import { currentTime, type Now } from '../certificate.ts'
import { type OpenOptions, openWith, toText } from '../open.ts'
import { seal } from '../seal.ts'
import type { Recipient } from './merchant-keys.ts'

/**
 * A Token Management answer, as the simulator sends it for `Accept: application/jose`: a bare compact JWE whose header is
 * `{kid, cty:"json", typ:"JWT", enc:"A256GCM", alg:"RSA-OAEP-256"}` in that order, as in the guide's sample [D].
 */
export function sealAnswer(plaintext: string | Uint8Array, recipient: Recipient): Promise<string> {
  const { kid, publicKey } = recipient
  return seal(plaintext, publicKey, { kid, cty: 'json', typ: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP-256' })
}

/** The value of `encryptedResponse`: header alg, enc, iat, kid [D]. The JSON around it is the caller's. */
export function sealResponse(plaintext: string | Uint8Array, recipient: Recipient, options: Now = {}): Promise<string> {
  const { kid, publicKey } = recipient
  const iat = Math.floor(currentTime(options).getTime() / 1000)
  return seal(plaintext, publicKey, { alg: 'RSA-OAEP-256', enc: 'A256GCM', iat, kid })
}

/**
 * Opens `encryptedRequest` as the provider would. Takes RSA-OAEP-256 and RSA-OAEP, because the guide's own Java example writes the
 * second [D]; the kid must be there and be the provider's own.
 * @throws MleError as `open` does
 */
export async function openRequest(
  jwe: string,
  key: { readonly kid: string; readonly privateKey: KeyObject },
  options: OpenOptions = {},
): Promise<string> {
  return toText(await openWith(jwe, (kid) => (kid === key.kid ? key.privateKey : undefined), options))
}
