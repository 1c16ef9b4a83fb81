import assert from 'node:assert/strict'
import { NetworkTokenError } from '../../error.ts'
import type { ConformanceCase } from '../conformance.ts'
import { activeToken, capability, failsWith, hostOf, stored } from './expect.ts'

const group = 'removal'

export const removalCases: readonly ConformanceCase[] = [
  {
    group,
    name: 'removes a token, and removing it again is no error',
    needs: ['remove'],
    run: async (subject) => {
      const { provider, cards } = await subject.open()
      const token = await activeToken(provider, cards.active)
      const remove = capability(provider, 'remove')
      await remove(stored(token), 'payment-method-removed')
      await remove(stored(token), 'payment-method-removed')
      const seen = await provider.retrieve(stored(token)).then(
        ({ state }) => state,
        (error: unknown) => (NetworkTokenError.isInstance(error) ? error.code : 'foreign error'),
      )
      assert.ok(seen === 'deleted' || seen === 'token_gone', `a removed token is ${seen}`)
    },
  },
  {
    group,
    name: 'leaves no live token at the host after removal',
    needs: ['remove', 'host'],
    run: async (subject) => {
      const opened = await subject.open()
      const token = await activeToken(opened.provider, opened.cards.active)
      await capability(opened.provider, 'remove')(stored(token), 'fraud')
      assert.equal(hostOf(opened).liveTokens(opened.cards.active.pan.reveal()), 0)
    },
  },
  {
    group,
    name: 'gives no credential for a removed token',
    needs: ['remove', 'credential'],
    run: async (subject) => {
      const { provider, cards } = await subject.open()
      const token = await activeToken(provider, cards.active)
      await capability(provider, 'remove')(stored(token), 'payment-method-removed')
      const work = capability(provider, 'credential')(stored(token), { initiator: 'customer' })
      await failsWith(work, 'token_gone', 'token_not_active')
    },
  },
  {
    group,
    name: 'says that it knows no such token to remove',
    needs: ['remove'],
    run: async (subject) => {
      const { provider, unknownReference } = await subject.open()
      const ref = { provider: provider.id, id: unknownReference }
      await failsWith(capability(provider, 'remove')(ref, 'payment-method-removed'), 'token_not_found')
    },
  },
]
