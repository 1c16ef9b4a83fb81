import { compactVerify } from 'jose'
import type { Settings } from '../settings.ts'
import { parseClaims } from './claims.ts'
import { checkDate } from './date.ts'
import { checkClaimedDigest } from './digest.ts'
import { isCertificate, type SigningKey } from './keys.ts'
import { checkTransacting } from './merchant.ts'
import { quote } from './quote.ts'
import type { SignedRequest, Verdict } from './verify.ts'

/**
 * Judges JWT version 1, of SDKs up to 0.0.76: the certificate and the merchant in the header; of the request only the body is signed, and
 * `iat` is a date in text. [S/X §2c, dump V1] Nothing keeps such a token from being used twice.
 */
export function createJwtV1Judge(
  { acceptJwtV1, clock, dateSkewSeconds }: Settings,
  keys: readonly SigningKey[],
): (token: string, header: Record<string, unknown>, request: SignedRequest) => Promise<Verdict> {
  return async (token, header, request) => {
    if (!acceptJwtV1) {
      const rule = 'sign version 2, whose header is typ, alg and kid'
      return {
        refused: `this is a version 1 token (x5c in the header): ${rule} (acceptJwtV1: true lets version 1 in)`,
      }
    }
    const { alg, x5c, 'v-c-merchant-id': transacting } = header
    if (alg !== 'RS256') return { refused: `alg is ${quote(alg)}: a version 1 token is signed RS256` }
    const sent: unknown = Array.isArray(x5c) ? x5c[0] : undefined
    const key = keys.filter(isCertificate).find(({ derBase64 }) => derBase64 === sent)
    if (!key) return { refused: "x5c holds no certificate known here: send the merchant's own, as base64 of its DER" }
    const payload = await verify(token, key)
    if (!payload) return { refused: 'signature does not fit the certificate in x5c: sign with its private key' }
    const claims = parseClaims(payload)
    if (!claims) return { refused: 'the claims are not a JSON object' }
    const { iat } = claims
    const now = clock.now().getTime() / 1000
    const refused =
      (typeof iat === 'string' ? undefined : `iat is ${iat === undefined ? 'missing' : 'no text'}: an RFC 1123 date`) ??
      checkDate('iat', String(iat), now, dateSkewSeconds) ??
      (await checkClaimedDigest(claims, request.body, key.merchant)) ??
      checkTransacting(transacting, key.merchant)
    if (refused !== undefined) return { refused }
    return { caller: { owner: key.merchant, merchantId: String(transacting), signedBy: 'jwt-v1' } }
  }
}

async function verify(token: string, { merchant }: SigningKey): Promise<Uint8Array | undefined> {
  try {
    return (await compactVerify(token, merchant.provider.merchant.publicKey, { algorithms: ['RS256'] })).payload
  } catch {
    return undefined
  }
}
