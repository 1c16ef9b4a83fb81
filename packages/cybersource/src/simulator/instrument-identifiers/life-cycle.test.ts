import { beforeEach, describe, expect, it } from 'vitest'
import { createMerchantClient, type MerchantClient, type Sent } from '../__fixtures__/merchant-client.ts'
import { readJson } from '../__fixtures__/read-json.ts'

const path = '/tms/v1/instrumentidentifiers'
const number = '4622943123144639'
const card = { number, expirationMonth: '12', expirationYear: '2040', securityCode: '123' }
const billTo = { address1: '1 Main St', locality: 'Town', postalCode: '94043', country: 'US' }

let client: MerchantClient
beforeEach(async () => {
  client = await createMerchantClient()
})
const send = async (request: Sent) => readJson(await client.send(request))
const create = (body: object) => client.send({ path, body })
const make = async (body: object = { card: { number } }) => String((await readJson(await create(body))).body['id'])
const look = (id: string, query = '') => send({ method: 'GET', path: `${path}/${id}${query}` })
const patch = (id: string, body: object, headers = {}) =>
  client.send({ method: 'PATCH', path: `${path}/${id}`, body, headers })

describe('making an instrument identifier', () => {
  it('answers 201 the first time and 200 from then on, with the same 19 digits that end in the last four', async () => {
    const first = await create({ card: { number } })
    const { status, body } = await readJson(first)
    expect(status).toBe(201)
    expect(first.headers.get('instrumentidentifier-created')).toBe('true')
    expect(first.headers.get('etag')).toBe('W/"1"')
    const self = `https://apitest.cybersource.com${path}/${body['id']}`
    expect(body).toEqual({
      _links: { self: { href: self }, paymentInstruments: { href: `${self}/paymentinstruments` } },
      id: expect.stringMatching(/^703[0-9]{12}4639$/),
      object: 'instrumentIdentifier',
      state: 'ACTIVE',
      card: { number: '462294XXXXXX4639' },
      issuer: { paymentAccountReference: expect.stringMatching(/^V001[0-9A-Z]{25}$/) },
      metadata: { creator: 'sandbox_mid' },
    })
    const again = await create({ card: { number } })
    expect(again.headers.get('instrumentidentifier-created')).toBe('false')
    expect(again.status).toBe(200)
    expect(await again.json()).toEqual(body)
  })

  it('gives the identifier that provisioning the card has made, and the card the same reference', async () => {
    const order = { source: 'ONFILE', card, createInstrumentIdentifier: true }
    const provisioned = await client.send({ path: '/tms/v2/tokenized-cards', body: order })
    const token = (await readJson(provisioned)).body
    const { status, body } = await readJson(await create({ card: { number } }))
    expect(status).toBe(200)
    expect(token).toMatchObject({
      _links: { instrumentIdentifier: { href: `${path}/${body['id']}` } },
      paymentAccountReference: (body['issuer'] as { paymentAccountReference: string }).paymentAccountReference,
    })
    expect(body).toMatchObject({ tokenizedCard: { id: token['id'], state: 'ACTIVE' } })
  })

  it('stands for a bank account as well', async () => {
    const bankAccount = { number: '4100123456', routingNumber: '071923284' }
    const { status, body } = await readJson(await create({ bankAccount }))
    expect([status, body['bankAccount']]).toEqual([201, { number: 'XXXXXX3456', routingNumber: '071923284' }])
    expect(body['id']).toMatch(/^703[0-9]{12}3456$/)
    expect(await make({ bankAccount })).toBe(body['id'])
    expect(await make({ bankAccount: { ...bankAccount, routingNumber: '1' } })).not.toBe(body['id'])
  })

  it('keeps what was said of the card, and shows the BIN when asked', async () => {
    const processingInformation = {
      authorizationOptions: {
        initiator: { merchantInitiatedTransaction: { previousTransactionId: '123456789012345' } },
      },
    }
    const tokenProvisioningInformation = { consumerConsentObtained: true, multiFactorAuthenticated: false }
    const kept = { billTo, processingInformation, tokenProvisioningInformation, source: 'CONTACTLESS_TAP' }
    const body = { card: { number }, ...kept, other: 'not kept' }
    const answer = await send({ path: `${path}?retrieveBinDetails=true`, body })
    expect(answer.body).toMatchObject(kept)
    expect(answer.body).not.toHaveProperty('other')
    expect(answer.body).toMatchObject({
      _embedded: {
        binLookup: {
          paymentAccountInformation: { card: { type: '001', brandName: 'VISA', maxLength: '16' } },
          issuerInformation: { accountPrefix: '462294' },
        },
      },
    })
    expect(await look(String(answer.body['id']))).toMatchObject({ status: 200, body: kept })
  })

  it('reads a tapped card from its tags', async () => {
    const emvTags = [
      { tag: '5A', value: number, source: 'CARD' },
      { tag: '5F24', value: '401231', source: 'CARD' },
    ]
    const type = 'enrollable card'
    const tapped = await client.send({ path, body: { type, pointOfSaleInformation: { emvTags } }, sealed: true })
    expect(await tapped.json()).toMatchObject({
      card: { number: '462294XXXXXX4639' },
      tokenizedCard: { state: 'ACTIVE' },
    })
    const track = [{ tag: '57', value: `${number}D4012201`, source: 'CARD' }]
    const again = await client.send({ path, body: { pointOfSaleInformation: { emvTags: track } }, sealed: true })
    expect(again.status).toBe(200)
    const inClear = await client.send({ path, body: { pointOfSaleInformation: { emvTags } }, sealed: false })
    expect(inClear.status).toBe(400)
  })

  it.each([
    ['no instrument', {}, 'missingFields', { name: 'number', location: 'card' }],
    ['a number that is none', { card: { number: '4111' } }, 'invalidFields', { name: 'number', location: 'card' }],
    [
      'a wrong check digit',
      { card: { number: '4111111111111112' } },
      'invalidFields',
      { name: 'number', location: 'card' },
    ],
    ['an unknown type', { type: 'other', card }, 'invalidFields', { name: 'type' }],
    [
      'no expiry to enroll with',
      { type: 'enrollable card', card: { number } },
      'missingFields',
      { name: 'expirationMonth', location: 'card' },
    ],
    [
      'a long postal code',
      { card, billTo: { postalCode: '123456789012345' } },
      'invalidFields',
      { name: 'postalCode', location: 'billTo' },
    ],
  ])('refuses %s', async (_, body, type, detail) => {
    const answer = await readJson(await create(body))
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ errors: [{ type, details: [detail] }] })
  })

  it('refuses a card together with a bank account', async () => {
    const { status, body } = await readJson(await create({ card, bankAccount: { number: '123456' } }))
    expect([status, body]).toMatchObject([400, { errors: [{ type: 'invalidCombination' }] }])
  })
})

describe('an enrollable card', () => {
  it('has its network token at once', async () => {
    const { status, body } = await readJson(await create({ type: 'enrollable card', card, billTo }))
    expect(status).toBe(201)
    expect(body['tokenizedCard']).toMatchObject({
      id: expect.stringMatching(/^[0-9A-F]{32}$/),
      state: 'ACTIVE',
      source: 'ONFILE',
      number: expect.stringMatching(/^489537XXXXXX\d{4}$/),
      card: { suffix: '4639', expirationMonth: '12', expirationYear: '2040' },
      type: 'visa',
    })
    expect(client.simulator.control.liveTokens(number)).toBe(1)
    expect((await create({ type: 'enrollable card', card })).status).toBe(200)
    expect(client.simulator.control.liveTokens(number)).toBe(1)
  })

  it.each([
    ['4000000011111111', 'CARD_VERIFICATION_FAILED', 'visa'],
    ['4001770011111118', 'CARD_NOT_ELIGIBLE', 'visa'],
    ['4010057022111116', 'DECLINED', 'visa'],
    ['370000000000119', 'SERVICE_UNAVAILABLE', 'americanexpress'],
    ['4020057044111115', 'SYSTEM_ERROR', 'visa'],
    ['4020057055111114', 'INVALID_REQUEST', 'visa'],
    ['6011111111111117', 'CARD_NOT_ALLOWED', undefined],
  ])('that fails is made all the same, and says why: %s %s', async (pan, reason, type) => {
    const { status, body } = await readJson(await create({ type: 'enrollable card', card: { ...card, number: pan } }))
    expect(status).toBe(201)
    expect(body['tokenizedCard']).toEqual({ state: 'UNPROVISIONED', reason, ...(type && { type }) })
    expect(await look(String(body['id']))).toMatchObject({ status: 200, body: { tokenizedCard: { reason } } })
  })

  it('past its expiry gets none', async () => {
    const old = { ...card, expirationYear: '2020' }
    expect((await readJson(await create({ type: 'enrollable card', card: old }))).body).toMatchObject({
      tokenizedCard: { state: 'UNPROVISIONED', reason: 'CARD_NOT_ALLOWED' },
    })
  })
})

describe('an instrument identifier', () => {
  it('is shown, in any case of its id, masked for every way of asking', async () => {
    const id = await make()
    expect(await look(id)).toMatchObject({ status: 200, body: { card: { number: '462294XXXXXX4639' } } })
    const jose = await client.send({ method: 'GET', path: `${path}/${id}`, headers: { accept: 'application/jose' } })
    expect((await client.openJose(jose)).body).toMatchObject({ card: { number: '462294XXXXXX4639' } })
  })

  it('is shown with a make-believe number where the switch permits it', async () => {
    client = await createMerchantClient({ cardNumbers: 'make-believe' })
    const id = await make()
    const jose = await client.send({ method: 'GET', path: `${path}/${id}`, headers: { accept: 'application/jose' } })
    expect((await client.openJose(jose)).body).toMatchObject({ card: { number: '4622940000004639' } })
    expect((await look(id)).body).toMatchObject({ card: { number: '462294XXXXXX4639' } })
  })

  it('is patched by merging: null removes, the rest stays', async () => {
    const id = await make({ card: { number }, billTo })
    const first = await patch(id, {
      billTo: { address1: null, country: 'FR' },
      tokenProvisioningInformation: { consumerConsentObtained: true },
    })
    expect([first.status, first.headers.get('etag')]).toEqual([200, 'W/"2"'])
    const { body } = await look(id)
    expect(body['billTo']).toEqual({ locality: 'Town', postalCode: '94043', country: 'FR' })
    expect(body['tokenProvisioningInformation']).toEqual({ consumerConsentObtained: true })
    await patch(id, { billTo: null })
    expect((await look(id)).body).not.toHaveProperty('billTo')
  })

  it.each([
    ['the current ETag', 'W/"1"', 200],
    ['the same, strong', '"1"', 200],
    ['any', '*', 200],
    ['a stale one', 'W/"7"', 412],
  ])('is patched or not by if-match: %s', async (_, ifMatch, status) => {
    const id = await make()
    const answer = await readJson(await patch(id, { billTo }, { 'if-match': ifMatch }))
    expect(answer.status).toBe(status)
    if (status === 412) expect(answer.body).toMatchObject({ errors: [{ type: 'conflict' }] })
  })

  it.each([
    ['another card', { card: { number: '4622943123144647' } }, 400],
    ['no card', { card: null }, 400],
    ['a bank account', { bankAccount: { number: '123456' } }, 400],
    ['the same card', { card: { number } }, 200],
    ['the masked number', { card: { number: '462294XXXXXX4639' } }, 200],
  ])('takes no other number: %s', async (_, body, status) => {
    const id = await make()
    const answer = await readJson(await patch(id, body))
    expect(answer.status).toBe(status)
    if (status === 400)
      expect(answer.body).toMatchObject({ errors: [{ type: 'unsupportedPaymentMethodModification' }] })
  })

  it('names a patch that cannot be', async () => {
    expect(await readJson(await patch(await make(), { billTo: { country: 'USA' } }))).toMatchObject({
      status: 400,
      body: { errors: [{ type: 'invalidFields', details: [{ name: 'country', location: 'billTo' }] }] },
    })
  })

  it('is deleted once, is gone from then on, and takes its network token with it', async () => {
    const id = await make({ type: 'enrollable card', card })
    const remove = () => client.send({ method: 'DELETE', path: `${path}/${id}` })
    expect((await remove()).status).toBe(204)
    expect(client.simulator.control.liveTokens(number)).toBe(0)
    const gone = { errors: [{ type: 'notAvailable', message: 'Token not available' }] }
    expect(await readJson(await remove())).toEqual({ status: 410, body: gone })
    expect(await look(id)).toEqual({ status: 410, body: gone })
    expect((await patch(id, {})).status).toBe(410)
    expect((await send({ path: `${path}/${id}/enrollment`, body: {} })).status).toBe(410)
    expect((await look(id, '/paymentinstruments')).status).toBe(410)
    const credentials = { path: `/tms/v2/tokens/${id}/payment-credentials`, body: {} }
    expect((await send(credentials)).status).toBe(410)
    const reborn = await readJson(await create({ card: { number } }))
    expect(reborn.status).toBe(201)
    expect(reborn.body['id']).not.toBe(id)
  })

  it('leaves its network token alive where the switch says so', async () => {
    client = await createMerchantClient({ instrumentDeletionDeletesToken: false })
    const id = await make({ type: 'enrollable card', card })
    await client.send({ method: 'DELETE', path: `${path}/${id}` })
    expect(client.simulator.control.liveTokens(number)).toBe(1)
  })

  it('is kept while payment instruments point at it, and says which', async () => {
    const id = await make()
    const { control } = client.simulator
    const instrument = control.addPaymentInstrument(id)
    expect(await send({ method: 'DELETE', path: `${path}/${id}` })).toEqual({
      status: 409,
      body: {
        errors: [
          {
            type: 'instrumentIdentifierDeletionError',
            message:
              'Action cannot be performed as the InstrumentIdentifier is associated with one or more PaymentInstruments.',
            _links: {
              paymentInstruments: [{ href: `https://apitest.cybersource.com/tms/v1/paymentinstruments/${instrument}` }],
            },
          },
        ],
      },
    })
    control.removePaymentInstrument(instrument)
    expect((await client.send({ method: 'DELETE', path: `${path}/${id}` })).status).toBe(204)
  })

  it.each(['GET', 'PATCH', 'DELETE'])('that does not exist answers 404: %s', async (method) => {
    const answer = await send({ method, path: `${path}/7030000000000014639`, ...(method === 'PATCH' && { body: {} }) })
    expect(answer).toEqual({ status: 404, body: { errors: [{ type: 'notFound', message: 'Token does not exist' }] } })
  })
})
