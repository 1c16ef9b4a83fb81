import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import attacks from './__fixtures__/jwe-attacks.json' with { type: 'json' }
import interop from './__fixtures__/jwe-interop.json' with { type: 'json' }
import { createKeyRing, MleError, type OpenOptions, open, openText, tokenManagementMleKey } from './index.ts'
import { sealAnswer } from './testing/index.ts'

const wide: OpenOptions = { contentEncryption: ['A256GCM', 'A128GCM', 'A128CBC-HS256'] }
const headerOf = (jwe: string) => JSON.parse(Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString())
const outcome = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'opened',
    (error: unknown) => (MleError.isInstance(error) ? error.code : `foreign ${error}`),
  )

describe('answers of other implementations', () => {
  const kids = new Set(interop.cases.map(({ jwe }) => headerOf(jwe).kid ?? 'the only key'))
  const rings = new Map([...kids].map((kid) => [kid, createKeyRing([tokenManagementMleKey(interop.key, { kid })])]))
  const ringOf = (jwe: string) => rings.get(headerOf(jwe).kid ?? 'the only key') ?? expect.fail()

  it.each(interop.cases.filter((one) => one.expect === 'accept'))('opens $id', async ({ jwe, plaintext_hex, enc }) => {
    expect(Buffer.from(await open(jwe, ringOf(jwe), wide)).toString('hex')).toBe(plaintext_hex)
    const byDefault = enc === 'A128CBC-HS256' ? 'algorithm_not_allowed' : 'opened'
    expect(await outcome(open(jwe, ringOf(jwe)))).toBe(byDefault)
  })

  it.each(interop.cases.filter((one) => one.expect === 'reject'))('refuses $id', async ({ jwe }) => {
    expect(await outcome(open(jwe, ringOf(jwe), wide))).toBe('decryption_failed')
  })
})

describe('attacks', () => {
  const key = tokenManagementMleKey(attacks.key, { kid: attacks.expectedKid })
  const ring = createKeyRing([key])
  const ours = attacks.cases.filter((one) => one.layer !== 'application')

  it.each(ours.filter((one) => one.expect === 'accept'))('opens $id', async ({ jwe }) => {
    expect(await outcome(open(jwe, ring, wide))).toBe('opened')
    const byDefault = headerOf(jwe).enc === 'A128CBC-HS256' ? 'algorithm_not_allowed' : 'opened'
    expect(await outcome(open(jwe, ring))).toBe(byDefault)
  })

  // The wide profile is tried too: what is refused must not be refused only because A128CBC-HS256 is.
  it.each(ours.filter((one) => one.expect !== 'accept'))('refuses $id', async ({ jwe, maxMs }) => {
    for (const options of [{}, wide]) {
      const start = performance.now()
      const code = await outcome(open(jwe, ring, options))
      expect(code).toMatch(/^(token|header|algorithm|key|decryption)_[a-z_]+$/)
      if (maxMs !== undefined) expect(performance.now() - start).toBeLessThan(maxMs)
    }
  })

  it('refuses a line end after the token: trimming is for the HTTP layer, which knows the framing', async () => {
    const { jwe } = ours.find((one) => one.expect === 'policy') ?? expect.fail()
    expect(await outcome(open(jwe, ring))).toBe('token_malformed')
    expect(await outcome(open(jwe.trimEnd(), ring))).toBe('opened')
  })

  it.each(['jku', 'jwk', 'jwk-private'])('refuses a header with %s instead of ignoring it', async (name) => {
    const { jwe } = ours.find((one) => one.id === `header-key/${name}`) ?? expect.fail()
    expect(await outcome(open(jwe, ring))).toBe('header_not_allowed')
  })

  // A good envelope with bad content is opened: what is inside is for the application to judge, and listed here so that nobody
  // believes it was judged already.
  const applications = attacks.cases.filter((one) => one.layer === 'application')
  it.each(applications)('opens $id, which the application must refuse', async ({ id, jwe }) => {
    expect(await outcome(open(jwe, ring))).toBe('opened')
    if (id === 'plaintext/invalid-utf8') expect(await outcome(openText(jwe, ring))).toBe('plaintext_invalid')
  })

  const encode = (text: string) => Buffer.from(text).toString('base64url')
  const inflated = async (part: (token: string[]) => void): Promise<string> => {
    const parts = (await sealAnswer('{}', { kid: key.kid, publicKey: publicOf(attacks.key) })).split('.')
    part(parts)
    return parts.join('.')
  }
  const header = (extra: string) => encode(`{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"tms-key-1",${extra}}`)
  it.each([
    ['a ciphertext of 1 MiB', (p: string[]) => (p[3] = 'A'.repeat(1 << 20)), 'token_too_large'],
    ['a ciphertext of 32 MiB', (p: string[]) => (p[3] = 'A'.repeat(1 << 25)), 'token_too_large'],
    ['an encrypted key of 8 MiB', (p: string[]) => (p[1] = 'A'.repeat(1 << 23)), 'token_too_large'],
    ['a header of 8 MiB', (p: string[]) => (p[0] = header(`"x":"${'A'.repeat(1 << 23)}"`)), 'token_too_large'],
    ['a kid of 64 kB', (p: string[]) => (p[0] = header(`"kid":"${'A'.repeat(1 << 16)}"`)), 'token_too_large'],
    ['32 million dots', (p: string[]) => p.splice(0, 5, '.'.repeat(1 << 25)), 'token_too_large'],
    ['60,000 dots', (p: string[]) => p.splice(0, 5, '.'.repeat(60_000)), 'token_malformed'],
    ['100,000 members', (p: string[]) => (p[0] = header(members(100_000))), 'token_too_large'],
    ['3,000 members', (p: string[]) => (p[0] = header(members(3000))), 'header_not_allowed'],
    ['objects 5,000 deep', (p: string[]) => (p[0] = header(nested('{"x":', '}', 5000))), 'token_malformed'],
    ['arrays 20,000 deep', (p: string[]) => (p[0] = header(nested('[', ']', 20_000))), 'token_malformed'],
    ['arrays 100,000 deep', (p: string[]) => (p[0] = header(nested('[', ']', 100_000))), 'token_too_large'],
    ['a deflate bomb', (p: string[]) => (p[0] = header('"zip":"DEF"')), 'header_not_allowed'],
  ] as const)('refuses %s in under 50 ms', async (_, part, code) => {
    const jwe = await inflated(part)
    let best = Number.POSITIVE_INFINITY
    for (let attempt = 0; attempt < 3; attempt++) {
      const start = performance.now()
      expect(await outcome(open(jwe, ring, wide))).toBe(code)
      best = Math.min(best, performance.now() - start)
    }
    expect(best).toBeLessThan(50)
  })
})

const members = (count: number) => Array.from({ length: count }, (_, index) => `"m${index}":0`).join()
const nested = (before: string, after: string, depth: number) => `"x":${before.repeat(depth)}0${after.repeat(depth)}`
const publicOf = (jwk: JsonWebKey) => createPublicKey({ key: jwk, format: 'jwk' })
