import { createHash, verify } from 'node:crypto'
import { type MerchantKeys, makeMerchantKeys, openRequest, sealAnswer } from '@nt/mle/testing'
import type { Fetch } from '@nt/provider-kit'
import type { CybersourceSettings } from '../settings.ts'

/** One request, as the host sees it after its checks. */
export interface SeenRequest {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly claims: Readonly<Record<string, unknown>>
  /** What was inside the envelope. */
  readonly json: unknown
  /** The bytes on the wire. */
  readonly body: string | undefined
}

/** What the host answers. `sealed` leaves as a bare JWE, `json` in clear. */
export interface FakeAnswer {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly sealed?: unknown
  readonly json?: unknown
  readonly text?: string
}

export type Respond = (request: SeenRequest) => FakeAnswer | Promise<FakeAnswer>

let made: Promise<MerchantKeys> | undefined
/** One set of keys for a test file: making them takes half a second. */
export const testKeys = (): Promise<MerchantKeys> => {
  made ??= makeMerchantKeys({ merchantId: 'sandbox_mid', password: 'testpass' })
  return made
}

/** A host of one merchant: checks each signature and digest over the received bytes, opens the envelope, and answers as told. */
export async function fakeHost(...answers: readonly (FakeAnswer | Respond)[]) {
  const keys = await testKeys()
  const seen: SeenRequest[] = []
  const fetch: Fetch = async (url, { method, headers, body }) => {
    const claims = claimsOf(headers['authorization'] ?? '', keys)
    const digest = body === undefined ? undefined : createHash('sha256').update(body).digest('base64')
    if (claims['digest'] !== digest) throw new Error('the digest is not of the bytes received')
    const path = url.slice(new URL(url).origin.length)
    const json = body === undefined ? undefined : await opened(body, headers, path, keys)
    const request = { method, path, headers, claims, json, body }
    seen.push(request)
    const step = answers[Math.min(seen.length, answers.length) - 1] ?? { status: 500 }
    return toResponse(typeof step === 'function' ? await step(request) : step, keys, seen.length)
  }
  return { fetch, seen, keys, settings: settingsFor(keys, fetch) }
}

/** Settings of a merchant with these keys. */
export const settingsFor = (keys: MerchantKeys, fetch: Fetch): CybersourceSettings => ({
  host: 'http://127.0.0.1:9',
  merchantId: keys.merchantId,
  auth: { type: 'jwt', p12: keys.p12.bytes, p12Password: keys.p12.password },
  tokenManagementMle: { privateKey: keys.tokenManagement.privateKeyPem },
  fetch,
})

function claimsOf(authorization: string, keys: MerchantKeys): Record<string, unknown> {
  const [header = '', payload = '', signature = ''] = authorization.replace(/^Bearer /, '').split('.')
  const good = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    keys.provider.merchant.publicKey,
    Buffer.from(signature, 'base64url'),
  )
  if (!good) throw new Error('the signature is not good')
  return JSON.parse(Buffer.from(payload, 'base64url').toString())
}

/** What was inside the envelope. Only where nothing is of a card may a body come without one. */
async function opened(
  body: string,
  headers: Readonly<Record<string, string>>,
  path: string,
  { provider }: MerchantKeys,
): Promise<unknown> {
  if (headers['content-type'] === 'application/jose') return JSON.parse(await openRequest(body, provider.requestMle))
  const json: unknown = JSON.parse(body)
  const { encryptedRequest } = json as { encryptedRequest?: unknown }
  if (typeof encryptedRequest === 'string') return JSON.parse(await openRequest(encryptedRequest, provider.requestMle))
  if (!path.startsWith('/notification-subscriptions/') && !path.startsWith('/kms/')) {
    throw new Error('a body came in clear')
  }
  return json
}

async function toResponse(answer: FakeAnswer, keys: MerchantKeys, count: number): Promise<Response> {
  const { status = 200, sealed, json, text } = answer
  const body =
    sealed !== undefined
      ? await sealAnswer(JSON.stringify(sealed), keys.provider.tokenManagement)
      : json !== undefined
        ? JSON.stringify(json)
        : (text ?? null)
  const type = sealed !== undefined ? 'application/jose' : 'application/json'
  return new Response(status === 204 ? null : body, {
    status,
    headers: { 'content-type': type, 'v-c-correlation-id': `corr-${count}`, ...answer.headers },
  })
}
