import { describe, expect, test } from 'vitest'
import { type TestHost, testHost } from './__fixtures__/host.ts'

const path = '/tokens/network/cryptograms'
const provider = { errorName: 'networkProviderError', message: 'Network Token Provider Error' }

async function activeToken(host: TestHost): Promise<{ tokenNumber: string; reference: string }> {
  const { tokenReference, tokenPaymentInstrument } = (await host.create('4444333322221111')).body
  return { tokenNumber: tokenPaymentInstrument.tokenNumber, reference: tokenReference }
}

describe('a cryptogram', () => {
  test('comes with an ECI, and nothing else', async () => {
    const host = testHost()
    const { tokenNumber } = await activeToken(host)
    const answer = await host.send('POST', path, { tokenNumber })
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
            "href": "https://try.access.worldpay.com/tokens/network/cryptograms",
          },
          "tokens:networkTokenLookup": {
            "href": "https://try.access.worldpay.com/tokens/network/{tokenReference}",
            "templated": true,
          },
        },
        "cryptogramDetails": {
          "cryptogram": "0P2/MWUDCLw/b4OyZ1h5o0kjJDc=",
          "eci": "07",
        },
      }
    `)
  })

  test('is 20 bytes, and new each time', async () => {
    const host = testHost()
    const { tokenNumber } = await activeToken(host)
    const seen = new Set<string>()
    for (let count = 0; count < 50; count++) {
      const { cryptogram } = (await host.send('POST', path, { tokenNumber })).body.cryptogramDetails
      const bytes = Buffer.from(cryptogram, 'base64')
      expect(bytes).toHaveLength(20)
      expect(bytes.toString('base64')).toBe(cryptogram)
      seen.add(cryptogram)
    }
    expect(seen.size).toBe(50)
  })

  test('has the ECI that is set', async () => {
    const host = testHost({ eci: '05' })
    const { tokenNumber } = await activeToken(host)
    expect((await host.send('POST', path, { tokenNumber })).body.cryptogramDetails.eci).toBe('05')
  })

  test.each(['4895370000000000', '4444333322221111'])(
    'is not made for a number that is no token: %s',
    async (number) => {
      const host = testHost()
      await activeToken(host)
      const answer = await host.send('POST', path, { tokenNumber: number })
      expect([answer.status, answer.body]).toEqual([404, provider])
    },
  )

  test.each([
    ['suspended', 500],
    ['suspended', 503],
    ['expired', 500],
  ] as const)('is not made for a token that is %s: %i', async (state, inactiveCryptogramStatus) => {
    const host = testHost({ inactiveCryptogramStatus })
    const { tokenNumber, reference } = await activeToken(host)
    host.control.setState(reference, state)
    const answer = await host.send('POST', path, { tokenNumber })
    expect([answer.status, answer.body]).toEqual([inactiveCryptogramStatus, provider])
    host.control.setState(reference, 'active')
    expect((await host.send('POST', path, { tokenNumber })).status).toBe(200)
  })

  test('is not made for a deleted token: the number is unknown', async () => {
    const host = testHost()
    const { tokenNumber } = await activeToken(host)
    await host.send('DELETE', `/tokens/network/${tokenNumber}`)
    expect((await host.send('POST', path, { tokenNumber })).status).toBe(404)
  })
})

test.each<[string, unknown, string[]]>([
  ['nothing', {}, ['fieldIsMissing | Token number must be supplied | $.tokenNumber']],
  [
    'a number',
    { tokenNumber: 4895370000000000 },
    ['fieldMustBeString | Token number must be a string | $.tokenNumber'],
  ],
  ['letters', { tokenNumber: 'abc' }, ['fieldHasInvalidValue | Token number is not valid | $.tokenNumber']],
  [
    'an empty text',
    { tokenNumber: '' },
    ['stringIsTooShort | Token number too short - must be between 1 & 255 characters | $.tokenNumber'],
  ],
  [
    'a reference',
    { tokenReference: 'x' },
    [
      'fieldIsNotAllowed | Field is not allowed | $.tokenReference',
      'fieldIsMissing | Token number must be supplied | $.tokenNumber',
    ],
  ],
  [
    'an amount too',
    { tokenNumber: '4895370000000000', amount: 1 },
    ['fieldIsNotAllowed | Field is not allowed | $.amount'],
  ],
])('a request with %s is refused', async (_, body, expected) => {
  const answer = await testHost().send('POST', path, body)
  expect(answer.status).toBe(400)
  expect(answer.body.errorName).toBe('bodyDoesNotMatchSchema')
  const lines = answer.body.validationErrors.map(
    ({ errorName, message, jsonPath }: Record<string, string>) => `${errorName} | ${message} | ${jsonPath}`,
  )
  expect(lines).toEqual(expected)
})
