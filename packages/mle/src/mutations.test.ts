import { beforeAll, describe, expect, it } from 'vitest'
import { mutatedTokens } from './__fixtures__/mutate-token.ts'
import {
  createKeyRing,
  type KeyRing,
  MleError,
  open,
  type TokenManagementMleKey,
  tokenManagementMleKey,
} from './index.ts'
import { makeMerchantKeys, sealAnswer, sealResponse } from './testing/index.ts'

const count = 100_000
const seed = 20_261_122
const atOnce = 4

describe(`${count} mutations of good tokens`, () => {
  const codes = new Map<string, number>()
  let ring: KeyRing<TokenManagementMleKey>
  let slow: string[]
  let grown: number

  const judge = async (token: string): Promise<string> => {
    try {
      await open(token, ring)
      return `OPENED ${token}`
    } catch (error) {
      return MleError.isInstance(error) ? error.code : `FOREIGN ${error}`
    }
  }

  beforeAll(async () => {
    const keys = await makeMerchantKeys({ merchantId: 'm' })
    const { tokenManagement } = keys.provider
    ring = createKeyRing([tokenManagementMleKey(keys.tokenManagement.privateKeyPem)])
    const good = await Promise.all([
      sealAnswer('{}', tokenManagement),
      sealAnswer(JSON.stringify({ text: 'x'.repeat(1500) }), tokenManagement),
      sealResponse('{"a":1}', tokenManagement),
    ])
    for (const token of good) expect(await judge(token)).toBe(`OPENED ${token}`)

    // Five in a hundred cost a private-key operation; more of them would make this test slow and no better.
    const tokens = mutatedTokens(good, seed, 5)
    slow = []
    const worker = async (more: () => boolean) => {
      while (more()) {
        const token: string = tokens.next().value
        const began = performance.now()
        const code = await judge(token)
        if (performance.now() - began > 50) slow.push(token)
        codes.set(code, (codes.get(code) ?? 0) + 1)
      }
    }
    const run = (number: number) => {
      let left = number
      return Promise.all(Array.from({ length: atOnce }, () => worker(() => left-- > 0)))
    }
    // The first ones pay for compiled code and a heap of working size.
    await run(count / 4)
    const before = process.memoryUsage().rss
    await run(count - count / 4)
    grown = (process.memoryUsage().rss - before) / 1024 / 1024
  }, 120_000)

  it('are all refused with our own error', () => {
    expect([...codes.keys()].filter((code) => /^(OPENED|FOREIGN)/.test(code))).toEqual([])
    expect([...codes.values()].reduce((sum, each) => sum + each, 0)).toBe(count)
  })

  it('die in every way there is', () => {
    const ways = ['token_malformed', 'header_not_allowed', 'algorithm_not_allowed', 'key_unknown', 'decryption_failed']
    for (const way of ways) expect(codes.get(way), way).toBeGreaterThan(count / 1000)
  })

  it('cost no memory: less than 50 MB', () => expect(grown).toBeLessThan(50))

  // A busy machine makes anything slow once; what is slow by itself is slow three times.
  it('take less than 50 ms each', async () => {
    for (const token of slow) {
      const times: number[] = []
      for (let attempt = 0; attempt < 3; attempt++) {
        const began = performance.now()
        await judge(token)
        times.push(performance.now() - began)
      }
      expect(Math.min(...times), token.slice(0, 200)).toBeLessThan(50)
    }
  })
})
