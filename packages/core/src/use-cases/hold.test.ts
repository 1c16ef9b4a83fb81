import { describe, expect, test } from 'vitest'
import type { NetworkToken } from '../network-token.ts'
import { TokenNumber } from '../network-token.ts'
import { createNetworkTokens } from '../network-tokens.ts'
import type { NetworkTokenProvider } from '../provider.ts'
import { createHoldStore } from './hold.ts'

const ref = { provider: 'p', id: 'Ab-1' }
const intent = { initiator: 'customer' } as const
const clock = { now: () => new Date('2026-11-22T10:00:00Z'), sleep: async () => {} }

function open(store = createHoldStore()) {
  const calls: string[] = []
  const provider: NetworkTokenProvider = {
    id: 'p',
    provision: async () => ({ status: 'refused', refusal: { reason: 'declined' } }),
    retrieve: async () => {
      calls.push('retrieve')
      return { ref, state: 'active', network: 'visa', card: {} } as unknown as NetworkToken
    },
    credential: async () => {
      calls.push('credential')
      return {
        ref,
        network: 'visa',
        tokenNumber: new TokenNumber('4895370000000007'),
        expiry: { month: 1, year: 2031 },
      }
    },
    remove: async () => void calls.push('remove'),
  }
  return { tokens: createNetworkTokens([provider], { holds: store, clock }), calls }
}

describe('a hold', () => {
  test('blocks credentials and says plainly that it is local; the provider is not asked', async () => {
    const { tokens, calls } = open()
    expect(await tokens.hold(ref, 'a dispute')).toEqual({ since: clock.now(), reason: 'a dispute' })
    const error = await tokens.credential(ref, intent).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'token_held', mayHaveTakenEffect: false, ref })
    expect(String(error)).toMatchInlineSnapshot(
      `"NetworkTokenError: p credential: the token is held here since 2026-11-22T10:00:00.000Z; no credential is handed out. Release the hold first, or pay another way. The hold is local: the provider was not asked and its token is as it was."`,
    )
    expect(calls).toEqual([])
  })

  test('leaves looking and removing alone, and ends with release', async () => {
    const { tokens, calls } = open()
    await tokens.hold(ref)
    await tokens.get(ref)
    await tokens.remove(ref, 'fraud')
    await tokens.release(ref)
    await tokens.release(ref)
    await tokens.credential(ref, intent)
    expect(calls).toEqual(['retrieve', 'remove', 'credential'])
    expect(await tokens.holdOn(ref)).toBeUndefined()
  })

  test('cannot be passed by another spelling of the reference', async () => {
    const { tokens } = open()
    await tokens.hold(ref)
    await expect(tokens.credential({ ...ref, id: 'aB-1' }, intent)).rejects.toMatchObject({ code: 'token_held' })
  })

  test('stays as it is when put again', async () => {
    const { tokens } = open()
    await tokens.hold(ref, 'first')
    expect(await tokens.hold(ref, 'second')).toMatchObject({ reason: 'first' })
  })

  test('holds one token and no other, for all who share the store', async () => {
    const store = createHoldStore()
    await open(store).tokens.hold(ref)
    const { tokens, calls } = open(store)
    await expect(tokens.credential(ref, intent)).rejects.toMatchObject({ code: 'token_held' })
    await tokens.credential({ provider: 'p', id: 'other' }, intent)
    expect(calls).toEqual(['credential'])
  })

  test('is refused for a provider that is not there', async () => {
    await expect(open().tokens.hold({ provider: 'q', id: 'a' })).rejects.toMatchObject({ code: 'provider_unknown' })
  })

  test('fails closed: a store that does not answer hands out nothing', async () => {
    const { tokens, calls } = open({
      ...createHoldStore(),
      get: async () => {
        throw new Error('the store is down')
      },
    })
    await expect(tokens.credential(ref, intent)).rejects.toThrow('the store is down')
    expect(calls).toEqual([])
  })
})
