import { beforeAll, describe, expect, it } from 'vitest'
import { createKeyRing, type KeyRing, MleError, open, openJson, openText, tokenManagementMleKey } from './index.ts'
import { type MerchantKeys, makeMerchantKeys, sealAnswer } from './testing/index.ts'

let keys: MerchantKeys
let ring: KeyRing
let answer: string

beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
  ring = createKeyRing([tokenManagementMleKey(keys.tokenManagement.privateKeyPem)])
  answer = await sealAnswer('{"id":"7010"}', keys.provider.tokenManagement)
})

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'opened',
    (error: unknown) => (MleError.isInstance(error) ? error.code : `foreign ${error}`),
  )

describe('content', () => {
  it('is given as bytes, as text or as JSON', async () => {
    expect(new TextDecoder().decode(await open(answer, ring))).toBe('{"id":"7010"}')
    expect(await openText(answer, ring)).toBe('{"id":"7010"}')
    expect(await openJson(answer, ring)).toEqual({ id: '7010' })
  })

  it.each([
    ['empty', ''],
    ['with a NUL', 'a\u0000b'],
    ['with characters outside the BMP', '\u{1F4B3} 卡'],
    ['of 40 kB', 'x'.repeat(40_000)],
  ])('is kept as it is when %s', async (_, text) => {
    expect(await openText(await sealAnswer(text, keys.provider.tokenManagement), ring)).toBe(text)
  })

  it.each([
    ['a byte that is no UTF-8', Buffer.of(0x7b, 0xff, 0x7d)],
    ['an overlong sequence', Buffer.of(0xc0, 0xaf)],
    ['a BOM', Buffer.from('\uFEFF{}')],
    ['a surrogate half', Buffer.of(0xed, 0xa0, 0x80)],
  ])('is refused as text when it has %s', async (_, bytes) => {
    const jwe = await sealAnswer(bytes, keys.provider.tokenManagement)
    expect(Buffer.from(await open(jwe, ring))).toEqual(bytes)
    expect(await codeOf(openText(jwe, ring))).toBe('plaintext_invalid')
  })

  it.each(['', '{"number":"4895', '{}{}', '<html>', 'NaN'])('is refused as JSON when it is %j', async (text) => {
    const jwe = await sealAnswer(text, keys.provider.tokenManagement)
    expect(await codeOf(openJson(jwe, ring))).toBe('plaintext_invalid')
  })
})

describe('limits', () => {
  it('looks at nothing longer than maxBytes', async () => {
    expect(await codeOf(open(answer, ring, { maxBytes: answer.length }))).toBe('opened')
    expect(await codeOf(open(answer, ring, { maxBytes: answer.length - 1 }))).toBe('token_too_large')
    expect(await codeOf(open(answer, ring, { maxBytes: Number.NaN }))).toBe('token_too_large')
    const large = await sealAnswer('x'.repeat(60_000), keys.provider.tokenManagement)
    expect(await codeOf(open(large, ring))).toBe('token_too_large')
    expect(await codeOf(open(large, ring, { maxBytes: 100_000 }))).toBe('opened')
  })

  it('narrows the algorithms when asked', async () => {
    expect(await codeOf(open(answer, ring, { contentEncryption: ['A128GCM'] }))).toBe('algorithm_not_allowed')
    expect(await codeOf(open(answer, ring, { keyManagement: ['RSA-OAEP'] }))).toBe('algorithm_not_allowed')
    expect(await codeOf(open(answer, ring, { keyManagement: [] }))).toBe('algorithm_not_allowed')
  })

  it.each([undefined, null, 1, {}, [], Buffer.from('a.b.c.d.e')])('refuses %o, which is no string', async (value) => {
    expect(await codeOf(open(value as never, ring))).toBe('token_malformed')
  })
})

describe('2,000 seeded mutations of good tokens', () => {
  // mulberry32: the same sequence on every machine, so a failure can be looked at again.
  const randomFrom = (seed: number) => () => {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\u0000"{é'

  const mutate = (token: string, other: string, random: () => number): string => {
    const at = (length: number) => Math.floor(random() * length)
    const place = at(token.length)
    const parts = token.split('.')
    const part = at(5)
    const kinds = [
      () => token.slice(0, place) + alphabet[at(alphabet.length)] + token.slice(place + 1),
      () => token.slice(0, place) + alphabet[at(alphabet.length)] + token.slice(place),
      () => token.slice(0, place) + token.slice(place + 1 + at(20)),
      () => token.slice(0, place),
      () => token.slice(place),
      () => parts.with(part, other.split('.')[part] ?? '').join('.'),
      () => parts.with(part, parts[at(5)] ?? '').join('.'),
      () => parts.with(part, flipBit(parts[part] ?? '', random)).join('.'),
      () =>
        token.slice(0, place) +
        token.slice(place + 1, place + 2) +
        token.slice(place, place + 1) +
        token.slice(place + 2),
      () => parts.toReversed().join('.'),
      () => `${token}${random() < 0.5 ? '.' : ''}${other}`,
      () => parts.with(part, Buffer.from(parts[part] ?? '').toString('base64url')).join('.'),
    ]
    return (kinds[at(kinds.length)] ?? expect.fail())()
  }
  const flipBit = (part: string, random: () => number): string => {
    const bytes = Buffer.from(part, 'base64url')
    const index = Math.floor(random() * bytes.length)
    bytes[index] = (bytes[index] ?? 0) ^ (1 << Math.floor(random() * 8))
    return bytes.toString('base64url')
  }

  it('open none, and throw nothing but MleError', async () => {
    const random = randomFrom(20261122)
    const tokens = await Promise.all(
      ['{}', '{"id":"1"}', 'x'.repeat(300)].map((text) => sealAnswer(text, keys.provider.tokenManagement)),
    )
    const seen = new Map<string, number>()
    for (let round = 0; round < 250; round++) {
      const mutants = Array.from({ length: 8 }, () => {
        const token = tokens[Math.floor(random() * 3)] ?? expect.fail()
        const other = tokens[Math.floor(random() * 3)] ?? expect.fail()
        let mutant = token
        // A swap may hit two equal characters; go on until something changed.
        while (tokens.includes(mutant)) mutant = mutate(token, other, random)
        return mutant
      })
      for (const code of await Promise.all(mutants.map((mutant) => codeOf(open(mutant, ring))))) {
        seen.set(code, (seen.get(code) ?? 0) + 1)
      }
    }
    expect([...seen.values()].reduce((sum, count) => sum + count)).toBe(2000)
    const expected = [
      'token_malformed',
      'decryption_failed',
      'key_unknown',
      'header_not_allowed',
      'algorithm_not_allowed',
    ]
    expect(expected).toEqual(expect.arrayContaining([...seen.keys()]))
    expect(seen.get('decryption_failed')).toBeGreaterThan(300)
  })
})
