import assert from 'node:assert/strict'
import type { Exchange } from '../../provider.ts'
import type { ConformanceCase, Opened } from '../conformance.ts'
import { leaksIn, renderings } from '../renderings.ts'
import { type Fault, faultyWire } from '../wire.ts'
import { activeToken, capability, failsWith, stored } from './expect.ts'

const group = 'secrecy'

export const secrecyCases: readonly ConformanceCase[] = [
  {
    group,
    name: 'no error of a provision shows the card or where it was sent',
    needs: [],
    run: async (subject) => {
      for (const status of [400, 401, 403, 404, 409, 429, 500, 502, 200, 302] as const) {
        const probe = await subject.open()
        const pan = probe.cards.active.pan.reveal()
        // A host that echoes what it was sent: in the body, a header and a link.
        const fault: Fault = {
          status,
          headers: { 'content-type': 'application/json', 'x-echo': pan, location: `https://elsewhere.example/${pan}` },
          body: JSON.stringify({
            message: pan,
            errorName: pan,
            errors: [{ type: pan, message: pan, details: [{ name: pan, location: pan }] }],
          }),
        }
        const wire = faultyWire(fault, fault, fault)
        const { provider, cards } = await subject.open(wire.between)
        const error: unknown = await provider
          .provision(cards.active, { deadlineMs: 2_000 })
          .catch((thrown: unknown) => thrown)
        for (const output of renderings(error)) {
          assert.deepEqual(leaksIn(output, [pan]), [], `the card number is in the error for HTTP ${status}`)
          // A stack names the files of the code itself as file:// URLs.
          assert.ok(!output.replaceAll('file://', '').includes('://'), `a URL is in the error for HTTP ${status}`)
        }
      }
    },
  },
  {
    group,
    name: 'no outcome, token or credential shows its secrets',
    needs: ['credential'],
    run: async (subject) => {
      const { provider, cards } = await subject.open()
      const token = await activeToken(provider, cards.active)
      const credential = await capability(provider, 'credential')(stored(token), { initiator: 'customer' })
      const secrets = [
        cards.active.pan.reveal(),
        credential.tokenNumber.reveal(),
        credential.cryptogram?.reveal() ?? 'none',
      ]
      for (const value of [cards.active, token, credential, { token, credential }]) {
        for (const output of renderings(value)) assert.deepEqual(leaksIn(output, secrets), [])
      }
    },
  },
  {
    group,
    name: 'what is told of exchanges holds no card and no token number',
    needs: ['credential', 'remove'],
    run: async (subject) => {
      const exchanges: Exchange[] = []
      const call = { onExchange: (exchange: Exchange) => void exchanges.push(exchange) }
      const { provider, cards, unknownReference }: Opened = await subject.open()
      const outcome = await provider.provision(cards.active, call)
      assert.ok(outcome.status === 'active')
      const ref = stored(outcome.token)
      const credential = await capability(provider, 'credential')(ref, { initiator: 'customer' }, call)
      await capability(provider, 'remove')(ref, 'payment-method-removed', call)
      await failsWith(provider.retrieve({ provider: provider.id, id: unknownReference }, call), 'token_not_found')
      assert.ok(exchanges.length >= 4)
      assert.ok(
        exchanges.every(({ correlationId }) => correlationId),
        'an exchange has no correlation id',
      )
      const secrets = [cards.active.pan.reveal(), credential.tokenNumber.reveal()]
      for (const output of renderings(exchanges)) assert.deepEqual(leaksIn(output, secrets), [])
    },
  },
]
