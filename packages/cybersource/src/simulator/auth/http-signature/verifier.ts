import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Settings } from '../../settings.ts'
import { checkDate } from '../date.ts'
import { checkDigestHeader } from '../digest.ts'
import { acceptedHosts } from '../hosts.ts'
import { isSecret, type SecretKey, type SigningKey } from '../keys.ts'
import { checkTransacting } from '../merchant.ts'
import { quote } from '../quote.ts'
import type { SignedRequest, Verdict, Verifier } from '../verify.ts'
import { explainSignature, type Fits } from './explain-signature.ts'
import { parseSignature, type SignatureHeader } from './parse-signature.ts'
import { toSigningString } from './signing-string.ts'

/** Verifies HTTP Signature: HMAC-SHA256 with a shared secret over lines made of headers. Deprecated, and still much used. [D/S §2a] */
export function createHttpSignatureVerifier(settings: Settings, keys: readonly SigningKey[]): Verifier {
  const judge = async (request: SignedRequest): Promise<Verdict> => {
    const parsed = parseSignature(request.headers.get('signature') ?? '')
    if ('refused' in parsed) return parsed
    if (parsed.algorithm.toLowerCase() !== 'hmacsha256')
      return { refused: `algorithm is ${quote(parsed.algorithm)}: HmacSHA256 is the only one` }
    const key = keys.filter(isSecret).find(({ kid }) => kid === parsed.keyid)
    if (!key) return { refused: explainKeyId(parsed.keyid, keys) }
    const owner = key.merchant
    const transacting = request.headers.get('v-c-merchant-id')
    const now = settings.clock.now().getTime() / 1000
    const refused =
      checkNames(parsed, request, settings) ??
      checkSignedDate(parsed, request, now, settings) ??
      (await checkDigestHeader(request.headers.get('digest'), request, owner)) ??
      checkTransacting(transacting ?? undefined, owner) ??
      checkSignature(parsed, request, key)
    if (refused !== undefined) return { refused }
    return { caller: { owner, merchantId: transacting ?? owner.merchantId, signedBy: 'http-signature' } }
  }

  function checkSignature(
    { names, signature }: SignatureHeader,
    request: SignedRequest,
    key: SecretKey,
  ): string | undefined {
    const sent = Buffer.from(signature, 'base64')
    const fits: Fits = (secret, text) => {
      const mac = createHmac('sha256', secret).update(text).digest()
      return mac.length === sent.length && timingSafeEqual(mac, sent)
    }
    const transacting = request.headers.get('v-c-merchant-id') ?? ''
    const { merchantId, transactingMerchants = [] } = key.merchant
    // With a portfolio's key the header names the transacting merchant and the signed line the portfolio. [S §2a]
    const signedId = transactingMerchants.includes(transacting) ? merchantId : transacting
    const hosts = acceptedHosts(request, settings)
    const lines = { names, request, merchantId: signedId, host: hosts[0] ?? request.host }
    if (hosts.some((host) => fits(key.bytes, toSigningString({ ...lines, host })))) return undefined
    return explainSignature(fits, key, keys, lines)
  }

  return { recognizes: ({ headers }) => headers.has('signature'), verify: judge }
}

function explainKeyId(keyid: string, keys: readonly SigningKey[]): string {
  const rule = 'use the key id, a UUID, that was shown with the secret'
  const other = keys.find(({ kid }) => kid === keyid)
  if (other) return `keyid is the serial of a .p12 certificate, which signs JWTs: ${rule}`
  if (keys.some(({ merchant }) => merchant.merchantId === keyid)) return `keyid is the merchant id: ${rule}`
  return `keyid is no shared secret known here: ${rule}`
}

/** Which lines must be signed; `(request-target)` was dropped by the host in April 2024. [C §2a] */
function checkNames({ names }: SignatureHeader, request: SignedRequest, settings: Settings): string | undefined {
  const upper = names.find((name) => name !== name.toLowerCase())
  if (upper !== undefined) return `headers="..." names ${quote(upper)}: names are in lower case`
  if (names.includes('(request-target)') && !settings.acceptParenthesizedRequestTarget)
    return 'headers="..." names (request-target): write request-target, without parentheses'
  const has = (...alternatives: string[]) => alternatives.some((name) => names.includes(name))
  const missing = [
    ...(has('host') ? [] : ['host']),
    ...(has('date', 'v-c-date') ? [] : ['v-c-date (or date)']),
    ...(has('request-target', '(request-target)') ? [] : ['request-target']),
    ...(has('digest') || request.body.length === 0 ? [] : ['digest, which a request with a body must sign']),
    ...(has('v-c-merchant-id') ? [] : ['v-c-merchant-id']),
  ]
  if (missing.length > 0) return `headers="..." lacks ${missing.join(', ')}`
  const unsent = names.find((name) => !/^(host|\(?request-target\)?)$/.test(name) && !request.headers.has(name))
  return unsent === undefined ? undefined : `headers="..." names ${quote(unsent)}, but that header was not sent`
}

/** The SDK sends `date`, the guide `v-c-date`. [D/X §2a] */
function checkSignedDate(
  { names }: SignatureHeader,
  { headers }: SignedRequest,
  now: number,
  { dateSkewSeconds }: Settings,
): string | undefined {
  const name = names.includes('v-c-date') ? 'v-c-date' : 'date'
  return checkDate(name, headers.get(name) ?? '', now, dateSkewSeconds)
}
