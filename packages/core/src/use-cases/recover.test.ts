import { describe, expect, test } from 'vitest'
import { parseCard } from '../card.ts'
import type { NetworkToken } from '../network-token.ts'
import { createNetworkTokens } from '../network-tokens.ts'
import type { NetworkTokenProvider } from '../provider.ts'

const card = parseCard({ number: '4111111111111111', expirationMonth: 12, expirationYear: 2099 })
const token = { ref: { provider: 'p', id: 'a' }, state: 'active' } as unknown as NetworkToken

const recoverAt = (findByCard?: NonNullable<NetworkTokenProvider['findByCard']>) =>
  createNetworkTokens([
    {
      id: 'p',
      provision: async () => {
        throw new Error('a second token was made')
      },
      retrieve: async () => token,
      ...(findByCard && { findByCard }),
    },
  ]).recover('p', card)

describe('after a lost answer', () => {
  test('a token that the provider shows is found', async () => {
    expect(await recoverAt(async () => token)).toMatchObject({ status: 'found', token })
  })

  test('none shown is no proof, and the advice says so', async () => {
    expect(await recoverAt(async () => undefined)).toEqual({
      status: 'not-found',
      action: expect.stringContaining('may not show at once'),
    })
  })

  test('a provider that cannot be asked is named, with what a person can do; nothing is made', async () => {
    expect(await recoverAt()).toEqual({
      status: 'cannot-be-known',
      because: 'p has no documented way to find a network token by its card',
      action: expect.stringContaining('correlation id'),
    })
  })

  test('a failing question throws', async () => {
    await expect(recoverAt(async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  })
})
