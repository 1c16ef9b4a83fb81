import { NetworkTokenError } from '@nt/core'
import {
  type MerchantSigningKey,
  MleError,
  merchantSigningKey,
  type Pkcs12,
  type RequestMleCertificate,
  type ResponseMleKey,
  readPkcs12,
  requestMleCertificate,
  responseMleKey,
  type TokenManagementMleKey,
  tokenManagementMleKey,
} from '@nt/mle'
import type { ResponseMleKeySettings, TokenManagementMleKeySettings } from './mle-settings.ts'
import { check, isId, isText, plain } from './read-setting.ts'

/** Opens the merchant's P12. */
export const openP12 = (provider: string, bytes: Uint8Array, password: string, setting = 'auth'): Pkcs12 =>
  refusing(provider, `${setting}.p12`, () => readPkcs12(bytes, password))

/** The key that signs, found in the P12 by the name of its owner, never by position [X]. */
export const loadSigningKey = (provider: string, p12: Pkcs12, owner: string, now: () => Date): MerchantSigningKey =>
  refusing(provider, 'auth.p12', () => merchantSigningKey(p12, owner, { now }))

/** Cybersource's certificate, to seal requests to. */
export const loadRequestMle = (
  provider: string,
  source: Pkcs12 | string,
  alias: string | undefined,
  now: () => Date,
): RequestMleCertificate =>
  refusing(provider, typeof source === 'string' ? 'requestMle.certificate' : 'requestMle', () =>
    requestMleCertificate(source, { alias, now }),
  )

/** A key for `application/jose` answers, with the id that the answer's header must name exactly. */
export function loadTokenManagementKey(provider: string, key: TokenManagementMleKeySettings): TokenManagementMleKey {
  const path = 'tokenManagementMle'
  check(provider, path, isText(key?.privateKey), 'must hold a privateKey: a PEM string or a Secret')
  checkKid(provider, path, key.kid)
  return refusing(provider, path, () => tokenManagementMleKey(plain(key.privateKey), { kid: key.kid }))
}

/** A key for `encryptedResponse`, with the id that requests ask for: the portal's wins over the certificate's, since the two may differ [S]. */
export function loadResponseKey(provider: string, key: ResponseMleKeySettings, now: () => Date): ResponseMleKey {
  const path = 'responseMle.key'
  const { p12, p12Password, privateKey, kid } = key ?? {}
  const one = (p12 === undefined) !== (privateKey === undefined)
  check(provider, path, one, 'must hold either a p12 with its p12Password, or a privateKey with its kid')
  checkKid(provider, path, kid)
  if (privateKey !== undefined) {
    check(provider, `${path}.privateKey`, isText(privateKey), 'must be a PEM string or a Secret')
    check(
      provider,
      `${path}.kid`,
      kid !== undefined,
      'is missing: a key without a certificate has no id of its own; copy it from Key Management in the Business Center',
    )
    return refusing(provider, path, () => responseMleKey(plain(privateKey), { kid }))
  }
  check(provider, `${path}.p12`, p12 instanceof Uint8Array, 'must be the bytes of the .p12 file')
  check(provider, `${path}.p12Password`, isText(p12Password), 'must be a string or a Secret')
  const opened = openP12(provider, p12, plain(p12Password), path)
  return refusing(provider, `${path}.p12`, () => responseMleKey(opened, { kid, now }))
}

const checkKid = (provider: string, path: string, kid: unknown): void =>
  check(provider, `${path}.kid`, kid === undefined || isId(kid), 'must be the key id as the Business Center shows it')

/** Says which setting is at fault and what to do, in our own error. */
export function refusing<Loaded>(provider: string, setting: string, load: () => Loaded): Loaded {
  try {
    return load()
  } catch (error) {
    if (!MleError.isInstance(error)) throw new NetworkTokenError('internal', { provider })
    // The words of MleError are fixed sentences and subject names; the last full stop is the sentence's around it.
    const problem = `is refused: ${error.message.replace(/\.$/, '')}`
    const path = error.code === 'pkcs12_password' ? `${setting}Password` : setting
    throw new NetworkTokenError('key_invalid', { provider, issues: [{ path, problem }] })
  }
}
