import { beforeAll, expect, it } from 'vitest'
import { createKeyRing, MleError, openText, type TokenManagementMleKey, tokenManagementMleKey } from './index.ts'
import { makeMerchantKeys, type Recipient, sealAnswer } from './testing/index.ts'

let older: { key: TokenManagementMleKey; to: Recipient }
let newer: { key: TokenManagementMleKey; to: Recipient }

beforeAll(async () => {
  const [first, second] = await Promise.all(['a', 'b'].map((merchantId) => makeMerchantKeys({ merchantId })))
  const pick = (keys = first ?? expect.fail()) => ({
    key: tokenManagementMleKey(keys.tokenManagement.privateKeyPem),
    to: keys.provider.tokenManagement,
  })
  older = pick(first)
  newer = pick(second)
})

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'opened',
    (error: unknown) => (MleError.isInstance(error) ? error.code : `foreign ${error}`),
  )

it('changes keys without a restart: add, use both, retire', async () => {
  const ring = createKeyRing([older.key])
  const [fromOlder, fromNewer] = [await sealAnswer('old', older.to), await sealAnswer('new', newer.to)]
  expect(await codeOf(openText(fromNewer, ring))).toBe('key_unknown')

  ring.add(newer.key)
  expect(ring.kids).toEqual([older.key.kid, newer.key.kid])
  expect(await openText(fromOlder, ring)).toBe('old')
  expect(await openText(fromNewer, ring)).toBe('new')

  const underWay = openText(fromOlder, ring)
  expect(ring.retire(older.key.kid)).toBe(true)
  expect(await underWay).toBe('old')
  expect(await codeOf(openText(fromOlder, ring))).toBe('key_unknown')
  expect(await openText(fromNewer, ring)).toBe('new')
  expect(ring.keys).toEqual([newer.key])
  expect(ring.retire(older.key.kid)).toBe(false)
})

it('never tries another key than the one the token names', async () => {
  const ring = createKeyRing([older.key, newer.key])
  const mislabelled = await sealAnswer('x', { kid: newer.key.kid, publicKey: older.to.publicKey })
  expect(await codeOf(openText(mislabelled, ring))).toBe('decryption_failed')
})

it.each([
  ['none', [], false],
  ['one', ['older'], true],
  ['two', ['older', 'newer'], false],
] as const)('gives a key for a token without kid only if it has exactly one: %s', (_, names, found) => {
  const ring = createKeyRing(names.map((name) => ({ older, newer })[name].key))
  expect(ring.next(undefined) !== undefined).toBe(found)
})

it('uses its imported copies in turn', () => {
  const ring = createKeyRing([older.key], { copies: 3 })
  const turns = Array.from({ length: 7 }, () => ring.next(older.key.kid))
  expect(new Set(turns).size).toBe(3)
  expect(turns[3]).toBe(turns[0])
  expect(turns[6]).toBe(turns[0])
  expect(turns.every((copy) => copy?.type === 'private' && copy !== older.key.privateKey)).toBe(true)
})

it.each([0, -1, Number.NaN])('has at least one copy when told %d', async (copies) => {
  expect(await openText(await sealAnswer('x', older.to), createKeyRing([older.key], { copies }))).toBe('x')
})

it('takes the same key twice, and refuses another one under its kid', () => {
  const ring = createKeyRing([older.key, older.key])
  expect(ring.kids).toHaveLength(1)
  expect(() => ring.add({ ...newer.key, kid: older.key.kid })).toThrowErrorMatchingInlineSnapshot(
    `[MleError: The ring already has another key with this kid. Retire that one first, or correct the kid.]`,
  )
})

it('opens many messages at once and leaves the event loop free', async () => {
  const ring = createKeyRing([older.key])
  const jwe = await sealAnswer('x', older.to)
  let ticks = 0
  const timer = setInterval(() => ticks++, 1)
  const texts = await Promise.all(Array.from({ length: 64 }, () => openText(jwe, ring)))
  clearInterval(timer)
  expect(new Set(texts)).toEqual(new Set(['x']))
  expect(ticks).toBeGreaterThan(1)
})
