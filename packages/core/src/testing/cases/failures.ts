import assert from 'node:assert/strict'
import type { ErrorCode } from '../../error-table.ts'
import type { ConformanceCase } from '../conformance.ts'
import { type Fault, faultyWire } from '../wire.ts'
import { activeToken, failsWith, hostOf, stored } from './expect.ts'

const group = 'failures'

/** A broken provision: what happens on the wire, the code it ends in, how many requests go out, whether it may have taken effect. */
const brokenProvisions: readonly (readonly [name: string, fault: Fault, code: ErrorCode, effect: boolean])[] = [
  ['refused credentials are not tried again', { status: 401 }, 'authentication_failed', false],
  ['a missing permission is not tried again', { status: 403 }, 'permission_denied', false],
  ['an invalid request is not tried again', { status: 400 }, 'request_rejected', false],
  ['a 500 leaves the outcome of a provision unknown, after one attempt', { status: 500 }, 'outcome_unknown', true],
  ['a 503 leaves the outcome of a provision unknown, after one attempt', { status: 503 }, 'outcome_unknown', true],
  ['a broken connection leaves the outcome unknown, after one attempt', 'reset-before', 'outcome_unknown', true],
  [
    'an answer lost after the effect leaves the outcome unknown, after one attempt',
    'reset-after',
    'outcome_unknown',
    true,
  ],
  [
    'a 200 that is not JSON is an error',
    { status: 200, headers: { 'content-type': 'application/json' }, body: '{"a":' },
    'answer_unreadable',
    true,
  ],
  [
    'a 200 with an HTML page is an error',
    { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' },
    'answer_unreadable',
    true,
  ],
  ['a 200 without a body is an error', { status: 200 }, 'answer_unreadable', true],
  [
    'a redirect is never followed',
    { status: 307, headers: { location: 'https://elsewhere.example/' } },
    'answer_unreadable',
    true,
  ],
]

export const failureCases: readonly ConformanceCase[] = [
  ...brokenProvisions.map(
    ([name, fault, code, effect]): ConformanceCase => ({
      group,
      name,
      needs: [],
      run: async (subject) => {
        const wire = faultyWire(fault)
        const { provider, cards } = await subject.open(wire.between)
        const error = await failsWith(provider.provision(cards.active), code)
        assert.equal(error.mayHaveTakenEffect, effect)
        assert.equal(wire.requests.length, 1)
      },
    }),
  ),
  {
    group,
    name: 'a provision that is never answered leaves the outcome unknown, after one attempt',
    needs: [],
    run: async (subject) => {
      const wire = faultyWire('stall-after')
      const { provider, cards } = await subject.open(wire.between)
      const error = await failsWith(provider.provision(cards.active, { deadlineMs: 300 }), 'outcome_unknown')
      assert.equal(error.mayHaveTakenEffect, true)
      assert.equal(wire.requests.length, 1)
    },
  },
  {
    group,
    name: 'a provision sent too fast is sent again after the pause that the provider asks for',
    needs: [],
    run: async (subject) => {
      const wire = faultyWire({ status: 429, headers: { 'retry-after': '0' } })
      const { provider, cards } = await subject.open(wire.between)
      await activeToken(provider, cards.active)
      assert.equal(wire.requests.length, 2)
    },
  },
  {
    group,
    name: 'a read is tried again after 503',
    needs: [],
    run: async (subject) => {
      const wire = faultyWire('pass', { status: 503, headers: { 'retry-after': '0' } }, 'reset-before', 'pass')
      const { provider, cards } = await subject.open(wire.between)
      const token = await activeToken(provider, cards.active)
      assert.equal((await provider.retrieve(stored(token))).state, 'active')
      assert.equal(wire.requests.length, 4)
    },
  },
  {
    group,
    name: 'every attempt is signed afresh',
    needs: ['signed requests'],
    run: async (subject) => {
      const wire = faultyWire('pass', { status: 503, headers: { 'retry-after': '0' } })
      const { provider, cards } = await subject.open(wire.between)
      await provider.retrieve(stored(await activeToken(provider, cards.active)))
      const signatures = wire.requests.map(({ authorization }) => authorization)
      assert.equal(new Set(signatures).size, 3)
    },
  },
  {
    group,
    name: 'fields that nobody documented are tolerated',
    needs: ['host'],
    run: async (subject) => {
      const opened = await subject.open()
      hostOf(opened).oddNextAnswer('unknown-field')
      const token = await activeToken(opened.provider, opened.cards.active)
      hostOf(opened).oddNextAnswer('unknown-field')
      assert.equal((await opened.provider.retrieve(stored(token))).state, 'active')
    },
  },
  {
    group,
    name: 'a state that nobody documented is never taken for active',
    needs: ['host'],
    run: async (subject) => {
      const opened = await subject.open()
      const token = await activeToken(opened.provider, opened.cards.active)
      hostOf(opened).oddNextAnswer('unknown-state')
      const seen = await opened.provider.retrieve(stored(token)).then(
        ({ state }) => state,
        () => 'an error',
      )
      assert.notEqual(seen, 'active')
    },
  },
  {
    group,
    name: 'an answer for another card is refused',
    needs: ['host'],
    run: async (subject) => {
      const opened = await subject.open()
      hostOf(opened).oddNextAnswer('other-card')
      await failsWith(opened.provider.provision(opened.cards.active), 'answer_mismatch')
    },
  },
  {
    group,
    name: 'a call that is stopped before it begins sends nothing',
    needs: [],
    run: async (subject) => {
      const wire = faultyWire()
      const { provider, cards } = await subject.open(wire.between)
      await failsWith(provider.provision(cards.active, { signal: AbortSignal.abort() }), 'aborted')
      assert.equal(wire.requests.length, 0)
    },
  },
  {
    group,
    name: 'a call that is stopped in the middle ends at once',
    needs: [],
    run: async (subject) => {
      const wire = faultyWire('stall-after')
      const { provider, cards } = await subject.open(wire.between)
      const error = await failsWith(provider.provision(cards.active, { signal: AbortSignal.timeout(200) }), 'aborted')
      assert.equal(error.mayHaveTakenEffect, true)
    },
  },
]
