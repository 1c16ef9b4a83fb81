import { createHmac, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import type { MerchantSigningKey } from '@nt/mle'

/** What makes the third part of a JWT. */
export interface JwtSigner {
  readonly algorithm: 'RS256' | 'HS256'
  readonly kid: string
  /** The signature in base64url. */
  sign(text: string): string | Promise<string>
}

const signAsync = promisify(sign)

/** RS256 with the key of the P12, on the thread pool: an RSA signature costs a millisecond, too long for the event loop. */
export function createRsaSigner({ kid, privateKey }: Pick<MerchantSigningKey, 'kid' | 'privateKey'>): JwtSigner {
  const nextKey = inTurn(privateKey)
  return {
    algorithm: 'RS256',
    kid,
    sign: async (text) => (await signAsync('sha256', Buffer.from(text), nextKey())).toString('base64url'),
  }
}

/** HS256 with the shared secret: a hundredth of the cost of RS256, at once and not through WebCrypto, which takes 35 times as long. */
export const createHmacSigner = (kid: string, secret: KeyObject): JwtSigner => ({
  algorithm: 'HS256',
  kid,
  sign: (text) => createHmac('sha256', secret).update(text).digest('base64url'),
})

/** Node lets one imported RSA key be used by one core at a time, so copies take turns. */
function inTurn(key: KeyObject): () => KeyObject {
  const der = key.export({ type: 'pkcs8', format: 'der' })
  const copies = Array.from({ length: Math.min(availableParallelism(), 4) }, () =>
    createPrivateKey({ key: der, type: 'pkcs8', format: 'der' }),
  )
  der.fill(0)
  let turn = 0
  return () => copies[turn++ % copies.length] ?? key
}
