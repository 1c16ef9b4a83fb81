import { parseCard } from '@nt/core'
import { createTransport } from '@nt/provider-kit'
import { listen } from '@nt/sandbox'
import { expect, it } from 'vitest'
import { settingsFor, testKeys } from './__fixtures__/fake-host.ts'
import { createCybersourceProvider } from './adapter.ts'
import { createCybersource } from './client.ts'
import { createCybersourceSimulator, testCards } from './simulator/index.ts'

const keys = await testKeys()
const parsed = (number: string) => parseCard({ number, expirationMonth: 11, expirationYear: 2031 }, { luhn: false })

it.each(['post', 'delete'] as const)(
  "goes through a token's life over real connections, deleting with %s",
  async (deleteMethod) => {
    const simulator = createCybersourceSimulator({ merchants: keys })
    const { url, close } = await listen(simulator)
    const transport = createTransport()
    try {
      const provider = createCybersourceProvider({ ...settingsFor(keys, transport.fetch), host: url, deleteMethod })
      const card = parsed('4622943123116478')

      const outcome = await provider.provision(card)
      if (outcome.status === 'refused') throw new Error('expected a token')
      const { ref, number } = outcome.token
      expect(outcome).toMatchObject({ status: 'active', token: { network: 'visa', card: { lastFour: '6478' } } })
      const again = await provider.provision(card)
      expect(again).toMatchObject({ token: { ref } })

      expect(await provider.retrieve(ref)).toMatchObject({
        state: 'active',
        lastFour: number?.lastFour,
        number: undefined,
      })
      const credential = await provider.credential(ref, { initiator: 'customer' })
      expect(credential?.tokenNumber.reveal()).toBe(number?.reveal())
      expect(credential?.cryptogram).toBeDefined()

      await provider.remove(ref, 'payment-method-removed')
      await provider.remove(ref, 'payment-method-removed')
      await expect(provider.retrieve(ref)).rejects.toMatchObject({ code: 'token_gone' })
    } finally {
      await transport.close()
      await close()
    }
  },
)

it.each(testCards.filter(({ source }) => source === 'ONFILE').map((each) => [each.sample, each.outcome] as const))(
  'maps what the documented test card %s gets: %s',
  async (number, expected) => {
    const simulator = createCybersourceSimulator({ merchants: keys })
    const provider = createCybersourceProvider({
      ...settingsFor(keys, (url, init) => simulator.fetch(url, init)),
      host: 'test',
    })
    const outcome = await provider.provision(parsed(number))
    if (outcome.status === 'refused') {
      expect(outcome.refusal).toEqual({ reason: expected.toLowerCase(), providerCode: expected })
    } else expect(outcome.token.providerState).toBe(expected)
  },
)

it("gives American Express's dynamic code in place of a cryptogram", async () => {
  const simulator = createCybersourceSimulator({ merchants: keys })
  const provider = createCybersourceProvider({
    ...settingsFor(keys, (url, init) => simulator.fetch(url, init)),
    host: 'test',
  })
  const outcome = await provider.provision(parsed('371449635398431'))
  if (outcome.status === 'refused') throw new Error('expected a token')
  const credential = await provider.credential(outcome.token.ref, { initiator: 'customer' })
  expect(credential).toMatchObject({ network: 'american-express', cryptogram: undefined })
  expect(credential?.dynamicSecurityCode?.reveal()).toMatch(/^[0-9]{4}$/)
})

it('has the settings named when the profile does not exist, or must be named', async () => {
  const simulator = createCybersourceSimulator({ merchants: keys, profiles: ['a'] })
  const settings = { ...settingsFor(keys, (url, init) => simulator.fetch(url, init)), host: 'test' }
  for (const profileId of [undefined, 'b']) {
    const { tokenizedCards } = createCybersource({ ...settings, profileId })
    await expect(tokenizedCards.get('F'.repeat(32))).rejects.toMatchObject({
      code: 'configuration_invalid',
      issues: [{ path: 'profileId' }],
    })
  }
  const { tokenizedCards } = createCybersource({ ...settings, profileId: 'a' })
  await expect(tokenizedCards.get('F'.repeat(32))).rejects.toMatchObject({ code: 'token_not_found' })
})
