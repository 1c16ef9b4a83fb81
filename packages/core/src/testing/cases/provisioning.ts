import assert from 'node:assert/strict'
import { provision } from '../../use-cases/provision.ts'
import type { ConformanceCase } from '../conformance.ts'
import { activeToken, hostOf, stored } from './expect.ts'

const group = 'provisioning'

export const provisioningCases: readonly ConformanceCase[] = [
  {
    group,
    name: 'makes an active token for a card',
    needs: [],
    run: async (subject) => {
      const { provider, cards } = await subject.open()
      const token = await activeToken(provider, cards.active)
      assert.equal(token.ref.provider, provider.id)
      assert.ok(token.ref.id.length > 0)
      assert.equal(token.state, 'active')
      assert.equal(token.card.lastFour, cards.active.pan.lastFour)
      assert.match(token.lastFour ?? '', /^[0-9]{4}$/)
      assert.ok(token.expiry && token.expiry.month >= 1 && token.expiry.month <= 12 && token.expiry.year >= 2000)
      assert.equal(token.network, cards.active.pan.network)
      assert.equal(token.confirmed.by, 'provision')
    },
  },
  {
    group,
    name: 'leaves exactly one live token at the host',
    needs: ['host'],
    run: async (subject) => {
      const opened = await subject.open()
      await activeToken(opened.provider, opened.cards.active)
      assert.equal(hostOf(opened).liveTokens(opened.cards.active.pan.reveal()), 1)
    },
  },
  {
    group,
    name: 'tells a refusal as a value, with the reason from the closed list and the raw code',
    needs: ['refused card'],
    run: async (subject) => {
      const { provider, cards } = await subject.open()
      assert.ok(cards.refused)
      const outcome = await provider.provision(cards.refused.card)
      assert.equal(outcome.status, 'refused')
      assert.ok(outcome.status === 'refused')
      assert.equal(outcome.refusal.reason, cards.refused.reason)
      assert.ok(outcome.refusal.providerCode)
    },
  },
  {
    group,
    name: 'makes no token for a refused card',
    needs: ['refused card', 'host'],
    run: async (subject) => {
      const opened = await subject.open()
      assert.ok(opened.cards.refused)
      await opened.provider.provision(opened.cards.refused.card)
      assert.equal(hostOf(opened).liveTokens(opened.cards.refused.card.pan.reveal()), 0)
    },
  },
  {
    group,
    name: 'gives a pending token a reference that later finds it active',
    needs: ['pending card'],
    run: async (subject) => {
      const { provider, cards } = await subject.open()
      assert.ok(cards.pending)
      const outcome = await provider.provision(cards.pending)
      assert.equal(outcome.status, 'pending')
      assert.ok(outcome.status === 'pending')
      let seen = outcome.token
      for (let look = 0; look < 10 && seen.state === 'pending'; look++)
        seen = await provider.retrieve(stored(outcome.token))
      assert.equal(seen.state, 'active')
    },
  },
  {
    group,
    name: 'waits for a pending token when asked to',
    needs: ['pending card'],
    run: async (subject) => {
      const { provider, cards } = await subject.open()
      assert.ok(cards.pending)
      const outcome = await provision(provider, cards.pending, { wait: { firstPauseMs: 1, forMs: 10_000 } })
      assert.equal(outcome.status, 'active')
    },
  },
  {
    group,
    name: 'tells a refusal that comes while the token is pending',
    needs: ['pending-refused card'],
    run: async (subject) => {
      const { provider, cards } = await subject.open()
      assert.ok(cards.pendingRefused)
      const outcome = await provision(provider, cards.pendingRefused.card, { wait: { firstPauseMs: 1, forMs: 10_000 } })
      assert.equal(outcome.status, 'refused')
      assert.ok(outcome.status === 'refused')
      assert.equal(outcome.refusal.reason, cards.pendingRefused.reason)
    },
  },
]
