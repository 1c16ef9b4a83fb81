import { createHash, createPrivateKey, type KeyObject, randomUUID, sign } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import type { MerchantSigningKey } from '@nt/mle'
import type { Layer } from '@nt/provider-kit'

/** Who signs, and for which host. */
export interface JwtSettings {
  readonly key: Pick<MerchantSigningKey, 'kid' | 'privateKey'>
  readonly merchantId: string
  /** The `request-host` claim. */
  readonly host: string
  readonly now: () => Date
  /** Makes the `jti`, which may be used once. Default: a random UUID. */
  readonly newId?: () => string
}

/** At most two minutes are allowed [D]; the official SDK uses all of it [S]. */
const lifetimeSeconds = 120
const signAsync = promisify(sign)

/**
 * Signs each attempt afresh: JWT version 2, RS256, over the final bytes. Header and claims have the members and the order of the official
 * SDK 0.0.83 [S][X]; the documentation spells one of them `digestAlgorithm`.
 */
export function createJwtLayer({ key, merchantId, host, now, newId = randomUUID }: JwtSettings): Layer {
  const header = encode({ typ: 'JWT', alg: 'RS256', kid: key.kid })
  const nextKey = inTurn(key.privateKey)

  return (next) => async (url, init) => {
    const iat = Math.floor(now().getTime() / 1000)
    const claims = {
      ...(init.body !== undefined && {
        digest: createHash('sha256').update(init.body, 'utf8').digest('base64'),
        'digest-algorithm': 'SHA-256',
      }),
      iat,
      exp: iat + lifetimeSeconds,
      'request-host': host,
      'request-resource-path': url.slice(new URL(url).origin.length) || '/',
      'request-method': init.method.toLowerCase(),
      // The documentation wants the issuer in lower case [D].
      iss: merchantId.toLowerCase(),
      jti: newId(),
      'v-c-jwt-version': '2',
      'v-c-merchant-id': merchantId,
    }
    const signed = `${header}.${encode(claims)}`
    const signature = await signAsync('sha256', Buffer.from(signed), nextKey())
    const authorization = `Bearer ${signed}.${signature.toString('base64url')}`
    return next(url, { ...init, headers: { ...init.headers, authorization } })
  }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

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
