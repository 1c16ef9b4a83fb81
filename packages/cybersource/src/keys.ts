import { NetworkTokenError } from '@nt/core'
import {
  createKeyRing,
  type KeyRing,
  type MerchantSigningKey,
  MleError,
  merchantSigningKey,
  type Pkcs12,
  type RequestMleCertificate,
  readPkcs12,
  requestMleCertificate,
  type TokenManagementMleKey,
  tokenManagementMleKey,
} from '@nt/mle'

/** Opens the merchant's P12. */
export const openP12 = (provider: string, bytes: Uint8Array, password: string): Pkcs12 =>
  refusing(provider, 'auth.p12', () => readPkcs12(bytes, password))

/** The merchant's own key, found in the P12 by the merchant id, never by position [X]. */
export const loadSigningKey = (
  provider: string,
  p12: Pkcs12,
  merchantId: string,
  now: () => Date,
): MerchantSigningKey => refusing(provider, 'auth.p12', () => merchantSigningKey(p12, merchantId, { now }))

/** Cybersource's certificate, to seal requests to. */
export const loadRequestMle = (
  provider: string,
  p12: Pkcs12,
  { certificate, alias }: { certificate?: string | undefined; alias?: string | undefined },
  now: () => Date,
): RequestMleCertificate =>
  refusing(provider, certificate === undefined ? 'requestMle' : 'requestMle.certificate', () =>
    requestMleCertificate(certificate ?? p12, { alias, now }),
  )

/** The live keys for `application/jose` answers, each with the id that the answer's header must name exactly. */
export const loadTokenManagementKeys = (
  provider: string,
  keys: readonly { privateKey: string; kid?: string | undefined }[],
): KeyRing<TokenManagementMleKey> =>
  refusing(provider, 'tokenManagementMle', () =>
    createKeyRing(keys.map(({ privateKey, kid }) => tokenManagementMleKey(privateKey, { kid }))),
  )

/** Says which setting is at fault and what to do, in our own error. */
function refusing<Loaded>(provider: string, setting: string, load: () => Loaded): Loaded {
  try {
    return load()
  } catch (error) {
    if (!MleError.isInstance(error)) throw new NetworkTokenError('internal', { provider })
    // The words of MleError are fixed sentences and subject names; the last full stop is the sentence's around it.
    const problem = `is refused: ${error.message.replace(/\.$/, '')}`
    const path = error.code === 'pkcs12_password' ? 'auth.p12Password' : setting
    throw new NetworkTokenError('key_invalid', { provider, issues: [{ path, problem }] })
  }
}
