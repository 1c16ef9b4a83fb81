import { isCertificate, isSecret, type SigningKey } from './keys.ts'
import { quote } from './quote.ts'

/** RS256 is what the SDK sends with a .p12 [X]; the others are documented for such keys as well [D §2b]. */
export const CERTIFICATE_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']

/** HS256 is what the SDK sends with a shared secret [X]; the others are documented [D §2b]. */
export const SECRET_ALGORITHMS: Readonly<Record<string, string>> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' }

const certificateRule = "use the serialNumber in the subject of the merchant's certificate"
const secretRule = 'use the key id, a UUID, that was shown with the secret'

/** The key that a version 2 header names, or what is wrong with the header. [D/X §2b] */
export function findKey(
  header: Record<string, unknown>,
  keys: readonly SigningKey[],
): { readonly key: SigningKey } | { readonly refused: string } {
  const { typ, alg, kid } = header
  const refused = (detail: string) => ({ refused: detail })
  if (typ !== 'JWT') return refused(`typ is ${quote(typ)}: say "JWT"`)
  const isSecretAlgorithm = typeof alg === 'string' && Object.hasOwn(SECRET_ALGORITHMS, alg)
  if (typeof alg !== 'string' || !(isSecretAlgorithm || CERTIFICATE_ALGORITHMS.includes(alg)))
    return refused(`alg is ${quote(alg)}: sign RS256 with the key of a .p12, or HS256 with a shared secret`)
  if (typeof kid !== 'string' || kid === '')
    return refused(
      isSecretAlgorithm
        ? 'kid is missing: it is the key id, a UUID, that was shown with the secret'
        : "kid is missing: it is the serialNumber in the subject of the merchant's certificate",
    )
  const key = keys.find((one) => one.kid === kid)
  if (!key) return refused(explainKid(kid, isSecretAlgorithm, keys))
  if (isSecretAlgorithm && isCertificate(key))
    return refused(
      `alg is ${quote(alg)}, but kid names the key of a .p12: sign RS256 with that key, or name a shared secret`,
    )
  if (!isSecretAlgorithm && isSecret(key))
    return refused(
      `alg is ${quote(alg)}, but kid names a shared secret: sign HS256 with that secret, or name the key of a .p12`,
    )
  return { key }
}

/** Trap 1 and trap 10 of §8.1: the X.509 serial, or one of the other keys. */
function explainKid(kid: string, wantsSecret: boolean, keys: readonly SigningKey[]): string {
  const rule = wantsSecret ? secretRule : certificateRule
  const plain = kid.toLowerCase()
  for (const key of keys) {
    const { provider, merchantId } = key.merchant
    if (isCertificate(key) && isSerial(kid, key.x509Serial))
      return `kid is the X.509 serial, not the subject's serialNumber: ${certificateRule}`
    if (kid === provider.requestMle.kid) return `kid names the certificate that requests are sealed to: ${rule}`
    if (kid === provider.responseMle.kid || kid === provider.tokenManagement.kid)
      return `kid names a key that answers are sealed to: ${rule}`
    if (plain === merchantId.toLowerCase()) return `kid is the merchant id (the alias of the key): ${rule}`
    if (plain === key.kid.toLowerCase()) return 'kid differs from the key id in upper and lower case: write it as shown'
  }
  return wantsSecret ? `kid is no shared secret known here: ${rule}` : `kid is no key known here: ${rule}`
}

/** In hexadecimal, with or without colons, or in decimal. */
const isSerial = (kid: string, hex: string): boolean => {
  const plain = kid.replaceAll(':', '').toUpperCase()
  return plain === hex || plain === BigInt(`0x${hex}`).toString()
}
