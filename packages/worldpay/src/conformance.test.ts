import { type Card, parseCard } from '@nt/core'
import { type ConformanceSubject, conformanceCases, runCase } from '@nt/core/testing'
import { describe, expect, it } from 'vitest'
import { createWorldpayProvider } from './adapter.ts'
import { createWorldpaySimulator } from './simulator/index.ts'

const credentials = { username: 'user', password: 'secret' }

const card = (number: string): Card =>
  parseCard({ number, expirationMonth: 11, expirationYear: 2031, cardholderName: 'A Tester' })

/** The provider before the simulated host. */
const subject: ConformanceSubject = {
  open: (between = (next) => next) => {
    const simulator = createWorldpaySimulator(credentials)
    const provider = createWorldpayProvider({
      ...credentials,
      host: 'try',
      entity: 'default',
      fetch: between((url, init) => simulator.fetch(url, init)),
    })
    return {
      provider,
      host: simulator.control,
      cards: {
        active: card('4444333322221111'),
        refused: { card: card('343434343434343'), reason: 'card_not_eligible' },
        pending: card('5454545454545454'),
        pendingRefused: { card: card('2221000000000009'), reason: 'invalid_request' },
      },
      unknownReference: '00000000-0000-4000-8000-000000000000',
      signsRequests: false,
    }
  },
}

/** Basic credentials are the same on every attempt; of card art and of webhooks for network tokens this provider has none. */
const notApplicable = ['signed requests', 'card art', 'webhooks']

describe.each([...new Set(conformanceCases.map(({ group }) => group))])('%s', (group) => {
  it.each(conformanceCases.filter((each) => each.group === group))('$name', async (each) => {
    const result = await runCase(each, subject)
    expect(result).toBe(each.needs.some((need) => notApplicable.includes(need)) ? 'not applicable' : 'passed')
  })
})
