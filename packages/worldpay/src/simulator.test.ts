import { type Card, createNetworkTokens, type ProvisionOutcome, parseCard, type TokenRef } from '@nt/core'
import { listen } from '@nt/sandbox'
import { describe, expect, it } from 'vitest'
import { createWorldpayProvider } from './adapter.ts'
import { createWorldpay } from './client.ts'
import { createWorldpaySimulator, testCards } from './simulator/index.ts'

const credentials = { username: 'user', password: 'secret' }
type Options = Omit<Parameters<typeof createWorldpaySimulator>[0], 'username' | 'password'>

function open(options: Options = {}) {
  const simulator = createWorldpaySimulator({ ...credentials, ...options })
  const requests: string[] = []
  const settings = {
    ...credentials,
    host: 'try',
    entity: 'default',
    fetch: async (url: string, init: RequestInit) => {
      requests.push(`${init.method} ${new URL(url).pathname.replace(/[0-9a-f-]{36}|[0-9]{12,19}/, '*')}`)
      return simulator.fetch(url, init)
    },
  }
  return { simulator, requests, settings, provider: createWorldpayProvider(settings) }
}

const cardThat = (behaviour: string, from = 0): Card =>
  parseCard({
    number: testCards.filter((each) => each.behaviour === behaviour)[from]?.number,
    expirationMonth: 11,
    expirationYear: 2031,
    cardholderName: 'A Tester',
  })

function tokenOf(outcome: ProvisionOutcome) {
  if (outcome.status === 'refused') throw new Error('refused')
  return outcome.token
}

const customer = { initiator: 'customer' } as const

describe('against the simulated host', () => {
  it.each<Options>([
    { createLinks: 'oas', createInstrument: 'oas' },
    { createLinks: 'seed', createInstrument: 'seed' },
    { staleStatus: true },
  ])('a token lives from card to deletion, with %j', async (options) => {
    const { simulator, provider, requests } = open(options)
    const card = cardThat('sync')
    const outcome = await provider.provision(card)
    expect(outcome.status).toBe('active')
    const { ref, number, expiry } = tokenOf(outcome)
    expect(await provider.retrieve(ref)).toMatchObject({ state: 'active', number: { lastFour: number?.lastFour } })
    const first = await provider.credential(ref, customer)
    const held: TokenRef = number && expiry ? { ...ref, held: { number, expiry } } : ref
    const second = await provider.credential(held, customer)
    expect(second).toMatchObject({
      tokenNumber: first.tokenNumber,
      expiry: first.expiry,
      network: card.pan.network,
      eci: '07',
    })
    expect(second.cryptogram?.reveal()).not.toBe(first.cryptogram?.reveal())
    await provider.remove(ref, 'payment-method-removed')
    await provider.remove(ref, 'payment-method-removed')
    await provider.remove(held, 'payment-method-removed')
    expect(simulator.control.liveTokens(card.pan.reveal())).toBe(0)
    expect(requests.slice(0, 5)).toEqual([
      'POST /tokens/network',
      'GET /tokens/network/*',
      'GET /tokens/network/*',
      'POST /tokens/network/cryptograms',
      'POST /tokens/network/cryptograms',
    ])
  })

  it('a pending token becomes active', async () => {
    const { provider } = open({ pendingLookups: 1 })
    const { ref, state, number } = tokenOf(await provider.provision(cardThat('pending-then-active')))
    expect([state, number]).toEqual(['pending', undefined])
    await expect(provider.credential(ref, customer)).rejects.toMatchObject({ code: 'token_not_active' })
    expect(await provider.retrieve(ref)).toMatchObject({ state: 'active', network: 'mastercard' })
    expect(await provider.credential(ref, customer)).toMatchObject({ eci: '07' })
  })

  it('a pending token can be waited for, or turn out refused', async () => {
    const tokens = createNetworkTokens([open().provider])
    const wait = { firstPauseMs: 1 }
    expect(await tokens.provision('worldpay', cardThat('pending-then-active'), { wait })).toMatchObject({
      status: 'active',
    })
    expect(await tokens.provision('worldpay', cardThat('pending-then-refused'), { wait })).toEqual({
      status: 'refused',
      refusal: { reason: 'invalid_request', providerCode: '301/400' },
    })
  })

  it.each(['declined-array', 'declined-object'])('a card is refused: %s', async (behaviour) => {
    const { provider } = open()
    expect(await provider.provision(cardThat(behaviour))).toEqual({
      status: 'refused',
      refusal: { reason: 'card_not_eligible', providerCode: '301/403' },
    })
  })

  it('a suspended token gives no credential, whether its number is held or not, and comes back', async () => {
    const { simulator, provider } = open()
    const { ref, number, expiry } = tokenOf(await provider.provision(cardThat('sync')))
    const held: TokenRef = number && expiry ? { ...ref, held: { number, expiry } } : ref
    simulator.control.setState(ref.id, 'suspended')
    expect(await provider.retrieve(ref)).toMatchObject({ state: 'suspended', providerState: 'Suspended' })
    await expect(provider.credential(ref, customer)).rejects.toMatchObject({ code: 'token_not_active' })
    await expect(provider.credential(held, customer)).rejects.toMatchObject({ code: 'token_not_active' })
    simulator.control.setState(ref.id, 'active')
    expect(await provider.credential(ref, customer)).toMatchObject({ eci: '07' })
  })

  it("a token is made from Worldpay's own card token", async () => {
    const { simulator, settings, provider } = open()
    const mediaType = 'application/vnd.worldpay.tokens-v3.hal+json'
    const made = await simulator.fetch('https://try.access.worldpay.com/tokens', {
      method: 'POST',
      headers: {
        accept: mediaType,
        'content-type': mediaType,
        authorization: `Basic ${Buffer.from('user:secret').toString('base64')}`,
      },
      body: JSON.stringify({
        merchant: { entity: 'default' },
        paymentInstrument: {
          type: 'card/front',
          cardHolderName: 'A Tester',
          cardNumber: '5555555555554444',
          cardExpiryDate: { month: 11, year: 2031 },
        },
      }),
    })
    const { href } = ((await made.json()) as { tokenPaymentInstrument: { href: string } }).tokenPaymentInstrument
    expect(await provider.provisionFrom({ href })).toMatchObject({
      status: 'active',
      token: { card: { lastFour: '4444' } },
    })
    const live = createWorldpayProvider({ ...settings, host: 'live' })
    await expect(live.provisionFrom({ href })).rejects.toMatchObject({ code: 'link_refused' })
    await expect(provider.provisionFrom({ href: '/tokens/unknown' })).rejects.toMatchObject({ code: 'token_not_found' })
  })

  it('wrong credentials, another entity and an unknown reference are errors of their own', async () => {
    const { settings, provider } = open()
    const wrong = createWorldpayProvider({ ...settings, password: 'wrong' })
    await expect(wrong.provision(cardThat('sync'))).rejects.toMatchObject({ code: 'authentication_failed' })
    const other = createWorldpay({ ...settings, entity: 'someone-else' })
    const request = { paymentInstrument: { type: 'card/tokenized', href: '/tokens/x' } } as const
    await expect(other.networkTokens.create(request)).rejects.toMatchObject({ mayHaveTakenEffect: false })
    const unknown = { provider: 'worldpay', id: '00000000-0000-4000-8000-000000000000' }
    await expect(provider.retrieve(unknown)).rejects.toMatchObject({ code: 'token_not_found' })
  })

  it('everything works over a socket and the own transport', async () => {
    const simulator = createWorldpaySimulator(credentials)
    const listening = await listen(simulator)
    try {
      const provider = createWorldpayProvider({ ...credentials, host: listening.url, entity: 'default' })
      const { ref } = tokenOf(await provider.provision(cardThat('sync')))
      expect(await provider.credential(ref, customer)).toMatchObject({ eci: '07' })
      await provider.remove(ref, 'fraud')
      expect(await provider.retrieve(ref)).toMatchObject({ state: 'deleted' })
    } finally {
      await listening.close()
    }
  })
})
