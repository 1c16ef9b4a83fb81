import { withCheckDigit } from '@nt/sandbox'
import { describe, expect, test } from 'vitest'
import { cardBody, mediaType, origin, testHost } from './__fixtures__/host.ts'
import { testCards } from './index.ts'

const passesLuhn = (number: string) => withCheckDigit(number.slice(0, -1)) === number

describe('the four shapes of a created network token', () => {
  test('A: the token comes with the answer', async () => {
    const answer = await testHost().create('4444333322221111')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe(mediaType)
    expect(answer.body).toMatchInlineSnapshot(`
      {
        "_links": {
          "curies": [
            {
              "href": "https://try.access.worldpay.com/rels/tokens/{rel}.json",
              "name": "tokens",
              "templated": true,
            },
          ],
          "self": {
            "href": "https://try.access.worldpay.com/tokens/network",
          },
          "tokens:networkTokenLookup": {
            "href": "https://try.access.worldpay.com/tokens/network/d13a0290-69ef-484c-af99-c169af8f2d1d",
          },
        },
        "paymentInstrument": {
          "cardExpiryDate": {
            "month": 11,
            "year": 2031,
          },
          "firstSix": "444433",
          "lastFour": "1111",
          "paymentAccountReference": "V001WCRCTNTR0KF3VT9GYL5KUWJNT",
          "type": "card/masked",
        },
        "tokenPaymentInstrument": {
          "expiryDate": {
            "month": 11,
            "year": 2034,
          },
          "status": "Active",
          "tokenNumber": "4895372850790364",
          "type": "card/networkToken",
        },
        "tokenReference": "d13a0290-69ef-484c-af99-c169af8f2d1d",
      }
    `)
  })

  test('B: the same for a Worldpay token', async () => {
    const host = testHost()
    const base = await host.send('POST', '/tokens', cardBody({ cardNumber: '4444333322221111' }))
    const paymentInstrument = { type: 'card/tokenized', href: base.body.tokenPaymentInstrument.href }
    const answer = await host.send('POST', '/tokens/network', { paymentInstrument, merchant: { entity: 'default' } })
    expect(answer.status).toBe(200)
    expect(answer.body.tokenPaymentInstrument).toMatchObject({ status: 'Active', type: 'card/networkToken' })
    const fromCard = await host.create('4444333322221111')
    expect(answer.body.paymentInstrument).toEqual(fromCard.body.paymentInstrument)
  })

  test('C: accepted, the scheme has not finished', async () => {
    const answer = await testHost().create('5454545454545454')
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchInlineSnapshot(`
      {
        "_links": {
          "curies": [
            {
              "href": "https://try.access.worldpay.com/rels/tokens/{rel}.json",
              "name": "tokens",
              "templated": true,
            },
          ],
          "self": {
            "href": "https://try.access.worldpay.com/tokens/network",
          },
          "tokens:networkTokenLookup": {
            "href": "https://try.access.worldpay.com/tokens/network/d13a0290-69ef-484c-af99-c169af8f2d1d",
          },
        },
        "paymentInstrument": {
          "cardExpiryDate": {
            "month": 11,
            "year": 2031,
          },
          "firstSix": "545454",
          "lastFour": "5454",
          "paymentAccountReference": "V001FBTL8EYOIBFB5YQANM2XBOR8L",
          "type": "card/masked",
        },
        "tokenReference": "d13a0290-69ef-484c-af99-c169af8f2d1d",
      }
    `)
  })

  test('D: declined inside the 200, reasons as an array', async () => {
    const answer = await testHost().create('343434343434343')
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchInlineSnapshot(`
      {
        "_links": {
          "curies": [
            {
              "href": "https://try.access.worldpay.com/rels/tokens/{rel}.json",
              "name": "tokens",
              "templated": true,
            },
          ],
          "self": {
            "href": "https://try.access.worldpay.com/tokens/network",
          },
          "tokens:networkTokenLookup": {
            "href": "https://try.access.worldpay.com/tokens/network/d13a0290-69ef-484c-af99-c169af8f2d1d",
          },
        },
        "paymentInstrument": {
          "cardExpiryDate": {
            "month": 11,
            "year": 2031,
          },
          "firstSix": "343434",
          "lastFour": "4343",
          "paymentAccountReference": "V001NR9RABZCP0S3I906R5IBM6833",
          "type": "card/masked",
        },
        "provisioningErrors": [
          {
            "context": "Provision Token.Processor Error",
            "errorCode": "301",
            "message": "Provider error occurred : the sandbox does not allow this card, contact the bank",
            "providerErrorCode": "403",
            "source": "A2T Visa NPT Token Provider Service",
          },
        ],
        "tokenReference": "d13a0290-69ef-484c-af99-c169af8f2d1d",
      }
    `)
  })

  test('D: declined inside the 200, reasons as an object', async () => {
    const { status, body } = await testHost().create('6011000400000000')
    expect(status).toBe(200)
    expect(body.tokenPaymentInstrument).toBeUndefined()
    expect(body.provisioningErrors).toMatchInlineSnapshot(`
      {
        "context": "Provision Token.Processor Error",
        "errorCode": "301",
        "message": "Provider error occurred : the sandbox does not allow this card, contact the bank",
        "providerErrorCode": "403",
        "source": "A2T Visa NPT Token Provider Service",
      }
    `)
  })
})

describe('a token number', () => {
  test.each([
    ['4444333322221111', '489537'],
    ['4911830000000', '4895'],
    ['5555555555554444', '520424'],
    ['378282246310005', '374245'],
    ['6011111111111117', '601101'],
    ['3528000700000000', '350099'],
    ['6759649826438453', '601101'],
    [withCheckDigit('411111111'), '4'],
    [withCheckDigit('411111111111111111'), '489537'],
  ])('of %s is as long, fits the check digit, and lies in a token range', async (cardNumber, range) => {
    const host = testHost()
    const numbers = [await host.create(cardNumber), await host.create(cardNumber)].map(
      ({ body }) => body.tokenPaymentInstrument.tokenNumber as string,
    )
    for (const number of numbers) {
      expect(number).toHaveLength(cardNumber.length)
      expect(passesLuhn(number)).toBe(true)
      expect(number.slice(0, range.length)).toBe(range)
      expect(number).not.toBe(cardNumber)
    }
    expect(numbers[0]).not.toBe(numbers[1])
  })
})

test.each([
  [
    { month: 1, year: 2030 },
    { month: 1, year: 2033 },
  ],
  [
    { month: 6, year: 2026 },
    { month: 6, year: 2029 },
  ],
  [
    { month: 12, year: 9999 },
    { month: 12, year: 9999 },
  ],
])("a token's expiry is not its card's: %j", async (cardExpiryDate, expiryDate) => {
  const { body } = await testHost().send('POST', '/tokens/network', cardBody({ cardExpiryDate }))
  expect(body.paymentInstrument.cardExpiryDate).toEqual(cardExpiryDate)
  expect(body.tokenPaymentInstrument.expiryDate).toEqual(expiryDate)
})

test('the payment account reference is 29 characters and stays with the card', async () => {
  const host = testHost()
  const par = async (cardNumber: string) =>
    (await host.create(cardNumber)).body.paymentInstrument.paymentAccountReference as string
  expect(await par('4444333322221111')).toMatch(/^[0-9A-Z]{29}$/)
  expect(await par('4444333322221111')).toBe(await par('4444333322221111'))
  expect(await par('4444333322221111')).not.toBe(await par('5555555555554444'))
})

describe('a second create for the same card', () => {
  test('makes another token by default', async () => {
    const host = testHost()
    const [first, second] = [await host.create('5555555555554444'), await host.create('5555555555554444')]
    expect(second.body.tokenReference).not.toBe(first.body.tokenReference)
    expect(host.control.liveTokens('5555555555554444')).toBe(2)
  })

  test('gives the same token where the host is set so, as long as that is alive', async () => {
    const host = testHost({ duplicates: 'same-token' })
    const first = await host.create('5555555555554444')
    expect((await host.create('5555555555554444')).body).toEqual(first.body)
    expect(host.control.liveTokens('5555555555554444')).toBe(1)
    await host.send('DELETE', `/tokens/network/${first.body.tokenPaymentInstrument.tokenNumber}`)
    const after = await host.create('5555555555554444')
    expect(after.body.tokenReference).not.toBe(first.body.tokenReference)
  })

  test('repeats "pending" where the host is set so', async () => {
    const host = testHost({ duplicates: 'same-token' })
    const first = await host.create('5454545454545454')
    expect((await host.create('5454545454545454')).body).toEqual(first.body)
  })
})

describe('the two documentations of a create answer', () => {
  const cryptogram = { href: `${origin}/tokens/network/cryptograms` }
  test.each([
    ['4444333322221111', cryptogram],
    ['5454545454545454', undefined],
    ['343434343434343', undefined],
  ])('the guide links %s to cryptograms only with a token', async (cardNumber, link) => {
    const { body } = await testHost({ createLinks: 'seed' }).create(cardNumber)
    expect(body._links['tokens:networkTokenCryptogram']).toEqual(link)
  })

  test('the guide has no PAR beside a token, and the type of the request when there is none', async () => {
    const host = testHost({ createInstrument: 'seed' })
    const { paymentInstrument: withToken } = (await host.create('4444333322221111')).body
    expect(withToken).toMatchObject({ type: 'card/masked' })
    expect(withToken).not.toHaveProperty('paymentAccountReference')
    const { paymentInstrument: without } = (await host.create('5454545454545454')).body
    expect(without).toMatchObject({ type: 'card/front', paymentAccountReference: expect.any(String) })
  })
})

test('hrefs have the origin that the request came to, unless one is set', async () => {
  const self = async (host: ReturnType<typeof testHost>) =>
    (await host.create('5555555555554444')).body._links['self']?.href
  expect(await self(testHost())).toBe('https://try.access.worldpay.com/tokens/network')
  expect(await self(testHost({ baseUrl: 'https://sandbox.example/' }))).toBe('https://sandbox.example/tokens/network')
})

test('entities are those of the account', async () => {
  const host = testHost({ entities: ['shop', 'marketplace'] })
  const ask = (entity: string) => host.send('POST', '/tokens/network', { ...cardBody(), merchant: { entity } })
  expect((await ask('shop')).status).toBe(200)
  const unknown = await ask('default')
  expect(unknown.status).toBe(400)
  expect(unknown.body).toMatchInlineSnapshot(`
    {
      "errorName": "entityIsNotConfigured",
      "message": "The merchant entity is not configured for this account",
    }
  `)
  expect(host.control.liveTokens('5555555555554444')).toBe(1)
})

test.each(testCards.map((card) => [card.number, card] as const))(
  'test card %s does what its row says',
  async (_, card) => {
    const { body } = await testHost().create(card.number)
    const declined = body.provisioningErrors && (Array.isArray(body.provisioningErrors) ? 'array' : 'object')
    const seen = declined ? `declined-${declined}` : body.tokenPaymentInstrument ? 'sync' : 'pending'
    expect(card.behaviour.startsWith(seen)).toBe(true)
    expect(passesLuhn(card.number)).toBe(true)
  },
)
