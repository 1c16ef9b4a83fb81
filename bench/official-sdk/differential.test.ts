import type { randomUUID } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { type MerchantKeys, makeMerchantKeys } from '@nt/mle/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createSigner } from '../our-signature.ts'
import { type Capture, type Captured, startCapture } from './capture.ts'
import { type Auth, type KeyFolder, writeKeyFolder } from './modes.ts'
import { generateRequests } from './requests.ts'
import { createOfficialSdk, requireFromSdk, type SdkVersion } from './sdk.ts'

/** Requests per version and way of signing. */
const count = 200
const startedAt = Date.parse('2027-01-15T12:00:00Z')

let keys: MerchantKeys
let folder: KeyFolder
let capture: Capture
beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid', now: () => new Date(startedAt) })
  folder = writeKeyFolder(keys)
  capture = await startCapture()
}, 60_000)
afterAll(async () => {
  await capture.close()
  folder.remove()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

let nextId: ReturnType<typeof randomUUID> = '00000000-0000-4000-8000-000000000000'

type Headers = Readonly<Record<string, string | string[] | undefined>>

interface Signed {
  /** What can be compared name by name. */
  readonly claims: Readonly<Record<string, unknown>>
  /** Header and signature included. */
  readonly bytes: string
}

/** What a signature says, of whichever kind. */
function read({ authorization, signature, digest, ...headers }: Headers): Signed {
  if (authorization === undefined) {
    const claims = { digest, date: headers['date'], merchantId: headers['v-c-merchant-id'] }
    return { claims, bytes: String(signature) }
  }
  const token = String(authorization).replace(/^Bearer /, '')
  const [header = '', payload = ''] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString())
  return { claims: { header: JSON.parse(header), ...JSON.parse(payload) }, bytes: token }
}

/** Where the SDK and we differ on purpose: what we sign, and why. Every row must be seen, or it goes. */
interface Difference {
  readonly why: string
  readonly versions: readonly SdkVersion[]
  readonly auths: readonly Auth[]
  readonly applies: (sent: Captured) => boolean
  /** Our claims as the SDK would have them. */
  readonly asTheSdk: (claims: Signed['claims'], sent: Captured) => Signed['claims']
}

const differences: readonly Difference[] = [
  {
    why: 'a POST without a body: the SDK sends the name of a digest without the digest (dump D1), we send neither',
    versions: ['0.0.83'],
    auths: ['JWT, P12', 'JWT, shared secret'],
    applies: ({ method, body }) => method === 'POST' && body === '',
    asTheSdk: (claims) => ({ ...claims, 'digest-algorithm': 'SHA-256' }),
  },
  {
    why: 'the same with HTTP Signature: the SDK signs a digest of `undefined`, we sign none',
    versions: ['0.0.83'],
    auths: ['HTTP Signature'],
    applies: ({ method, body }) => method === 'POST' && body === '',
    asTheSdk: (claims) => ({ ...claims, digest: 'SHA-256=undefined' }),
  },
  {
    why: 'a query: SDK 0.0.77 leaves it out of the signed path, 0.0.83 and we sign the path as it is sent',
    versions: ['0.0.77'],
    auths: ['JWT, P12'],
    applies: ({ target }) => target.includes('?'),
    asTheSdk: (claims, { target }) => ({ ...claims, 'request-resource-path': target.split('?')[0] }),
  },
]

const rows: readonly [SdkVersion, Auth][] = [
  ['0.0.83', 'JWT, P12'],
  ['0.0.83', 'JWT, shared secret'],
  ['0.0.83', 'HTTP Signature'],
  ['0.0.77', 'JWT, P12'],
  ['0.0.77', 'HTTP Signature'],
]

describe.each(rows)('the official SDK %s, %s', (version, auth) => {
  const open = (merchantId = keys.merchantId) => {
    const settings = folder.settings({ version, auth, mle: 'no MLE' }, capture.url)
    const sdk = createOfficialSdk(version, { ...settings, merchantID: merchantId, keyFileName: keys.merchantId })
    vi.spyOn(requireFromSdk('node:crypto'), 'randomUUID').mockImplementation(() => nextId)
    // So that our import sees it too.
    syncBuiltinESMExports()
    const sign = createSigner(auth, keys, { merchantId, origin: capture.url })
    return async (operation: string, ...given: readonly unknown[]) => {
      await sdk.call(operation, ...given)
      const [sent, ...others] = capture.take()
      if (!sent || others.length > 0) throw new Error(`${operation} sent ${others.length + 1} requests`)
      return { sent, theirs: read(sent.headers), own: read(await sign(sent)) }
    }
  }

  it(`signs ${count} requests as we do, byte for byte, but for the differences on the list`, async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: startedAt })
    const call = open()
    const expected = differences.filter(({ versions, auths }) => versions.includes(version) && auths.includes(auth))
    const seen = new Set<Difference>()
    let same = 0
    for (const [index, request] of generateRequests(version, count, 83).entries()) {
      nextId = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
      vi.setSystemTime(startedAt + index * 1009)
      const { sent, theirs, own } = await call(request.operation, ...request.arguments)
      const difference = expected.find((one) => one.applies(sent))
      if (difference) {
        seen.add(difference)
        expect(difference.asTheSdk(own.claims, sent), request.shape).toEqual(theirs.claims)
        continue
      }
      same++
      expect(own.claims, request.shape).toEqual(theirs.claims)
      expect(own.bytes, request.shape).toBe(theirs.bytes)
    }
    expect([...seen]).toEqual(expected)
    expect(same).toBeGreaterThan(count * 0.9)
  }, 60_000)
})
