import { createSecretKey, type KeyObject } from 'node:crypto'
import type { Certificate, Pkcs12 } from '@nt/mle'
import type { Layer } from '@nt/provider-kit'
import { loadSigningKey, openP12 } from '../keys.ts'
import { check, isId, isText, plain } from '../read-setting.ts'
import type { CybersourceAuth } from './auth-settings.ts'
import { createHttpSignatureLayer } from './http-signature.ts'
import { createJwtLayer } from './jwt.ts'
import { createHmacSigner, createRsaSigner, type JwtSigner } from './jwt-signer.ts'

/** The settings of signing, read: keys parsed once. */
export interface Signing {
  readonly kid: string
  /** Where the key came with one. */
  readonly certificate: Certificate | undefined
  /** Whether Cybersource opens what is sealed in a request signed so, and can be told which key to seal the answer to. */
  readonly allowsSealing: boolean
  /** Makes the layer that signs; with `responseKid` it names the key that the answer shall be sealed to. */
  createLayer(responseKid?: () => string | undefined): Layer
}

/** What signing goes by besides its own settings. */
export interface SigningContext {
  readonly provider: string
  readonly merchantId: string
  readonly host: string
  readonly now: () => Date
}

const common = ['type', 'portfolioId']
const secretMembers = [...common, 'keyId', 'sharedSecret']
const members: Record<CybersourceAuth['type'], readonly string[]> = {
  jwt: [...common, 'p12', 'p12Password'],
  'jwt-shared-secret': secretMembers,
  'http-signature': [...secretMembers, 'bodies', 'dateHeader'],
}

/**
 * Reads how to sign, and hands the opened P12 back: it holds the certificate that requests are sealed to.
 * @throws NetworkTokenError `configuration_invalid`, `key_invalid`
 */
export function readAuth(
  auth: CybersourceAuth,
  context: SigningContext,
): { readonly signing: Signing; readonly p12: Pkcs12 | undefined } {
  const { provider, merchantId, host, now } = context
  checkMembers(auth, provider)
  const owner = auth.portfolioId ?? merchantId
  const withJwt = (signer: JwtSigner, certificate?: Certificate): Signing => ({
    kid: signer.kid,
    certificate,
    allowsSealing: true,
    createLayer: (responseKid) => createJwtLayer({ signer, issuer: owner, merchantId, host, now, responseKid }),
  })

  if (auth.type === 'jwt') {
    check(provider, 'auth.p12', auth.p12 instanceof Uint8Array, 'must be the bytes of the .p12 file')
    check(provider, 'auth.p12Password', isText(auth.p12Password), 'must be a string or a Secret')
    const p12 = openP12(provider, auth.p12, plain(auth.p12Password))
    const key = loadSigningKey(provider, p12, owner, now)
    return { signing: withJwt(createRsaSigner(key), key.certificate), p12 }
  }

  const { keyId } = auth
  check(provider, 'auth.keyId', isId(keyId) && !/["\\]/.test(keyId), 'must be the id of the shared secret, a UUID')
  if (auth.type === 'jwt-shared-secret') {
    return { signing: withJwt(createHmacSigner(keyId, readSecret(auth.sharedSecret, provider))), p12: undefined }
  }

  const { bodies, dateHeader = 'date' } = auth
  check(
    provider,
    'auth.bodies',
    bodies === 'tls-only',
    'must say "tls-only": Cybersource opens no sealed request with an HTTP Signature, so card numbers leave protected by TLS alone. Write it to accept that, or sign with auth.type "jwt" or "jwt-shared-secret"',
  )
  check(provider, 'auth.dateHeader', ['date', 'v-c-date'].includes(dateHeader), 'must be "date" or "v-c-date"')
  const secret = readSecret(auth.sharedSecret, provider)
  const layer = createHttpSignatureLayer({
    keyId,
    secret,
    merchantId,
    signedMerchantId: owner,
    host,
    dateHeader,
    now,
  })
  return {
    signing: { kid: keyId, certificate: undefined, allowsSealing: false, createLayer: () => layer },
    p12: undefined,
  }
}

/** A member of another way of signing would be passed over: somebody believes in it. */
function checkMembers(auth: CybersourceAuth, provider: string): void {
  const types = Object.keys(members)
  const known = Object.hasOwn(members, auth?.type ?? '')
  check(provider, 'auth.type', known, `must be one of ${types.map((type) => `"${type}"`).join(', ')}`)
  const allowed = members[auth.type]
  for (const [name, value] of Object.entries(auth)) {
    if (value === undefined || allowed.includes(name)) continue
    const path = types.some((type) => members[type as CybersourceAuth['type']].includes(name)) ? `auth.${name}` : 'auth'
    check(provider, path, false, `has no place with auth.type "${auth.type}", which takes ${allowed.join(', ')}`)
  }
  check(
    provider,
    'auth.portfolioId',
    auth.portfolioId === undefined || isId(auth.portfolioId),
    'must be the id of the portfolio that owns the key',
  )
}

/** The HMAC key is what the text decodes to [S]: taking the text itself is a well-known cause of a 401, and no error anywhere before it. */
function readSecret(sharedSecret: unknown, provider: string): KeyObject {
  const path = 'auth.sharedSecret'
  const advice =
    'copy it whole from where it was shown once (Business Center > Key Management > REST - Shared Secret), or make a new one'
  check(provider, path, isText(sharedSecret), 'must be a string or a Secret')
  const text = plain(sharedSecret)
  const bytes = Buffer.from(text, 'base64')
  check(provider, path, bytes.toString('base64') === text, `is not base64: ${advice}`)
  check(provider, path, bytes.length >= 32, `decodes to less than 32 bytes: ${advice}`)
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}
