import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto'
import { merchantSigningKey, readPkcs12 } from '@nt/mle'
import { type MerchantKeys, makeMerchantKeys } from '@nt/mle/testing'
import { CompactEncrypt, compactDecrypt } from 'jose'
import { type CybersourceSimulator, type CybersourceSimulatorOptions, createCybersourceSimulator } from '../index.ts'

/** One request, with every lever a mistake needs. */
export interface Sent {
  readonly method?: string
  readonly path: string
  readonly body?: unknown
  /** Goes out as it is, in place of `body`. */
  readonly rawBody?: string
  /** Whether the body goes out as `encryptedRequest`. Default: it does when it has a card number. */
  readonly sealed?: boolean
  readonly headers?: Readonly<Record<string, string>>
  /** Replaces or, with undefined, removes claims. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** Replaces or removes members of the token's header. */
  readonly jwtHeader?: Readonly<Record<string, unknown>>
  /** A private key, or the bytes of a shared secret. */
  readonly signWith?: KeyObject | Uint8Array
  /** The JWE's kid and key. */
  readonly sealTo?: { readonly kid?: string; readonly publicKey: KeyObject }
  /** Changes the bytes after signing. */
  readonly tamper?: (body: string) => string
  readonly origin?: string
}

/** A merchant that signs and seals by itself: only node:crypto and jose stand between it and the wire. */
export interface MerchantClient {
  readonly keys: MerchantKeys
  readonly simulator: CybersourceSimulator
  send(request: Sent): Promise<Response>
  /** Opens a bare JWE answer. */
  openJose(response: Response): Promise<{ header: Record<string, unknown>; body: unknown }>
  /** Opens `{"encryptedResponse": …}`. */
  openEnvelope(response: Response): Promise<{ header: Record<string, unknown>; body: unknown }>
}

export interface ClientOptions extends Omit<CybersourceSimulatorOptions, 'merchants'> {
  readonly merchants?: CybersourceSimulatorOptions['merchants']
  /** Where requests go. Default: straight into the simulator. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
}

const json = 'application/json;charset=utf-8'

export async function createMerchantClient(options: ClientOptions = {}, known?: MerchantKeys): Promise<MerchantClient> {
  const keys = known ?? (await sharedKeys())
  const simulator = createCybersourceSimulator({ merchants: keys, ...options })
  const signingKey = privateKeyOf(keys)
  const { kid, privateKey } = keys.provider.requestMle
  const sealTo = { kid, publicKey: createPublicKey(privateKey) }
  const epoch = () => Math.floor((options.clock?.now().getTime() ?? Date.now()) / 1000)

  return {
    keys,
    simulator,
    send: async (request) => {
      const {
        method = 'POST',
        path,
        origin = 'https://apitest.cybersource.com',
        jwtHeader,
        signWith = signingKey,
      } = request
      const plain = request.body === undefined ? '' : JSON.stringify(request.body)
      const seals = request.sealed ?? /"number"/.test(plain)
      const body = request.rawBody ?? (seals ? await seal(plain, request.sealTo ?? sealTo) : plain)
      const token = makeJwt(
        { typ: 'JWT', alg: 'RS256', kid: keys.provider.merchant.kid, ...jwtHeader },
        {
          ...(body && { digest: sha256(body), 'digest-algorithm': 'SHA-256' }),
          iat: epoch(),
          exp: epoch() + 120,
          'request-host': new URL(origin).host,
          'request-resource-path': path,
          'request-method': method.toLowerCase(),
          iss: keys.merchantId,
          jti: randomUUID(),
          'v-c-jwt-version': '2',
          'v-c-merchant-id': keys.merchantId,
          ...request.claims,
        },
        signWith,
      )
      // As the SDK sends them: dumps J1 and M1.
      const headers = {
        accept: json,
        ...(body && { 'content-type': 'application/json' }),
        'v-c-client-id': 'cybs-rest-sdk-node-0.0.83',
        authorization: `Bearer ${token}`,
        'v-c-sdk-telemetry-merchant-id': keys.merchantId,
        ...request.headers,
      }
      const wire = body && request.tamper ? request.tamper(body) : body
      const send = options.fetch ?? simulator.fetch
      return send(`${origin}${path}`, { method, headers, ...(wire && { body: wire }) })
    },
    openJose: async (response) => decrypt(await response.text(), keys.tokenManagement.privateKeyPem),
    openEnvelope: async (response) => {
      const { encryptedResponse } = (await response.json()) as { encryptedResponse: string }
      return decrypt(encryptedResponse, keys.responseMle.privateKeyPem)
    },
  }
}

let made: Promise<MerchantKeys> | undefined
/** Made once per test file. */
const sharedKeys = (): Promise<MerchantKeys> => {
  made ??= makeMerchantKeys({ merchantId: 'sandbox_mid' })
  return made
}

export const privateKeyOf = ({ p12, merchantId }: MerchantKeys): KeyObject =>
  merchantSigningKey(readPkcs12(p12.bytes, p12.password), merchantId).privateKey

export const sha256 = (text: string, encoding: 'base64' | 'hex' | 'base64url' = 'base64'): string =>
  createHash('sha256').update(text).digest(encoding)

export function makeJwt(header: object, claims: object, key: KeyObject | Uint8Array): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part(header)}.${part(claims)}`
  const signature =
    key instanceof Uint8Array
      ? createHmac('sha256', key).update(input).digest()
      : sign('sha256', Buffer.from(input), key)
  return `${input}.${signature.toString('base64url')}`
}

async function seal(plain: string, { kid, publicKey }: NonNullable<Sent['sealTo']>): Promise<string> {
  const header = { alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT', ...(kid && { kid }), iat: 1795331657 }
  const jwe = new CompactEncrypt(Buffer.from(plain)).setProtectedHeader(header)
  return JSON.stringify({ encryptedRequest: await jwe.encrypt(publicKey) })
}

async function decrypt(jwe: string, pem: string): Promise<{ header: Record<string, unknown>; body: unknown }> {
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, createPrivateKey(pem))
  return { header: { ...protectedHeader }, body: JSON.parse(new TextDecoder().decode(plaintext)) }
}
