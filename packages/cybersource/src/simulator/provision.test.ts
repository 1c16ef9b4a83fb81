import { passesLuhn } from '@nt/core'
import { createStore } from '@nt/sandbox'
import { beforeEach, describe, expect, it } from 'vitest'
import { fixedClock } from './__fixtures__/fixed-clock.ts'
import { createMerchantClient, type MerchantClient } from './__fixtures__/merchant-client.ts'
import type { TokenizedCardBody } from './index.ts'

const path = '/tms/v2/tokenized-cards'
const jose = { accept: 'application/jose' }
const clock = fixedClock('2026-11-22T08:00:00Z')
const card = { number: '4622943123144639', expirationMonth: '12', expirationYear: '2030', securityCode: '123' }
const order = { source: 'ONFILE', card }
interface Token {
  id: string
  number: string
  paymentAccountReference: string
}

let client: MerchantClient
beforeEach(async () => {
  client = await createMerchantClient({ clock })
})
const provision = async (body: unknown, headers: Record<string, string> = {}) => client.send({ path, body, headers })
const tokenOf = async (response: Response) => (await response.json()) as Token

describe('provisioning', () => {
  it('answers with every documented member', async () => {
    const response = await provision({ ...order, createInstrumentIdentifier: true, billTo: { postalCode: '94043' } })
    expect(response.status).toBe(201)
    const body = await tokenOf(response)
    const instrument = expect.stringMatching(/^\/tms\/v1\/instrumentidentifiers\/703[0-9]{12}4639$/)
    const asset = {
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      _links: { self: { href: expect.stringMatching(/^\/tms\/v2\/tokens\/703[0-9]{16}\/vts\/assets\/card-/) } },
    }
    expect(body).toEqual({
      _links: { self: { href: `/tms/v2/tokenized-cards/${body.id}` }, instrumentIdentifier: { href: instrument } },
      id: expect.stringMatching(/^[0-9A-F]{32}$/),
      object: 'tokenizedCard',
      source: 'ONFILE',
      state: 'ACTIVE',
      enrollmentId: expect.stringMatching(/^[0-9a-f]{32}$/),
      tokenReferenceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      paymentAccountReference: expect.stringMatching(/^V001[0-9A-Z]{25}$/),
      number: expect.stringMatching(/^489537X{6}[0-9]{4}$/),
      expirationMonth: '12',
      expirationYear: '2031',
      type: 'visa',
      card: {
        suffix: '4639',
        expirationMonth: '12',
        expirationYear: '2030',
        issueDate: '2026-01-01',
        activationDate: '2026-01-02',
        expirationPrinted: true,
        securityCodePrinted: true,
        termsAndConditions: { url: 'https://issuer.example/terms' },
      },
      verificationResults: { securityCode: 'MATCH', address: 'MATCH' },
      metadata: {
        creator: 'sandbox_mid',
        cardArt: {
          foregroundColor: 'FFFFFF',
          backgroundColor: '000000',
          labelColor: 'FFFFFF',
          combinedAsset: asset,
          brandLogoAsset: asset,
          issuerLogoAsset: {},
          iconAsset: {},
        },
        issuer: expect.objectContaining({ name: 'Example Bank' }),
      },
    })
  })

  it.each([
    ['visa', '4622943123144639', /^489537[0-9]{10}$/],
    ['mastercard', '5120342233150747', /^520473[0-9]{10}$/],
    ['americanexpress', '378282246310005', /^377200[0-9]{9}$/],
  ])('makes a token number of %s with a right check digit', async (type, number, pattern) => {
    const { body } = await client.openJose(await provision({ ...order, card: { ...card, number } }, jose))
    const token = body as Token
    expect(token).toMatchObject({ type, number: expect.stringMatching(pattern) })
    expect(passesLuhn(token.number)).toBe(true)
  })

  it.each(['createInstrumentIdentifier', 'createPanInstrumentIdentifier'])(
    'makes an instrument identifier for %s',
    async (spelling) => {
      const first = await provision({ ...order, [spelling]: true })
      expect(first.headers.get('instrumentidentifier-created')).toBe('true')
      expect(await first.json()).toHaveProperty('_links.instrumentIdentifier')
      const second = await provision({ ...order, [spelling]: true })
      expect(second.headers.get('instrumentidentifier-created')).toBe('false')
    },
  )

  it('makes no instrument identifier unless it is asked to', async () => {
    const response = await provision({ ...order, createInstrumentIdentifier: false })
    expect(response.headers.get('instrumentidentifier-created')).toBeNull()
    expect(await response.json()).not.toHaveProperty('_links.instrumentIdentifier')
  })

  it('arranges the body as the option says', async () => {
    const flat = ['_links', 'id', 'number', 'state']
    for (const [shape, top] of [
      ['flat', flat],
      ['nested', ['_links', 'tokenizedCard']],
      ['both', [...flat, 'tokenizedCard']],
    ] satisfies [TokenizedCardBody, string[]][]) {
      const { send } = await createMerchantClient({ tokenizedCardBody: shape })
      const body = (await (await send({ path, body: order })).json()) as Record<string, object>
      expect(Object.keys(body)).toEqual(expect.arrayContaining(top))
      expect('id' in body).toBe(shape !== 'nested')
      if (shape !== 'flat') expect(Object.keys(body['tokenizedCard'] ?? {})).toEqual(expect.arrayContaining(flat))
      const refused = await send({ path, body: { ...order, card: { ...card, number: '4001770011111118' } } })
      const reason = { state: 'UNPROVISIONED', reason: 'CARD_NOT_ELIGIBLE', type: 'visa' }
      expect(await refused.json()).toEqual(
        { flat: reason, nested: { tokenizedCard: reason }, both: { ...reason, tokenizedCard: reason } }[shape],
      )
    }
  })
})

describe('provisioning again', () => {
  it('gives the same token with 200', async () => {
    const first = await tokenOf(await provision(order))
    const second = await provision(order)
    expect(second.status).toBe(200)
    expect(await second.json()).toEqual(first)
    expect(client.simulator.control.liveTokens(card.number)).toBe(1)
  })

  it('makes one token out of many calls at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => provision(order)))
    expect(all.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(client.simulator.control.liveTokens(card.number)).toBe(1)
  })

  it.each(['deleted', 'expired'] as const)('makes a new token after the old one is %s', async (state) => {
    const first = await tokenOf(await provision(order))
    client.simulator.control.setState(first.id, state)
    const response = await provision(order)
    expect(response.status).toBe(201)
    const second = await tokenOf(response)
    expect(second.id).not.toBe(first.id)
    expect(second.paymentAccountReference).toBe(first.paymentAccountReference)
  })

  it('gives a suspended token as it is', async () => {
    const { id } = await tokenOf(await provision(order))
    client.simulator.control.setState(id, 'suspended')
    const response = await provision(order)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ id, state: 'SUSPENDED' })
  })

  it('knows the card after a restart with the same store and key', async () => {
    const options = { store: createStore(), fingerprintKey: new Uint8Array(32).fill(7) }
    const before = await createMerchantClient(options)
    const { id } = await tokenOf(await before.send({ path, body: order }))
    const after = await createMerchantClient(options)
    const response = await after.send({ path, body: order })
    expect([response.status, (await tokenOf(response)).id]).toEqual([200, id])
  })
})

describe('a refused card', () => {
  it('gets 201 with state and reason, no id, no number, and no token', async () => {
    const number = '4010057022111116'
    const response = await provision({ ...order, card: { ...card, number } })
    expect(response.status).toBe(201)
    expect(await response.json()).toEqual({ state: 'UNPROVISIONED', reason: 'DECLINED', type: 'visa' })
    expect(client.simulator.control.liveTokens(number)).toBe(0)
  })

  it('is one past its expiry date, from the first moment of the next month', async () => {
    const clock = fixedClock('2026-11-30T23:59:59Z')
    const { send } = await createMerchantClient({ clock })
    const provision = (number: string) =>
      send({ path, body: { ...order, card: { ...card, number, expirationMonth: '11', expirationYear: '2026' } } })
    expect(await (await provision('4622943123144639')).json()).toMatchObject({ state: 'ACTIVE' })
    clock.set(new Date('2026-12-01T00:00:00Z'))
    const late = { state: 'UNPROVISIONED', reason: 'CARD_NOT_ALLOWED', type: 'visa' }
    expect(await (await provision('4622943123144647')).json()).toEqual(late)
  })
})

const missing = (...details: object[]) => ({ type: 'missingFields', message: 'Missing field values', details })
const invalid = (...details: object[]) => ({ type: 'invalidFields', message: 'Invalid field values', details })
const inCard = (name: string) => ({ name, location: 'card' })

describe('an invalid request', () => {
  it.each<readonly [string, unknown, object[]]>([
    ['without anything', {}, [missing({ name: 'source' })]],
    ['of an unknown source', { ...order, source: 'OTHER' }, [invalid({ name: 'source' })]],
    ['without a card', { source: 'ONFILE' }, [missing({ name: 'card' })]],
    ['without a number', { ...order, card: { ...card, number: undefined } }, [missing(inCard('number'))]],
    [
      'without an expiry',
      { source: 'TOKEN', card: { number: card.number } },
      [missing(inCard('expirationMonth'), inCard('expirationYear'))],
    ],
    [
      'with a month of one digit',
      { ...order, card: { ...card, expirationMonth: '1' } },
      [invalid(inCard('expirationMonth'))],
    ],
    [
      'with a thirteenth month',
      { ...order, card: { ...card, expirationMonth: '13' } },
      [invalid(inCard('expirationMonth'))],
    ],
    [
      'with a year of two digits',
      { ...order, card: { ...card, expirationYear: '30' } },
      [invalid(inCard('expirationYear'))],
    ],
    [
      'with a year as number',
      { ...order, card: { ...card, expirationYear: 2030 } },
      [invalid(inCard('expirationYear'))],
    ],
    [
      'with a number that is too short',
      { ...order, card: { ...card, number: '41111111111' } },
      [invalid(inCard('number'))],
    ],
    [
      'with letters in the security code',
      { ...order, card: { ...card, securityCode: 'abc' } },
      [invalid(inCard('securityCode'))],
    ],
    [
      'with a wrong check digit on no list',
      { ...order, card: { ...card, number: '4111111111111112' } },
      [invalid(inCard('number'))],
    ],
    [
      'with one member missing and one wrong',
      { ...order, card: { number: card.number, expirationMonth: 'x' } },
      [missing(inCard('expirationYear')), invalid(inCard('expirationMonth'))],
    ],
    [
      'of an issuer without its reference',
      { source: 'ISSUER', card: { type: '001' } },
      [missing({ name: 'accountReferenceId' })],
    ],
    [
      'of an issuer without the card type',
      { source: 'ISSUER', accountReferenceId: 'ABCDEFGH12345678', card: {} },
      [missing(inCard('type'))],
    ],
    [
      'of an issuer with an odd reference',
      { source: 'ISSUER', accountReferenceId: 'short', card: { type: '001' } },
      [invalid({ name: 'accountReferenceId' })],
    ],
  ])('%s is told what is wrong', async (_, body, errors) => {
    const response = await client.send({ path, body, sealed: true })
    expect(await response.json()).toEqual({ errors })
    expect(response.status).toBe(400)
  })
})

describe('push provisioning', () => {
  it('makes a token for an account reference', async () => {
    const response = await provision({
      source: 'ISSUER',
      accountReferenceId: 'ABCDEFGH12345678',
      card: { type: '002' },
    })
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({ source: 'ISSUER', state: 'ACTIVE', type: 'mastercard' })
  })
})
