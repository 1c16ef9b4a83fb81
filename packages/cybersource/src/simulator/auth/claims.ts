import type { Settings } from '../settings.ts'
import { acceptedHosts } from './hosts.ts'
import { isSecret, type SigningKey } from './keys.ts'
import { checkTransacting, isSameMerchant } from './merchant.ts'
import { quote } from './quote.ts'
import type { SignedRequest } from './verify.ts'

export type Claims = Readonly<Record<string, unknown>>

export function parseClaims(payload: Uint8Array): Claims | undefined {
  try {
    const claims: unknown = JSON.parse(new TextDecoder().decode(payload))
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? (claims as Claims) : undefined
  } catch {
    return undefined
  }
}

/** Version and time. [D/X §2b] The skew is [U §10]. */
export function checkTimes(claims: Claims, now: number, settings: Settings): string | undefined {
  const { clockSkewSeconds: skew, maxLifetimeSeconds } = settings
  const { iat, exp, 'v-c-jwt-version': version } = claims
  if (version !== '2') return 'v-c-jwt-version is not the string "2"'
  for (const [name, value] of Object.entries({ iat, exp })) {
    if (typeof value !== 'number')
      return `${name} is ${value === undefined ? 'missing' : 'not a number'}: epoch seconds`
    if (value > 1e11) return `${name} is in milliseconds: epoch seconds are wanted`
  }
  const [from, until] = [Number(iat), Number(exp)]
  if (until <= from) return 'exp is not after iat'
  if (until - from > maxLifetimeSeconds)
    return `exp lies ${Math.round(until - from)} s after iat: at most ${maxLifetimeSeconds} s are allowed`
  if (now > until + skew) return `exp lies ${Math.round(now - until)} s in the past: check the client's clock`
  if (now < from - skew) return `iat lies ${Math.round(from - now)} s in the future: check the client's clock`
  return undefined
}

/** Method, path with query string, and host. [D/X §2b] */
export function checkTarget(claims: Claims, request: SignedRequest, settings: Settings): string | undefined {
  const { 'request-method': method, 'request-resource-path': path, 'request-host': host } = claims
  const sent = request.method.toLowerCase()
  if (method !== sent) {
    const advice = String(method).toLowerCase() === sent ? 'write it in lower case' : `the request is a ${sent}`
    return `request-method is ${quote(method)}: ${advice}`
  }
  if (path !== request.target) return differingPath(path, request.target)
  const hosts = acceptedHosts(request, settings)
  if (typeof host === 'string' && hosts.some((one) => one.toLowerCase() === host.toLowerCase())) return undefined
  return `request-host is ${quote(host)}, but this host is ${hosts.map(quote).join(' or ')}`
}

/** Trap 6 of §8.1. No path is quoted: one may hold a token number. */
function differingPath(path: unknown, target: string): string {
  if (typeof path !== 'string') return 'request-resource-path is missing: path and query exactly as sent'
  const [pathname] = target.split('?')
  if (path === pathname) return 'request-resource-path lacks the query string: sign path and query exactly as sent'
  if (path === `${target}/` || `${path}/` === target)
    return 'request-resource-path differs in a trailing slash: sign path and query exactly as sent'
  if (/^https?:/.test(path)) return 'request-resource-path is a whole URL: sign path and query only'
  return 'request-resource-path differs from the path requested: sign path and query exactly as sent'
}

/** The owner of the key, and who transacts. [D §2b; C: another `iss` is an unauthorized user] */
export function checkMerchant(claims: Claims, key: SigningKey): string | undefined {
  const { iss, 'v-c-merchant-id': transacting } = claims
  const { merchantId } = key.merchant
  if (!isSameMerchant(iss, merchantId)) {
    const what = isSecret(key) ? 'shared secret' : 'certificate'
    return `iss is ${quote(iss)}, but the key belongs to ${quote(merchantId)}: iss names the owner of the ${what}`
  }
  return checkTransacting(transacting, key.merchant)
}
