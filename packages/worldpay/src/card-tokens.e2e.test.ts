import { Pan } from '@nt/core'
import { describe, expect, it } from 'vitest'
import { createWorldpayProvider } from './adapter.ts'
import { createWorldpay } from './client.ts'
import { payments } from './payments/index.ts'
import { createWorldpaySimulator } from './simulator/index.ts'

const credentials = { username: 'user', password: 'secret' }

function open() {
  const simulator = createWorldpaySimulator(credentials)
  const fetch = (url: string, init: RequestInit) => simulator.fetch(url, init)
  const settings = { ...credentials, host: 'try', entity: 'default', fetch }
  return { worldpay: createWorldpay(settings), provider: createWorldpayProvider(settings) }
}

const cardNamed = (cardHolderName: string) => ({
  paymentInstrument: {
    type: 'card/front' as const,
    cardNumber: Pan.parse('4444333322221111'),
    cardHolderName,
    cardExpiryDate: { month: 11, year: 2031 },
  },
  namespace: 'shop',
})

describe('a card token, before the simulated host', () => {
  it('is created, matched, in conflict, resolved, looked up, updated and deleted', async () => {
    const { tokens } = open().worldpay
    const created = await tokens.create(cardNamed('A Tester'))
    expect(created).toMatchObject({ outcome: 'created', namespace: 'shop', paymentInstrument: { lastFour: '1111' } })
    expect(await tokens.create(cardNamed('A Tester'))).toMatchObject({ outcome: 'matched', href: created.href })

    const second = await tokens.create(cardNamed('Another Name'))
    if (second.outcome !== 'conflicts') throw new Error('expected conflicts')
    expect(second).toMatchObject({ href: created.href, paymentInstrument: { cardHolderName: 'A Tester' } })
    expect(second.conflicts).toMatchObject({ paymentInstrument: { cardHolderName: 'Another Name' } })
    await tokens.resolveConflicts(second)
    expect((await tokens.get(created.href)).paymentInstrument.cardHolderName).toBe('Another Name')

    await tokens.update(created, 'description', 'the card of a customer')
    await tokens.update(created, 'cardHolderName', 'A Third Name')
    await tokens.update(created, 'cardExpiryDate', { month: 1, year: 2033 })
    await tokens.update(created, 'schemeTransactionReference', '060720116005060')
    const address = { address1: '1 Street', postalCode: 'AB1 2CD', city: 'Town', countryCode: 'GB' }
    await tokens.update(created, 'billingAddress', address)
    const [listed, ...others] = await tokens.list({ namespace: 'shop' })
    expect(others).toEqual([])
    expect(listed).toMatchObject({
      href: created.href,
      description: 'the card of a customer',
      schemeTransactionReference: '060720116005060',
      paymentInstrument: {
        cardHolderName: 'A Third Name',
        cardExpiryDate: { month: 1, year: 2033 },
        billingAddress: address,
      },
    })

    expect(await tokens.delete(created.href)).toEqual({ alreadyGone: false })
    expect(await tokens.delete(created.href)).toEqual({ alreadyGone: true })
    await expect(tokens.get(created.href)).rejects.toMatchObject({ code: 'token_not_found' })
  })

  it('becomes a network token and a payment, and the card number is not needed again', async () => {
    const { worldpay, provider } = open()
    const { href } = await worldpay.tokens.create(cardNamed('A Tester'))
    const outcome = await provider.provisionFrom({ href })
    if (outcome.status !== 'active') throw new Error('expected an active token')
    const credential = await provider.credential(outcome.token.ref, { initiator: 'customer' })
    const { instruction } = payments.customerInitiated(credential).reveal()
    expect(instruction.paymentInstrument).toMatchObject({
      type: 'networkToken',
      tokenNumber: expect.stringMatching(/^[0-9]{16}$/),
      cryptogram: expect.any(String),
      eci: '07',
    })
  })
})
