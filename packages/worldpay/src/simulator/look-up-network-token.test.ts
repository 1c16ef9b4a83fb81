import { describe, expect, test } from 'vitest'
import { type TestHost, testHost } from './__fixtures__/host.ts'

const lookUp = (host: TestHost, reference: string) => host.send('GET', `/tokens/network/${reference}`)
const status = async (host: TestHost, reference: string): Promise<string> =>
  (await lookUp(host, reference)).body.tokenPaymentInstrument.status

describe('looking up a network token', () => {
  test('repeats what creation said, without the reference', async () => {
    const host = testHost()
    const created = (await host.create('4444333322221111')).body
    const answer = await lookUp(host, created.tokenReference)
    expect(answer.status).toBe(200)
    expect(answer.body.tokenPaymentInstrument).toEqual(created.tokenPaymentInstrument)
    expect(answer.body.paymentInstrument).toEqual(created.paymentInstrument)
    expect(answer.body).not.toHaveProperty('tokenReference')
    expect(answer.body._links).toMatchInlineSnapshot(`
      {
        "curies": [
          {
            "href": "https://try.access.worldpay.com/rels/tokens/{rel}.json",
            "name": "tokens",
            "templated": true,
          },
        ],
        "self": {
          "href": "https://try.access.worldpay.com/tokens/network/d13a0290-69ef-484c-af99-c169af8f2d1d",
        },
        "tokens:networkTokenCryptogram": {
          "href": "https://try.access.worldpay.com/tokens/network/cryptograms",
        },
      }
    `)
  })

  test.each([
    ['upper', (text: string) => text.toUpperCase()],
    ['lower', (text: string) => text.toLowerCase()],
  ])('takes the reference in %s case', async (_, spell) => {
    const host = testHost()
    const { tokenReference } = (await host.create('4444333322221111')).body
    expect((await lookUp(host, spell(tokenReference))).status).toBe(200)
  })

  test.each(['unknown', '00000000-0000-4000-8000-000000000000', '%zz', '%2e%2e', 'a%2Fb'])(
    'does not know %s',
    async (reference) => {
      const answer = await lookUp(testHost(), reference)
      expect(answer.status).toBe(404)
      expect(answer.body.errorName).toBe('resourceNotFound')
    },
  )

  test('goes by reference, not by token number', async () => {
    const host = testHost()
    const { tokenPaymentInstrument } = (await host.create('4444333322221111')).body
    expect((await lookUp(host, tokenPaymentInstrument.tokenNumber)).status).toBe(404)
  })
})

describe('a pending token', () => {
  test.each([0, 1, 2, 5])('is pending for %i lookups, then active for good', async (pendingLookups) => {
    const host = testHost({ pendingLookups })
    const { tokenReference } = (await host.create('5454545454545454')).body
    for (let lookup = 0; lookup < pendingLookups; lookup++) expect(await status(host, tokenReference)).toBe('Inactive')
    const active = await lookUp(host, tokenReference)
    expect(active.body.tokenPaymentInstrument).toMatchObject({
      status: 'Active',
      tokenNumber: expect.stringMatching(/^520424\d{10}$/),
      expiryDate: { month: 11, year: 2034 },
    })
    expect((await lookUp(host, tokenReference)).body).toEqual(active.body)
  })

  test('has no number and no expiry yet', async () => {
    const host = testHost()
    const { tokenReference } = (await host.create('5454545454545454')).body
    const { body } = await lookUp(host, tokenReference)
    expect(body).toMatchInlineSnapshot(`
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
            "href": "https://try.access.worldpay.com/tokens/network/d13a0290-69ef-484c-af99-c169af8f2d1d",
          },
          "tokens:networkTokenCryptogram": {
            "href": "https://try.access.worldpay.com/tokens/network/cryptograms",
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
        "tokenPaymentInstrument": {
          "status": "Inactive",
          "type": "card/networkToken",
        },
      }
    `)
  })

  test('may call itself otherwise', async () => {
    const host = testHost({ pendingStatus: 'Requested' })
    const { tokenReference } = (await host.create('5454545454545454')).body
    expect(await status(host, tokenReference)).toBe('Requested')
  })

  test('may end refused', async () => {
    const host = testHost({ pendingLookups: 1 })
    const { tokenReference } = (await host.create('2221000000000009')).body
    expect(await status(host, tokenReference)).toBe('Inactive')
    const refused = await lookUp(host, tokenReference)
    expect(refused.status).toBe(200)
    expect(refused.body).toMatchInlineSnapshot(`
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
            "href": "https://try.access.worldpay.com/tokens/network/d13a0290-69ef-484c-af99-c169af8f2d1d",
          },
          "tokens:networkTokenCryptogram": {
            "href": "https://try.access.worldpay.com/tokens/network/cryptograms",
          },
        },
        "paymentInstrument": {
          "cardExpiryDate": {
            "month": 11,
            "year": 2031,
          },
          "firstSix": "222100",
          "lastFour": "0009",
          "paymentAccountReference": "V0012K6MBBXQBFSL4QDWQGF23R2ZM",
          "type": "card/masked",
        },
        "provisioningErrors": [
          {
            "context": "Provider error",
            "errorCode": "301",
            "message": "Unexpected provider error.",
            "providerErrorCode": "400",
            "source": "A2T Visa NPT Token Provider Service",
          },
        ],
        "tokenPaymentInstrument": {
          "status": "Provision Processor Error",
          "type": "card/networkToken",
        },
      }
    `)
    expect((await lookUp(host, tokenReference)).body).toEqual(refused.body)
    expect(host.control.liveTokens('2221000000000009')).toBe(0)
  })
})

test.each(['343434343434343', '6011000400000000'])('a declined token (%s) stays declined', async (cardNumber) => {
  const host = testHost()
  const { tokenReference } = (await host.create(cardNumber)).body
  const { body } = await lookUp(host, tokenReference)
  expect(body.tokenPaymentInstrument).toEqual({ status: 'Provision Processor Error', type: 'card/networkToken' })
  expect(body.provisioningErrors).toEqual([expect.objectContaining({ errorCode: '301', providerErrorCode: '403' })])
})

describe('what the network did since', () => {
  const states = [
    ['suspended', 'Suspended'],
    ['expired', 'Expired'],
    ['deleted', 'Deleted'],
    ['active', 'Active'],
  ] as const
  test.each(states)('shows: %s is %s', async (state, text) => {
    const host = testHost()
    const { tokenReference, tokenPaymentInstrument } = (await host.create('4444333322221111')).body
    host.control.setState(tokenReference, state)
    const { body } = await lookUp(host, tokenReference)
    expect(body.tokenPaymentInstrument).toEqual({ ...tokenPaymentInstrument, status: text })
  })

  test.each(states)('can be hidden behind the status of creation: %s', async (state) => {
    const host = testHost({ staleStatus: true })
    const { tokenReference } = (await host.create('4444333322221111')).body
    host.control.setState(tokenReference, state)
    expect(await status(host, tokenReference)).toBe('Active')
  })
})
