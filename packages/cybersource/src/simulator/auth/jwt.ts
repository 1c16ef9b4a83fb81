import { createHmac, timingSafeEqual } from 'node:crypto'
import { compactVerify, decodeProtectedHeader } from 'jose'
import type { Settings } from '../settings.ts'
import { type Claims, checkMerchant, checkTarget, checkTimes, parseClaims } from './claims.ts'
import { checkClaimedDigest } from './digest.ts'
import { CERTIFICATE_ALGORITHMS, findKey, SECRET_ALGORITHMS } from './header.ts'
import { createJwtV1Judge } from './jwt-v1.ts'
import { isSecret, type SecretKey, type SigningKey } from './keys.ts'
import { createReplayGuard } from './replay.ts'
import type { Caller, SignedRequest, Verdict, Verifier } from './verify.ts'

const BEARER = /^Bearer +(\S+)$/i

/** Verifies bearer tokens: JWT version 2, signed with a .p12 key or with a shared secret [D/X §2b], and version 1 where it is allowed. */
export function createJwtVerifier(settings: Settings, keys: readonly SigningKey[]): Verifier {
  const { clock, clockSkewSeconds } = settings
  const seen = createReplayGuard()
  const judgeV1 = createJwtV1Judge(settings, keys)

  const judge = async (token: string, request: SignedRequest): Promise<Verdict> => {
    const header = parseHeader(token)
    if (!header) return { refused: 'the bearer token is not a JWT: three base64url parts with dots between' }
    // No kid, but the certificate itself: version 1. [S §2c]
    if (header['kid'] === undefined && 'x5c' in header) return judgeV1(token, header, request)
    const found = findKey(header, keys)
    if ('refused' in found) return found
    const { key } = found
    const owner = key.merchant

    const verified = await (isSecret(key) ? verifySecret(token, header, key, keys) : verifyCertificate(token, key))
    if ('refused' in verified) return verified
    const claims = parseClaims(verified.payload)
    if (!claims) return { refused: 'the claims are not a JSON object' }
    const now = clock.now().getTime() / 1000
    const refused =
      checkTimes(claims, now, settings) ??
      checkTarget(claims, request, settings) ??
      (await checkClaimedDigest(claims, request.body, owner)) ??
      checkMerchant(claims, key) ??
      seen(claims, owner.merchantId, now, clockSkewSeconds)
    return refused === undefined ? { caller: toCaller(claims, key) } : { refused }
  }

  return {
    recognizes: ({ headers }) => BEARER.test(headers.get('authorization') ?? ''),
    verify: (request) => judge(BEARER.exec(request.headers.get('authorization') ?? '')?.[1] ?? '', request),
  }
}

function parseHeader(token: string): Record<string, unknown> | undefined {
  try {
    return { ...decodeProtectedHeader(token) }
  } catch {
    return undefined
  }
}

type Verified = { readonly payload: Uint8Array } | { readonly refused: string }

async function verifyCertificate(token: string, { merchant }: SigningKey): Promise<Verified> {
  try {
    const { publicKey } = merchant.provider.merchant
    return { payload: (await compactVerify(token, publicKey, { algorithms: CERTIFICATE_ALGORITHMS })).payload }
  } catch {
    return { refused: "signature does not fit the merchant's certificate: sign with the private key of that .p12" }
  }
}

function verifySecret(
  token: string,
  { alg }: Record<string, unknown>,
  key: SecretKey,
  keys: readonly SigningKey[],
): Verified {
  const [header = '', payload = '', signature = '', ...more] = token.split('.')
  if (more.length > 0) return { refused: 'the bearer token is not a JWT: three base64url parts with dots between' }
  const signed = Buffer.from(signature, 'base64url')
  const fits = (secret: Uint8Array): boolean => {
    const mac = createHmac(SECRET_ALGORITHMS[String(alg)] ?? 'sha256', secret)
      .update(`${header}.${payload}`)
      .digest()
    return mac.length === signed.length && timingSafeEqual(mac, signed)
  }
  if (fits(key.bytes)) return { payload: Buffer.from(payload, 'base64url') }
  if (fits(key.undecoded))
    return { refused: 'the shared secret was used as text: base64-decode it, and sign with the bytes' }
  if (keys.some((other) => isSecret(other) && fits(other.bytes)))
    return { refused: 'signature is by the secret of another key id: kid and secret must be of one pair' }
  return { refused: 'signature does not fit the shared secret: sign with the base64-decoded secret of that key id' }
}

function toCaller(claims: Claims, { merchant }: SigningKey): Caller {
  const kid = claims['v-c-response-mle-kid']
  return {
    owner: merchant,
    merchantId: String(claims['v-c-merchant-id']),
    signedBy: 'jwt',
    ...(typeof kid === 'string' && { responseMleKid: kid }),
  }
}
