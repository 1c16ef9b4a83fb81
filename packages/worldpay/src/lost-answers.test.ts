import { createNetworkTokens, NetworkTokenError, type NetworkTokens, Pan, parseCard } from '@nt/core'
import { type Fault, faultyWire } from '@nt/core/testing'
import { describe, expect, it } from 'vitest'
import { createWorldpayProvider } from './adapter.ts'
import { createWorldpay } from './client.ts'
import { createWorldpaySimulator } from './simulator/index.ts'

const credentials = { username: 'user', password: 'secret' }
const pan = '4444333322221111'
const card = parseCard({ number: pan, expirationMonth: 11, expirationYear: 2031, cardholderName: 'A Tester' })

/** Worldpay behind a wire that breaks, and the host's own word on how many tokens it has. */
function open(...faults: Fault[]) {
  const simulator = createWorldpaySimulator(credentials)
  const { between, requests } = faultyWire(...faults)
  const settings = {
    ...credentials,
    host: 'try',
    entity: 'default',
    fetch: between((url, init) => simulator.fetch(url, init)),
  }
  const tokens = createNetworkTokens([createWorldpayProvider(settings)])
  return { tokens, worldpay: createWorldpay(settings), requests, alive: () => simulator.control.liveTokens(pan) }
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: unknown) => (NetworkTokenError.isInstance(error) ? error.code : 'foreign'),
  )

describe('a creation whose answer is lost', () => {
  it.each<[string, Fault]>([
    ['the connection breaks after the effect', 'reset-after'],
    ['no answer comes after the effect', 'stall-after'],
  ])('makes one token and says that it does not know: %s', async (_, fault) => {
    const { tokens, requests, alive } = open(fault)
    const work = tokens.provision('worldpay', card, { deadlineMs: 100 })
    await expect(work).rejects.toMatchObject({ code: 'outcome_unknown', mayHaveTakenEffect: true })
    expect([requests.length, alive()]).toEqual([1, 1])
  })

  it('is not sent again after HTTP 500 either', async () => {
    const { tokens, requests } = open({ status: 500 })
    expect(await codeOf(tokens.provision('worldpay', card))).toBe('outcome_unknown')
    expect(requests).toHaveLength(1)
  })

  it('cannot be found again: recover says so, asks nothing, makes nothing', async () => {
    const { tokens, requests, alive } = open('reset-after')
    await codeOf(tokens.provision('worldpay', card))
    expect(await tokens.recover('worldpay', card)).toEqual({
      status: 'cannot-be-known',
      because: 'worldpay has no documented way to find a network token by its card',
      action: expect.stringContaining('Keep paying with the card'),
    })
    expect([requests.length, alive()]).toEqual([1, 1])
  })

  it('from a card token is no different', async () => {
    const { tokens, worldpay, alive } = open('pass', 'reset-after')
    const { href } = await worldpay.tokens.create({
      paymentInstrument: {
        type: 'card/front',
        cardNumber: Pan.parse(pan),
        cardHolderName: 'A Tester',
        cardExpiryDate: { month: 11, year: 2031 },
      },
    })
    expect(await codeOf(tokens.provisionFrom('worldpay', { href }))).toBe('outcome_unknown')
    expect(alive()).toBe(1)
  })

  it('of a card token is repeated: the same card gives the same one', async () => {
    const { worldpay, requests } = open('reset-after')
    const created = await worldpay.tokens.create({
      paymentInstrument: {
        type: 'card/front',
        cardNumber: Pan.parse(pan),
        cardHolderName: 'A Tester',
        cardExpiryDate: { month: 11, year: 2031 },
      },
    })
    expect([created.outcome, requests.length]).toEqual(['matched', 2])
  })
})

describe('a pending token', () => {
  const pending = parseCard({
    number: '5454545454545454',
    expirationMonth: 11,
    expirationYear: 2031,
    cardholderName: 'A Tester',
  })
  const wait = { firstPauseMs: 5, forMs: 5_000 }
  const refOf = async (tokens: NetworkTokens) => {
    const outcome = await tokens.provision('worldpay', pending)
    if (outcome.status !== 'pending') throw new Error('expected a pending token')
    return { provider: 'worldpay', id: outcome.token.ref.id }
  }

  it('settles later from its reference alone, over lookups that fail for a while', async () => {
    const { tokens } = open('pass', 'reset-before', { status: 503, headers: { 'retry-after': '0' } })
    const settled = await tokens.settle(await refOf(tokens), { wait })
    expect(settled).toMatchObject({ status: 'active', token: { confirmed: { by: 'retrieve', asOf: 'creation' } } })
  })

  it('can be held here, which Worldpay is told nothing of', async () => {
    const { tokens, requests } = open()
    const ref = await refOf(tokens)
    await tokens.settle(ref, { wait })
    await tokens.hold(ref, 'a dispute')
    const before = requests.length
    expect(await codeOf(tokens.credential(ref, { initiator: 'customer' }))).toBe('token_held')
    expect(requests).toHaveLength(before)
    expect((await tokens.get(ref)).state).toBe('active')
    await tokens.release(ref)
    expect(await tokens.credential(ref, { initiator: 'customer' })).toHaveProperty('cryptogram')
  })
})
