import { describe, expect, test } from 'vitest'
import { cardBody, origin, type TestHost, testHost } from './__fixtures__/host.ts'

const tokenise = (host: TestHost, instrument: Readonly<Record<string, unknown>> = {}, more: object = {}) =>
  host.send('POST', '/tokens', { ...cardBody(instrument), ...more })
const provision = (host: TestHost, href: unknown) =>
  host.send('POST', '/tokens/network', {
    paymentInstrument: { type: 'card/tokenized', href },
    merchant: { entity: 'default' },
  })

describe("Worldpay's own token", () => {
  test('is made the first time a card comes', async () => {
    const answer = await tokenise(testHost())
    expect(answer.status).toBe(201)
    const { _links, tokenPaymentInstrument, ...rest } = answer.body
    expect(rest).toMatchInlineSnapshot(`
      {
        "description": "Token 4444",
        "paymentInstrument": {
          "bin": "555555",
          "brand": "MASTERCARD",
          "cardExpiryDate": {
            "month": 11,
            "year": 2031,
          },
          "cardHolderName": "A Tester",
          "cardNumber": "5555********4444",
          "fundingType": "unknown",
          "type": "card/masked",
        },
        "tokenExpiryDateTime": "2026-09-13T10:00:00Z",
        "tokenId": "5Q2831W8DHP357BVD",
      }
    `)
    expect(tokenPaymentInstrument.href).toMatch(/^https:\/\/try\.access\.worldpay\.com\/tokens\/eyJ[\w-]+$/)
    expect(answer.headers.get('location')).toBe(tokenPaymentInstrument.href)
    expect(_links['tokens:token']?.href).toBe(tokenPaymentInstrument.href)
    expect(Object.keys(_links)).toEqual([
      'tokens:token',
      'tokens:description',
      'tokens:cardHolderName',
      'tokens:cardExpiryDate',
      'tokens:billingAddress',
      'tokens:schemeTransactionReference',
      'curies',
    ])
    expect(rest.tokenId).toMatch(/^[0-9A-HJ-NP-Z]{15,21}$/)
  })

  test('is given again when the same card comes with the same data', async () => {
    const host = testHost()
    const first = await tokenise(host)
    const again = await tokenise(host)
    expect(again.status).toBe(200)
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
  })

  test.each([
    ['holder name', { cardHolderName: 'Other Name' }, {}, { paymentInstrument: { cardHolderName: 'Other Name' } }],
    [
      'expiry',
      { cardExpiryDate: { month: 1, year: 2040 } },
      {},
      { paymentInstrument: { cardExpiryDate: { month: 1, year: 2040 } } },
    ],
    ['scheme reference', {}, { schemeTransactionReference: 'ABC 1' }, { schemeTransactionReference: 'ABC 1' }],
  ])('is given with the conflict when the %s differs', async (_, instrument, more, conflicts) => {
    const host = testHost()
    const first = await tokenise(host)
    const conflict = await tokenise(host, instrument, more)
    expect(conflict.status).toBe(409)
    expect(conflict.body).toEqual({
      ...first.body,
      conflicts: { ...conflicts, conflictsExpiryDateTime: '2026-06-15T10:30:00Z' },
      _links: { ...first.body._links, 'tokens:conflicts': { href: expect.stringMatching(/\/tokens\/eyJ[\w-]+$/) } },
    })
    expect(conflict.headers.get('location')).toBe(first.headers.get('location'))
    expect((await tokenise(host)).status).toBe(200)
  })

  test('is another one in another namespace', async () => {
    const host = testHost()
    const plain = await tokenise(host)
    const named = await tokenise(host, {}, { namespace: 'customer-1' })
    expect(named.status).toBe(201)
    expect(named.body.namespace).toBe('customer-1')
    expect(named.body.tokenId).not.toBe(plain.body.tokenId)
    expect((await tokenise(host, {}, { namespace: 'customer-1' })).body).toEqual(named.body)
  })

  test('takes what else is documented', async () => {
    const billingAddress = { address1: '1 Street', postalCode: 'AB1', city: 'Town', countryCode: 'GB' }
    const more = {
      description: 'A card',
      tokenExpiryDateTime: '2027-01-01T00:00:00Z',
      schemeTransactionReference: 'REF 1',
    }
    const { status, body } = await tokenise(testHost(), { billingAddress }, more)
    expect(status).toBe(201)
    expect(body).toMatchObject({ ...more, paymentInstrument: { billingAddress } })
  })

  test.each<[string, Readonly<Record<string, unknown>>, object, string]>([
    [
      'an empty description',
      {},
      { description: '' },
      'stringIsTooShort | Token description too short - must be between 1 & 255 characters | $.description',
    ],
    [
      'a description with a tag',
      {},
      { description: '<b>' },
      'stringFailedRegexCheck | Token description contains characters that are not allowed | $.description',
    ],
    [
      'a namespace that begins with _',
      {},
      { namespace: '_x' },
      'stringFailedRegexCheck | Namespace contains characters that are not allowed | $.namespace',
    ],
    [
      'an expiry that is no time',
      {},
      { tokenExpiryDateTime: 'soon' },
      'fieldHasInvalidValue | Token expiry date time must be an ISO 8601 date and time | $.tokenExpiryDateTime',
    ],
    [
      'an expiry that is over',
      {},
      { tokenExpiryDateTime: '2026-06-15T10:00:00Z' },
      'fieldHasInvalidValue | Token expiry date time must be in the future | $.tokenExpiryDateTime',
    ],
    [
      'another kind of instrument',
      { type: 'card/tokenized' },
      {},
      "fieldHasInvalidValue | Couldn't determine type of paymentInstrument | $.paymentInstrument",
    ],
    [
      'a wrong check digit',
      { cardNumber: '5555555555554445' },
      {},
      'panFailedLuhnCheck | Card number is not valid | $.paymentInstrument.cardNumber',
    ],
    [
      'a card that has ended',
      { cardExpiryDate: { month: 1, year: 2026 } },
      {},
      'fieldHasInvalidValue | Card expiry date must not be in the past | $.paymentInstrument.cardExpiryDate',
    ],
    ['an unknown field', {}, { consent: true }, 'fieldIsNotAllowed | Field is not allowed | $.consent'],
  ])('is not made of %s', async (_, instrument, more, expected) => {
    const answer = await tokenise(testHost(), instrument, more)
    expect(answer.status).toBe(400)
    const lines = answer.body.validationErrors.map((each) => `${each.errorName} | ${each.message} | ${each.jsonPath}`)
    expect(lines).toEqual([expected])
  })

  test('is not made for an entity of another account', async () => {
    const answer = await tokenise(testHost(), {}, { merchant: { entity: 'other' } })
    expect([answer.status, answer.body.errorName]).toEqual([400, 'entityIsNotConfigured'])
  })
})

describe('a network token from a Worldpay token', () => {
  test.each([
    ['4444333322221111', 'token'],
    ['5454545454545454', 'pending'],
    ['343434343434343', 'declined'],
  ])('of %s is the same as from the card: %s', async (cardNumber, outcome) => {
    const host = testHost()
    const { href } = (await tokenise(host, { cardNumber })).body.tokenPaymentInstrument
    const { status, body } = await provision(host, href)
    expect(status).toBe(200)
    expect(body.provisioningErrors ? 'declined' : body.tokenPaymentInstrument ? 'token' : 'pending').toBe(outcome)
    expect(host.control.liveTokens(cardNumber)).toBe(outcome === 'declined' ? 0 : 1)
  })

  test('is refused for a link that leads nowhere', async () => {
    const answer = await provision(testHost(), `${origin}/tokens/eyJrIjoxfQ`)
    expect([answer.status, answer.body.errorName]).toEqual([404, 'resourceNotFound'])
  })

  test.each<
    [string, (token: { _links: Record<string, { href: string }>; tokenPaymentInstrument: { href: string } }) => string]
  >([
    ['to another origin', (token) => token.tokenPaymentInstrument.href.replace('try.', 'evil.')],
    [
      'to an origin that begins the same',
      (token) => token.tokenPaymentInstrument.href.replace('.com', '.com.evil.example'),
    ],
    ['over plain http', (token) => token.tokenPaymentInstrument.href.replace('https', 'http')],
    ['with a user', (token) => token.tokenPaymentInstrument.href.replace('//', '//user@')],
    ['with a query', (token) => `${token.tokenPaymentInstrument.href}?x`],
    ['with a further segment', (token) => `${token.tokenPaymentInstrument.href}/x`],
    ['to the network tokens', () => `${origin}/tokens/network`],
    ['to the tokens', () => `${origin}/tokens/`],
    ['to the holder name of the token', (token) => token._links['tokens:cardHolderName']?.href ?? ''],
    ['without an origin', (token) => new URL(token.tokenPaymentInstrument.href).pathname],
  ])('is refused for a link %s', async (_, spoil) => {
    const host = testHost()
    const { body } = await tokenise(host)
    const answer = await provision(host, spoil(body))
    expect(answer.status).toBe(400)
    expect(answer.body.validationErrors).toEqual([
      {
        errorName: 'fieldHasInvalidValue',
        message: 'Token href is not a link to a token',
        jsonPath: '$.paymentInstrument.href',
      },
    ])
    expect(host.control.liveTokens('5555555555554444')).toBe(0)
  })
})
