import type { MerchantKeys } from '@nt/mle/testing'
import type { CybersourceAuth } from '../packages/cybersource/src/auth/auth-settings.ts'
import { readAuth } from '../packages/cybersource/src/auth/read-auth.ts'
import { type Auth, sharedSecret } from './official-sdk/modes.ts'

/** Our settings for the SDK's three ways of signing. */
export function authFor(auth: Auth, { p12 }: MerchantKeys): CybersourceAuth {
  const shared = { keyId: sharedSecret.keyId, sharedSecret: sharedSecret.secret }
  switch (auth) {
    case 'HTTP Signature':
      return { type: 'http-signature', ...shared, bodies: 'tls-only' }
    case 'JWT, P12':
      return { type: 'jwt', p12: p12.bytes, p12Password: p12.password }
    case 'JWT, shared secret':
      return { type: 'jwt-shared-secret', ...shared }
  }
}

/** What is signed. */
export interface Unsigned {
  readonly method: string
  /** Path and query. */
  readonly target: string
  /** Empty for none. */
  readonly body: string
}

/** Signs by itself, without a client around it: gives the headers back. */
export type Signer = (request: Unsigned) => Promise<Readonly<Record<string, string>>>

/** The layer of our client that signs, alone. */
export function createSigner(
  auth: Auth,
  keys: MerchantKeys,
  { merchantId = keys.merchantId, origin = 'http://127.0.0.1:9', now = () => new Date() } = {},
): Signer {
  const { host } = new URL(origin)
  const { signing } = readAuth(authFor(auth, keys), { provider: 'cybersource', merchantId, host, now })
  const layer = signing.createLayer()
  const answer = { status: 204, headers: new Headers(), body: null }
  return async ({ method, target, body }) => {
    let signed: Readonly<Record<string, string>> = {}
    const end = layer(async (_, { headers }) => {
      signed = headers
      return answer
    })
    await end(origin + target, { method, headers: {}, redirect: 'manual', ...(body && { body }) })
    return signed
  }
}
