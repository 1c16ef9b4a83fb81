import { NetworkTokenError } from '@nt/core'
import { describe, expect, test } from 'vitest'
import { type TestHost, testHost } from './__fixtures__/host.ts'

const visa = '4444333322221111'
const lookUp = async (host: TestHost, reference: string) =>
  (await host.send('GET', `/tokens/network/${reference}`)).body

describe('setting a state', () => {
  test.each([
    ['active', 1],
    ['suspended', 1],
    ['expired', 0],
    ['deleted', 0],
  ] as const)('to %s leaves %i live token', async (state, live) => {
    const host = testHost()
    const { tokenReference } = (await host.create(visa)).body
    host.control.setState(tokenReference, state)
    expect(host.control.liveTokens(visa)).toBe(live)
  })

  test('ends the waiting of a pending token', async () => {
    const host = testHost({ pendingLookups: 100 })
    const { tokenReference } = (await host.create('5454545454545454')).body
    host.control.setState(tokenReference, 'active')
    expect((await lookUp(host, tokenReference)).tokenPaymentInstrument).toMatchObject({
      status: 'Active',
      tokenNumber: expect.any(String),
    })
  })

  test.each([
    ['an unknown reference', undefined],
    ['a refused token', '343434343434343'],
  ])('fails for %s', async (_, cardNumber) => {
    const host = testHost()
    const reference = cardNumber ? (await host.create(cardNumber)).body.tokenReference : 'unknown'
    expect(() => host.control.setState(reference, 'active')).toThrow(NetworkTokenError)
  })
})

test('live tokens are counted by card, pending ones too, refused ones not', async () => {
  const host = testHost()
  for (const cardNumber of [visa, visa, '5454545454545454', '343434343434343']) await host.create(cardNumber)
  expect([visa, '5454545454545454', '343434343434343', '5555555555554444'].map(host.control.liveTokens)).toEqual([
    2, 1, 0, 0,
  ])
})

describe('an odd answer', () => {
  test('has unknown members at every level, once', async () => {
    const host = testHost()
    host.control.oddNextAnswer('unknown-field')
    const odd = (await host.create(visa)).body
    const { sandboxAddition: _, ...links } = odd._links
    const levels = [
      odd,
      odd.paymentInstrument,
      odd.paymentInstrument.cardExpiryDate,
      odd.tokenPaymentInstrument,
      odd.tokenPaymentInstrument.expiryDate,
      odd._links,
      ...Object.values(links).flat(),
    ]
    for (const level of levels) expect(level).toHaveProperty('sandboxAddition.href')
    expect(JSON.stringify(await lookUp(host, odd.tokenReference))).not.toContain('sandboxAddition')
  })

  test('has a state that nobody documents, once', async () => {
    const host = testHost()
    const { tokenReference } = (await host.create(visa)).body
    host.control.oddNextAnswer('unknown-state')
    expect((await lookUp(host, tokenReference)).tokenPaymentInstrument.status).toBe('Quarantined')
    expect((await lookUp(host, tokenReference)).tokenPaymentInstrument.status).toBe('Active')
  })

  test('waits for an answer that has a state', async () => {
    const host = testHost()
    host.control.oddNextAnswer('unknown-state')
    const { tokenReference } = (await host.create('5454545454545454')).body
    expect((await lookUp(host, tokenReference)).tokenPaymentInstrument.status).toBe('Quarantined')
  })

  test.each([false, true])('is about another card (one of the host: %s)', async (hasOther) => {
    const host = testHost()
    if (hasOther) await host.create('5555555555554444')
    const right = (await host.create(visa)).body
    host.control.oddNextAnswer('other-card')
    const odd = (await host.create(visa)).body
    expect(odd.tokenPaymentInstrument.status).toBe('Active')
    expect(odd.tokenReference).not.toBe(right.tokenReference)
    expect(odd.paymentInstrument.lastFour).not.toBe('1111')
    expect(odd.paymentInstrument.paymentAccountReference).not.toBe(right.paymentInstrument.paymentAccountReference)
    expect((await lookUp(host, odd.tokenReference)).tokenPaymentInstrument).toEqual(odd.tokenPaymentInstrument)
    expect(host.control.liveTokens(visa)).toBe(2)

    host.control.oddNextAnswer('other-card')
    const lookedUp = await lookUp(host, right.tokenReference)
    expect(lookedUp.tokenPaymentInstrument.tokenNumber).not.toBe(right.tokenPaymentInstrument.tokenNumber)
    expect(await lookUp(host, right.tokenReference)).toMatchObject({ paymentInstrument: right.paymentInstrument })
  })

  test('is neither an error nor a cryptogram', async () => {
    const host = testHost()
    const { tokenPaymentInstrument, tokenReference } = (await host.create(visa)).body
    host.control.oddNextAnswer('unknown-field')
    await host.send('GET', '/tokens/network/unknown')
    await host.send('POST', '/tokens/network/cryptograms', { tokenNumber: tokenPaymentInstrument.tokenNumber })
    expect(await lookUp(host, tokenReference)).toHaveProperty('sandboxAddition')
  })
})
