import { createPublicKey, type KeyObject } from 'node:crypto'
import type { KeyRing, Pkcs12, RequestMleCertificate } from '@nt/mle'
import type { Signing } from './auth/read-auth.ts'
import type { Connection } from './connection.ts'
import { loadRequestMle, loadResponseKey, loadTokenManagementKey } from './keys.ts'
import { type CybersourceKeys, createLiveKeys, expiriesOf } from './live-keys.ts'
import type { RequestMleSettings, ResponseMleSettings, TokenManagementMleKeySettings } from './mle-settings.ts'
import { operations, operationsWithBody } from './operations.ts'
import { check } from './read-setting.ts'

/** The settings of both kinds of message-level encryption. */
export interface MleSettings {
  readonly requestMle?: RequestMleSettings | undefined
  readonly responseMle?: ResponseMleSettings | undefined
  readonly tokenManagementMle: TokenManagementMleKeySettings | readonly TokenManagementMleKeySettings[]
}

/** What has been read before: how requests are signed, and the P12 that may hold the certificate to seal to. */
export interface MleContext {
  readonly provider: string
  readonly signing: Signing
  readonly p12: Pkcs12 | undefined
  readonly now: () => Date
}

/**
 * Reads every key of message-level encryption, and refuses what cannot work with this way of signing.
 * @throws NetworkTokenError `configuration_invalid`, `key_invalid`
 */
export function readMle(
  settings: MleSettings,
  { provider, signing, p12, now }: MleContext,
): Pick<Connection, 'requestMle' | 'responseMle' | 'tokenManagement' | 'keys'> {
  const { requestMle, responseMle, tokenManagementMle } = settings
  const { allowsSealing, certificate: signingCertificate } = signing
  check(provider, 'requestMle', allowsSealing || requestMle === undefined, withoutJwt.requestMle)
  check(provider, 'responseMle', allowsSealing || responseMle === undefined, withoutJwt.responseMle)
  const tokenKeys = [tokenManagementMle ?? []].flat()
  check(
    provider,
    'tokenManagementMle',
    tokenKeys.length > 0,
    'is missing: answers with a token number come sealed to this key; make an RSA key, upload its public half under Key Management > Message-Level Encryption',
  )
  const responseKeys = responseMle && [responseMle.key ?? []].flat()
  check(
    provider,
    'responseMle.key',
    responseKeys?.length !== 0,
    'is missing: answers are to come sealed to this key; make one under Key Management in the Business Center',
  )
  checkNames(provider, 'responseMle.operations', responseMle?.operations, operations)
  checkNames(provider, 'requestMle.notSealed', requestMle?.notSealed, operationsWithBody)

  const certificate = allowsSealing ? readCertificate(provider, requestMle, p12, now) : undefined
  const rings: KeyRing[] = []
  /** Three kinds of key, and none may stand in for another. */
  const foreign = (own: KeyRing): readonly KeyObject[] => [
    ...(signingCertificate ? [signingCertificate.publicKey] : []),
    ...rings
      .filter((ring) => ring !== own)
      .flatMap(({ keys }) => keys.map(({ privateKey }) => createPublicKey(privateKey))),
  ]
  const token = createLiveKeys(tokenKeys, {
    provider,
    path: 'tokenManagementMle',
    load: (key) => loadTokenManagementKey(provider, key),
    foreign,
  })
  rings.push(token.ring)
  const response =
    responseKeys &&
    createLiveKeys(responseKeys, {
      provider,
      path: 'responseMle.key',
      load: (key) => loadResponseKey(provider, key, now),
      foreign,
    })
  if (response) rings.push(response.ring)

  const signingKey = { purpose: 'merchant-signing', kid: signing.kid, certificate: signingCertificate } as const
  const keys: CybersourceKeys = {
    tokenManagement: token.live,
    ...(response && { responseMle: response.live }),
    expiries: (options) =>
      expiriesOf(
        [signingKey, ...(certificate ? [certificate] : []), ...rings.flatMap((ring) => ring.keys)],
        now(),
        options,
      ),
  }
  return {
    requestMle: certificate && { certificate, notSealed: new Set(requestMle?.notSealed) },
    responseMle: response && {
      ring: response.ring,
      operations: responseMle?.operations && new Set(responseMle.operations),
    },
    tokenManagement: token.ring,
    keys: Object.freeze(keys),
  }
}

const instead = 'or sign with auth.type "jwt" or "jwt-shared-secret"'
const withoutJwt = {
  requestMle: `does not go with auth.type "http-signature": Cybersource opens a sealed request only where a JWT signs it. Leave requestMle out, ${instead}`,
  responseMle: `does not go with auth.type "http-signature": the key for the answer is named in the JWT, and there is none. Leave responseMle out, ${instead}`,
}

function readCertificate(
  provider: string,
  { certificate, alias }: RequestMleSettings = {},
  p12: Pkcs12 | undefined,
  now: () => Date,
): RequestMleCertificate {
  const source = certificate ?? p12
  check(
    provider,
    'requestMle.certificate',
    source !== undefined,
    "is missing: requests are sealed to Cybersource's certificate, and a shared secret brings none. Give it as PEM: a .p12 of the Business Center holds it, and `openssl pkcs12 -nokeys -in FILE` prints it",
  )
  return loadRequestMle(provider, source, alias, now)
}

/** A name that is misspelt would change nothing, and nobody would see it. */
function checkNames(
  provider: string,
  path: string,
  names: readonly string[] | undefined,
  known: readonly string[],
): void {
  if (names === undefined) return
  check(provider, path, Array.isArray(names) && names.length > 0, 'names no operation: leave it out')
  check(
    provider,
    path,
    names.every((each) => known.includes(each)),
    `may hold ${known.join(', ')}${known === operationsWithBody ? '; tokenize is always sealed' : ''}`,
  )
}
