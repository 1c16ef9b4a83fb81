import { X509Certificate } from 'node:crypto'
import { compactVerify, decodeProtectedHeader } from 'jose'
import type { Settings, SimulatedMerchant } from '../options.ts'
import { type Claims, checkMerchant, checkTarget, checkTimes, parseClaims } from './claims.ts'
import { checkDigest } from './digest.ts'
import { checkHeader, type KnownMerchant } from './header.ts'
import { createReplayGuard } from './replay.ts'
import type { SignedRequest, Verdict, Verifier } from './verify.ts'

/** RS256 is what the SDK sends [X]; the others are documented for .p12 keys as well [D §2b]. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']

const BEARER = /^Bearer +(\S+)$/i

/** Verifies JWT version 2 signed with a .p12 key. [D/X §2b] */
export function createJwtVerifier(settings: Settings): Verifier {
  const { clock, clockSkewSeconds } = settings
  const merchants = settings.merchants.map(withX509Serial)
  const seen = createReplayGuard()

  const judge = async (token: string, request: SignedRequest): Promise<Verdict> => {
    const header = parseHeader(token)
    if (!header) return { refused: 'the bearer token is not a JWT: three base64url parts with dots between' }
    const problem = checkHeader(header, ALGORITHMS, merchants)
    if (problem) return { refused: problem }
    const owner = merchants.find(({ merchant }) => merchant.provider.merchant.kid === header.kid)?.merchant
    if (!owner) return { refused: 'kid is unknown' }

    const payload = await verifySignature(token, owner)
    if (!payload) {
      return { refused: "signature does not fit the merchant's certificate: sign with the private key of that .p12" }
    }
    const claims = parseClaims(payload)
    if (!claims) return { refused: 'the claims are not a JSON object' }
    const now = clock.now().getTime() / 1000
    const refused =
      checkTimes(claims, now, settings) ??
      checkTarget(claims, request, settings) ??
      (await checkDigest(claims, request.body, owner)) ??
      checkMerchant(claims, owner) ??
      seen(claims, owner.merchantId, now, clockSkewSeconds)
    return refused === undefined ? { caller: toCaller(claims, owner) } : { refused }
  }

  return {
    recognizes: ({ headers }) => BEARER.test(headers.get('authorization') ?? ''),
    verify: (request) => judge(BEARER.exec(request.headers.get('authorization') ?? '')?.[1] ?? '', request),
  }
}

const withX509Serial = (merchant: SimulatedMerchant): KnownMerchant => ({
  merchant,
  x509Serial: new X509Certificate(merchant.provider.merchant.certificatePem).serialNumber,
})

function parseHeader(token: string): Record<string, unknown> | undefined {
  try {
    return { ...decodeProtectedHeader(token) }
  } catch {
    return undefined
  }
}

async function verifySignature(token: string, { provider }: SimulatedMerchant): Promise<Uint8Array | undefined> {
  try {
    return (await compactVerify(token, provider.merchant.publicKey, { algorithms: ALGORITHMS })).payload
  } catch {
    return undefined
  }
}

const toCaller = (claims: Claims, owner: SimulatedMerchant): { owner: SimulatedMerchant; merchantId: string } => {
  const kid = claims['v-c-response-mle-kid']
  return {
    owner,
    merchantId: String(claims['v-c-merchant-id']),
    ...(typeof kid === 'string' && { responseMleKid: kid }),
  }
}
