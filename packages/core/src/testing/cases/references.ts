import assert from 'node:assert/strict'
import type { ConformanceCase } from '../conformance.ts'
import { faultyWire } from '../wire.ts'
import { activeToken, failsWith, hostOf, stored } from './expect.ts'

const group = 'references'

export const referenceCases: readonly ConformanceCase[] = [
  {
    group,
    name: 'finds a token by its reference alone',
    needs: [],
    run: async (subject) => {
      const { provider, cards } = await subject.open()
      const token = await activeToken(provider, cards.active)
      const seen = await provider.retrieve(stored(token))
      assert.equal(seen.state, 'active')
      assert.equal(seen.ref.id, token.ref.id)
      assert.equal(seen.lastFour, token.lastFour)
      assert.deepEqual(seen.expiry, token.expiry)
      assert.equal(seen.confirmed.by, 'retrieve')
    },
  },
  {
    group,
    name: 'says that it knows no such token',
    needs: [],
    run: async (subject) => {
      const { provider, unknownReference } = await subject.open()
      const error = await failsWith(
        provider.retrieve({ provider: provider.id, id: unknownReference }),
        'token_not_found',
      )
      assert.equal(error.provider, provider.id)
      assert.equal(error.mayHaveTakenEffect, false)
    },
  },
  {
    group,
    name: 'keeps a hostile reference inside its place in the path',
    needs: [],
    run: async (subject) => {
      for (const id of ['../../x', 'a/b', 'a?b=c', 'a#b', '%2e%2e', ' ']) {
        const wire = faultyWire()
        const { provider, unknownReference } = await subject.open(wire.between)
        await failsWith(provider.retrieve({ provider: provider.id, id: unknownReference }), 'token_not_found')
        await failsWith(
          provider.retrieve({ provider: provider.id, id }),
          'token_not_found',
          'input_invalid',
          'request_rejected',
        )
        const [normal, hostile] = wire.requests.map(({ url }) => new URL(url))
        if (!normal || !hostile) continue
        assert.equal(hostile.pathname.split('/').length, normal.pathname.split('/').length)
        assert.equal(hostile.search, normal.search)
      }
    },
  },
  {
    group,
    name: 'sees what the issuer has done to a token',
    needs: ['host'],
    run: async (subject) => {
      const opened = await subject.open()
      const token = await activeToken(opened.provider, opened.cards.active)
      for (const state of ['suspended', 'active', 'deleted'] as const) {
        hostOf(opened).setState(token.ref.id, state)
        assert.equal((await opened.provider.retrieve(stored(token))).state, state)
      }
    },
  },
]
