import { Secret, TokenNumber } from '@nt/core'
import { describe, expect, it } from 'vitest'
import { type FakeAnswer, fakeHost } from '../__fixtures__/fake-host.ts'
import { instrumentIdentifier, instrumentIdentifierId } from '../__fixtures__/instrument-identifier.ts'
import { canary, card } from '../__fixtures__/samples.ts'
import { createCybersource } from '../client.ts'
import type { CreateInstrumentIdentifierCall } from './create.ts'
import type { CreateInstrumentIdentifier } from './request.ts'

const number = card.pan
const expiry = { expirationMonth: '03', expirationYear: '2031' }
const plain: CreateInstrumentIdentifier = { card: { number } }
const walletsToken = new TokenNumber('4895370000000007')
const details = {
  billTo: {
    address1: '1 Main St',
    address2: 'Flat 2',
    locality: 'Oslo',
    administrativeArea: '03',
    postalCode: '0150',
    country: 'NO',
    email: 'a@example.com',
  },
  processingInformation: {
    authorizationOptions: {
      initiator: {
        merchantInitiatedTransaction: { previousTransactionId: '123456789012345', originalAuthorizedAmount: '1.00' },
      },
    },
  },
  tokenProvisioningInformation: { consumerConsentObtained: true, multiFactorAuthenticated: false },
}

async function create(
  request: CreateInstrumentIdentifier,
  answer: FakeAnswer = { status: 201, json: instrumentIdentifier },
  call?: CreateInstrumentIdentifierCall,
) {
  const host = await fakeHost(answer)
  const value = await createCybersource({ ...host.settings, retries: 0 }).instrumentIdentifiers.create(request, call)
  return { value, request: host.seen[0] }
}

describe('the request', () => {
  it.each<[string, CreateInstrumentIdentifier, object]>([
    ['a card number', plain, { card: { number: canary } }],
    [
      'an enrollable card, with everything',
      { type: 'enrollable card', card: { number, ...expiry, securityCode: new Secret('942') }, ...details },
      { type: 'enrollable card', card: { number: canary, ...expiry, securityCode: '942' }, ...details },
    ],
    [
      'a bank account',
      { bankAccount: { number: new Secret('4100123456789'), routingNumber: '071923284' } },
      { bankAccount: { number: '4100123456789', routingNumber: '071923284' } },
    ],
    [
      'a tapped card',
      {
        type: 'enrollable card',
        source: 'CONTACTLESS_TAP',
        pointOfSaleInformation: {
          emvTags: [
            { tag: '5A', value: new Secret(canary), source: 'CARD' },
            { tag: '9F35', value: new Secret('22'), source: 'TERMINAL' },
          ],
        },
      },
      {
        type: 'enrollable card',
        source: 'CONTACTLESS_TAP',
        pointOfSaleInformation: {
          emvTags: [
            { tag: '5A', source: 'CARD', value: canary },
            { tag: '9F35', source: 'TERMINAL', value: '22' },
          ],
        },
      },
    ],
  ])('for %s leaves sealed', async (_, asked, json) => {
    const { request } = await create(asked)
    expect(request).toMatchObject({
      method: 'POST',
      path: '/tms/v1/instrumentidentifiers',
      headers: { 'content-type': 'application/json', accept: 'application/json;charset=utf-8' },
    })
    expect(request?.json).toEqual(json)
    expect(Object.keys(JSON.parse(request?.body ?? ''))).toEqual(['encryptedRequest'])
  })

  const enrollToken: CreateInstrumentIdentifier = {
    type: 'enrollable token',
    card: { number: walletsToken, ...expiry, securityCode: new Secret('942') },
    bankAccount: { number: new Secret('4100'), routingNumber: '071923284' },
    ...details,
  }
  const enrollTokenJson = {
    type: 'enrollable token',
    card: { number: '4895370000000007', ...expiry, securityCode: '942' },
    bankAccount: { number: '4100', routingNumber: '071923284' },
    ...details,
  }

  it("for a wallet's token is the bare sealed message of its content type, unless told otherwise", async () => {
    const { request } = await create(enrollToken)
    expect(request?.headers['content-type']).toBe('application/jose')
    expect(request?.body).toMatch(/^eyJ[\w-]+(?:\.[\w-]+){4}$/)
    expect(request?.json).toEqual(enrollTokenJson)

    const { request: other } = await create(enrollToken, undefined, { tokenFormat: 'encryptedRequest' })
    expect(other?.headers['content-type']).toBe('application/json')
    expect(Object.keys(JSON.parse(other?.body ?? ''))).toEqual(['encryptedRequest'])
    expect(other?.json).toEqual(enrollTokenJson)
  })

  it.each(['jose', 'encryptedRequest'] as const)(
    "for a wallet's token is not sent at all where it cannot be sealed (%s)",
    async (tokenFormat) => {
      const host = await fakeHost()
      const { instrumentIdentifiers } = createCybersource({
        ...host.settings,
        auth: {
          type: 'http-signature',
          keyId: '00000000-1111-2222-3333-444444444444',
          sharedSecret: btoa('0'.repeat(32)),
          bodies: 'tls-only',
        },
      })
      await expect(instrumentIdentifiers.create(enrollToken, { tokenFormat })).rejects.toMatchObject({
        code: 'operation_unsupported',
        mayHaveTakenEffect: false,
      })
      expect(host.seen).toEqual([])
    },
  )

  it('asks for BIN details in the query, which the signature covers', async () => {
    const { request } = await create(plain, undefined, { retrieveBinDetails: true })
    expect(request?.path).toBe('/tms/v1/instrumentidentifiers?retrieveBinDetails=true')
    expect(request?.claims['request-resource-path']).toBe(request?.path)
  })
})

describe('the answer', () => {
  it('has every known field, and the whole of it hidden', async () => {
    const binLookup = {
      paymentAccountInformation: {
        card: { type: '001', brandName: 'VISA', brands: [{ type: '001', brandName: 'VISA' }] },
        features: { accountFundingSource: 'DEBIT', corporatePurchase: false, threeDSSupport: true },
        network: { id: '0002' },
      },
      issuerInformation: { name: 'Example Bank', country: 'US', binLength: '6', accountPrefix: '462294' },
    }
    const { tokenProvisioningInformation: _, ...kept } = details
    const json = { ...instrumentIdentifier, ...kept, _embedded: { binLookup } }
    const { value } = await create(plain, {
      status: 201,
      json: { ...json, novelty: canary },
      headers: { etag: 'W/"1"' },
    })
    expect(value).toEqual({
      ...json,
      created: true,
      etag: 'W/"1"',
      raw: expect.any(Secret),
      correlationId: 'corr-1',
    })
    expect(JSON.stringify(value)).not.toContain(canary)
    expect(value.raw.reveal()['novelty']).toBe(canary)
  })

  it.each<[number, Record<string, string>, boolean]>([
    [201, {}, true],
    [200, {}, false],
    [201, { 'instrumentidentifier-created': 'true' }, true],
    [200, { 'instrumentidentifier-created': 'false' }, false],
    [200, { 'Instrumentidentifier-Created': 'TRUE' }, true],
    [201, { 'instrumentidentifier-created': 'false' }, false],
    [201, { 'instrumentidentifier-created': 'perhaps' }, true],
  ])('with HTTP %i and %o says whether it is new: %s', async (status, headers, created) => {
    expect((await create(plain, { status, headers, json: instrumentIdentifier })).value.created).toBe(created)
  })

  it("for a wallet's token is read as the guide prints it", async () => {
    const json = {
      _links: { self: { href: 'https://apitest.cybersource.com/tms/v1/instrumentidentifiers/7030000000014911515' } },
      id: '7040000000015027161',
      object: 'instrumentIdentifier',
      state: 'ACTIVE',
      tokenizedCard: {
        source: 'TOKEN',
        state: 'ACTIVE',
        enrollmentId: 'da1fb810b1b3e01db5b215de5261df01',
        tokenReferenceId: '090673c4811a91960f021ad3a24e2e01',
        number: '41111XXXX1111111',
        type: 'visa',
        card: { suffix: '1111' },
        metadata: { features: { accountFundingSource: 'debit card' }, creator: 'sim' },
      },
      card: { number: '41111XXXX1111111' },
      issuer: { paymentAccountReference: 'V0010013024026372674590402581' },
      metadata: { creator: 'testrest' },
    }
    const request = { type: 'enrollable token', card: { number: walletsToken } } as const
    const { value } = await create(request, { status: 201, json })
    expect(value).toMatchObject({
      id: '7040000000015027161',
      tokenizedCard: {
        source: 'TOKEN',
        state: 'ACTIVE',
        card: { suffix: '1111' },
        metadata: { features: { accountFundingSource: 'debit card' } },
      },
      issuer: { paymentAccountReference: 'V0010013024026372674590402581' },
    })
    // Neither whole nor masked as documented: twelve digits of it would show.
    expect(value.card).not.toHaveProperty('number')
    expect(value.tokenizedCard).not.toHaveProperty('number')
  })

  it('wraps whole numbers wherever they come', async () => {
    const json = {
      ...instrumentIdentifier,
      card: { number: canary },
      bankAccount: { number: '4100123456789', routingNumber: '071923284' },
      tokenizedCard: { ...instrumentIdentifier.tokenizedCard, number: '4895370000000007' },
    }
    const { value } = await create(plain, { json })
    expect([value.card?.number, value.bankAccount?.number, value.tokenizedCard?.number]).toEqual([
      expect.any(Secret),
      expect.any(Secret),
      expect.any(TokenNumber),
    ])
    expect(JSON.stringify(value)).not.toMatch(/4622943123116478|4100123456789|4895370000000007/)
  })

  it('tells a card that got no token as an answer', async () => {
    const tokenizedCard = { state: 'UNPROVISIONED', reason: 'CARD_NOT_ELIGIBLE', type: 'visa' }
    const request = { type: 'enrollable card', card: { number, ...expiry } } as const
    const { value } = await create(request, { status: 201, json: { ...instrumentIdentifier, tokenizedCard } })
    expect(value.tokenizedCard).toEqual(tokenizedCard)
  })

  it('for another card is refused', async () => {
    const json = { ...instrumentIdentifier, card: { number: '462294XXXXXX1111' } }
    await expect(create(plain, { status: 201, json })).rejects.toMatchObject({ code: 'answer_mismatch' })
  })

  it.each([{}, { ...instrumentIdentifier, id: undefined }, { ...instrumentIdentifier, tokenizedCard: 'x' }, [], null])(
    'that cannot be relied on is unreadable: %j',
    async (json) => {
      await expect(create(plain, { status: 201, json })).rejects.toMatchObject({ code: 'answer_unreadable' })
    },
  )
})

it('is repeated after a lost answer: the same number finds the same identifier', async () => {
  const host = await fakeHost({ status: 502, headers: { 'retry-after': '0' } }, { json: instrumentIdentifier })
  const { id, created } = await createCybersource(host.settings).instrumentIdentifiers.create(plain)
  expect([id, created, host.seen.length]).toEqual([instrumentIdentifierId, false, 2])
})
