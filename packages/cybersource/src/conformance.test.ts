import { parseCard } from '@nt/core'
import { type ConformanceSubject, conformanceCases, runCase } from '@nt/core/testing'
import { describe, expect, it } from 'vitest'
import { settingsFor, testKeys } from './__fixtures__/fake-host.ts'
import { deliverWebhook, webhookKey } from './__fixtures__/webhook.ts'
import { createCybersourceProvider } from './adapter.ts'
import { type CybersourceSimulatorOptions, createCybersourceSimulator } from './simulator/index.ts'

const keys = await testKeys()
const card = (number: string) => parseCard({ number, expirationMonth: 11, expirationYear: 2031, securityCode: '942' })

/** The provider before the simulated host, in one of the shapes that the live one may have. */
const subject = (tokenizedCardBody: CybersourceSimulatorOptions['tokenizedCardBody']): ConformanceSubject => ({
  open: (between = (next) => next) => {
    const simulator = createCybersourceSimulator({ merchants: keys, tokenizedCardBody })
    const fetch = between((url, init) => simulator.fetch(url, init))
    return {
      provider: createCybersourceProvider({
        ...settingsFor(keys, fetch),
        host: 'test',
        webhooks: { keys: [webhookKey] },
      }),
      host: simulator.control,
      cards: {
        active: card('4622943123116478'),
        refused: { card: card('4010057022111116'), reason: 'declined' },
      },
      unknownReference: 'F'.repeat(32),
      signsRequests: true,
      cardArt: 'card',
      webhook: deliverWebhook,
    }
  },
})

/** Cybersource provisions at once: nothing is ever pending. */
const notApplicable = ['pending card', 'pending-refused card']

describe.each(['flat', 'nested', 'both'] as const)('with a %s body', (body) => {
  describe.each([...new Set(conformanceCases.map(({ group }) => group))])('%s', (group) => {
    it.each(conformanceCases.filter((each) => each.group === group))('$name', async (each) => {
      const expected = each.needs.some((need) => notApplicable.includes(need)) ? 'not applicable' : 'passed'
      expect(await runCase(each, subject(body))).toBe(expected)
    })
  })
})
