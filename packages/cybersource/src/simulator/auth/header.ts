import type { SimulatedMerchant } from '../options.ts'
import { quote } from './quote.ts'

/** A merchant, and the X.509 serial of its certificate, which people take for the kid. */
export interface KnownMerchant {
  readonly merchant: SimulatedMerchant
  readonly x509Serial: string
}

/** What is wrong with the header of a token. */
export function checkHeader(
  header: Record<string, unknown>,
  algorithms: readonly string[],
  merchants: readonly KnownMerchant[],
): string | undefined {
  const { typ, alg, kid } = header
  // Version 1: the certificate in the header, no kid, a text as iat. [S §2c]
  if (kid === undefined && 'x5c' in header)
    return 'this is a version 1 token (x5c in the header): sign version 2, whose header is typ, alg and kid'
  if (typ !== 'JWT') return `typ is ${quote(typ)}: say "JWT"`
  if (typeof alg === 'string' && alg.startsWith('HS'))
    return `alg is ${quote(alg)}: shared-secret tokens are not verified by this sandbox, sign RS256 with the key of the .p12`
  if (typeof alg !== 'string' || !algorithms.includes(alg)) return `alg is ${quote(alg)}: sign RS256`
  if (typeof kid !== 'string' || kid === '')
    return "kid is missing: it is the serialNumber in the subject of the merchant's certificate"
  return checkKid(kid, merchants)
}

/** Trap 1 and trap 10 of §8.1: the X.509 serial, or one of the other keys. */
function checkKid(kid: string, merchants: readonly KnownMerchant[]): string | undefined {
  const rule = "use the serialNumber in the subject of the merchant's certificate"
  for (const { merchant, x509Serial } of merchants) {
    const { provider } = merchant
    if (kid === provider.merchant.kid) return undefined
    if (isSerial(kid, x509Serial)) return `kid is the X.509 serial, not the subject's serialNumber: ${rule}`
    if (kid === provider.requestMle.kid) return `kid names the certificate that requests are sealed to: ${rule}`
    if (kid === provider.responseMle.kid || kid === provider.tokenManagement.kid)
      return `kid names a key that answers are sealed to: ${rule}`
  }
  return `kid is no key known here: ${rule}`
}

/** In hexadecimal, with or without colons, or in decimal. */
const isSerial = (kid: string, hex: string): boolean => {
  const plain = kid.replaceAll(':', '').toUpperCase()
  return plain === hex || plain === BigInt(`0x${hex}`).toString()
}
