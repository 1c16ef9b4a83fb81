import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MerchantKeys } from '@nt/mle/testing'
import type { SdkSettings, SdkVersion } from './sdk.ts'

/** How requests are signed. */
export type Auth = 'HTTP Signature' | 'JWT, P12' | 'JWT, shared secret'

/** Which bodies are encrypted. */
export type Mle = 'no MLE' | 'request MLE' | 'response MLE' | 'request and response MLE'

/** One row of the table of modes. */
export interface Mode {
  readonly version: SdkVersion
  readonly auth: Auth
  readonly mle: Mle
}

const everyMle: readonly Mle[] = ['no MLE', 'request MLE', 'response MLE', 'request and response MLE']
const row = (version: SdkVersion, auth: Auth, mles: readonly Mle[]): Mode[] =>
  mles.map((mle) => ({ version, auth, mle }))

/** All that the versions can do: neither has MLE with HTTP Signature, and 0.0.77 has no shared-secret JWT [S]. */
export const modes: readonly Mode[] = [
  ...row('0.0.83', 'HTTP Signature', ['no MLE']),
  ...row('0.0.83', 'JWT, P12', everyMle),
  ...row('0.0.83', 'JWT, shared secret', everyMle),
  ...row('0.0.77', 'HTTP Signature', ['no MLE']),
  ...row('0.0.77', 'JWT, P12', everyMle),
]

/** Whether requests of this mode are sealed. */
export const sealsRequests = ({ mle }: Mode): boolean => mle.startsWith('request')

/** Whether answers are asked for as `encryptedResponse`. */
export const sealsAnswers = ({ mle }: Mode): boolean => mle.includes('response')

/** A make-believe shared secret, base64, and its id, as the portal gives them. */
export const sharedSecret = {
  keyId: '00000000-1111-2222-3333-444444444444',
  secret: Buffer.from('0123456789abcdef0123456789abcdef').toString('base64'),
} as const

/** Key material where the SDK looks for it: in files. */
export interface KeyFolder {
  /** The SDK's settings for a mode against a loopback host. */
  settings(mode: Mode, hostUrl: string): SdkSettings
  remove(): void
}

/** Writes a merchant's files into a folder of their own below the system's temporary one. */
export function writeKeyFolder(keys: MerchantKeys): KeyFolder {
  const folder = mkdtempSync(join(tmpdir(), 'official-sdk-'))
  const write = (name: string, data: string | Uint8Array): string => {
    const path = join(folder, name)
    writeFileSync(path, data, { mode: 0o600 })
    return path
  }
  write(`${keys.merchantId}.p12`, keys.p12.bytes)
  const certificate = write('request-mle.pem', keys.provider.requestMle.certificatePem)
  const responseKey = write('response-mle.pem', keys.responseMle.privateKeyPem)

  return {
    settings: (mode, hostUrl) => ({
      merchantID: keys.merchantId,
      runEnvironment: new URL(hostUrl).host,
      intermediateHost: hostUrl,
      logConfiguration: { enableLog: false },
      ...authSettings[mode.auth]({ keys, folder }),
      ...(sealsRequests(mode) && { enableRequestMLEForOptionalApisGlobally: true }),
      // From a .p12 it is found there; with a shared secret there is no .p12. `tokenize` is sealed in every mode.
      ...(mode.auth === 'JWT, shared secret' && { mleForRequestPublicCertPath: certificate }),
      ...(sealsAnswers(mode) && {
        enableResponseMleGlobally: true,
        responseMlePrivateKeyFilePath: responseKey,
        responseMleKID: keys.responseMle.kid,
      }),
    }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

interface Material {
  readonly keys: MerchantKeys
  readonly folder: string
}

const authSettings: Record<Auth, (material: Material) => SdkSettings> = {
  'HTTP Signature': () => ({
    authenticationType: 'http_signature',
    merchantKeyId: sharedSecret.keyId,
    merchantsecretKey: sharedSecret.secret,
  }),
  'JWT, P12': ({ keys, folder }) => ({
    authenticationType: 'jwt',
    keysDirectory: folder,
    keyFileName: keys.merchantId,
    keyAlias: keys.merchantId,
    keyPass: keys.p12.password,
  }),
  'JWT, shared secret': () => ({
    authenticationType: 'jwt',
    jwtKeyType: 'SHARED_SECRET',
    merchantKeyId: sharedSecret.keyId,
    merchantsecretKey: sharedSecret.secret,
  }),
}
