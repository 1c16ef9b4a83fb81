import { randomUUID } from 'node:crypto'
import type { Layer } from '@nt/provider-kit'
import type { JwtSigner } from './jwt-signer.ts'
import { digestOf, requestTarget } from './request-target.ts'

/** Who signs, and for which host. */
export interface JwtSettings {
  readonly signer: JwtSigner
  /** Whose key it is: the merchant's own id, or with a meta key the portfolio's. */
  readonly issuer: string
  /** The transacting merchant. */
  readonly merchantId: string
  /** The `request-host` claim. */
  readonly host: string
  readonly now: () => Date
  /** The key that the answer shall be sealed to, read anew for every attempt: keys change while a client lives. */
  readonly responseKid?: (() => string | undefined) | undefined
  /** Makes the `jti`, which may be used once. Default: a random UUID. */
  readonly newId?: () => string
}

/** At most two minutes are allowed [D]; the official SDK uses all of it [S]. */
const lifetimeSeconds = 120

/**
 * Signs each attempt afresh: JWT version 2 over the final bytes. Header and claims have the members, the order and the spelling of the official
 * SDK 0.0.83 [S][X]; the documentation spells one of them `digestAlgorithm`, and wants `iss` in lower case [D].
 */
export function createJwtLayer(settings: JwtSettings): Layer {
  const { signer, issuer, merchantId, host, now, responseKid, newId = randomUUID } = settings
  const header = encode({ typ: 'JWT', alg: signer.algorithm, kid: signer.kid })

  return (next) => async (url, init) => {
    const iat = Math.floor(now().getTime() / 1000)
    const askedKid = responseKid?.()
    const claims = {
      // A POST without a body gets neither: the SDK's has the second alone [X].
      ...(init.body !== undefined && { digest: digestOf(init.body), 'digest-algorithm': 'SHA-256' }),
      iat,
      exp: iat + lifetimeSeconds,
      'request-host': host,
      'request-resource-path': requestTarget(url),
      'request-method': init.method.toLowerCase(),
      iss: issuer,
      jti: newId(),
      'v-c-jwt-version': '2',
      'v-c-merchant-id': merchantId,
      ...(askedKid !== undefined && { 'v-c-response-mle-kid': askedKid }),
    }
    const signed = `${header}.${encode(claims)}`
    const authorization = `Bearer ${signed}.${await signer.sign(signed)}`
    return next(url, { ...init, headers: { ...init.headers, authorization } })
  }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
