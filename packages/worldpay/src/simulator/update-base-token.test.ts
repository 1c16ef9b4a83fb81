import { describe, expect, test } from 'vitest'
import { billingAddress, day, minute, movableClock, pathOf, problemsOf, testHost } from './__fixtures__/host.ts'

describe('a part of a Worldpay token', () => {
  test.each<[string, unknown, object]>([
    ['description', 'new description', { description: 'new description' }],
    ['cardHolderName', 'new name', { paymentInstrument: { cardHolderName: 'new name' } }],
    ['cardExpiryDate', { month: 1, year: 2050 }, { paymentInstrument: { cardExpiryDate: { month: 1, year: 2050 } } }],
    ['billingAddress', billingAddress, { paymentInstrument: { billingAddress } }],
    [
      'schemeTransactionReference',
      '000000000000020005060720116005060',
      { schemeTransactionReference: '000000000000020005060720116005060' },
    ],
  ])('is changed by its link: tokens:%s', async (rel, value, expected) => {
    const host = testHost()
    const token = await host.tokenise()
    const put = await host.send('PUT', pathOf(token, rel), JSON.stringify(value))
    expect([put.status, put.text]).toEqual([204, ''])
    const { body } = await host.send('GET', pathOf(token, 'token'))
    expect(body).toMatchObject(expected)
    const { conflicts, ...again } = (await host.tokenise()).body
    expect(again.tokenId).toBe(token.body.tokenId)
  })

  test('that is changed no longer conflicts with a creation that says so', async () => {
    const host = testHost()
    const token = await host.tokenise()
    await host.send('PUT', pathOf(token, 'cardHolderName'), '"New Name"')
    expect((await host.tokenise({ cardHolderName: 'New Name' })).status).toBe(200)
    expect((await host.tokenise()).status).toBe(409)
  })

  test('is what a network token is then made of', async () => {
    const host = testHost()
    const token = await host.tokenise()
    await host.send('PUT', pathOf(token, 'cardExpiryDate'), { month: 2, year: 2040 })
    const made = await host.send('POST', '/tokens/network', {
      paymentInstrument: { type: 'card/tokenized', href: token.body.tokenPaymentInstrument.href },
      merchant: { entity: 'default' },
    })
    expect(made.body.paymentInstrument.cardExpiryDate).toEqual({ month: 2, year: 2040 })
  })
})

describe('a value that breaks a rule changes nothing', () => {
  test('and is told', async () => {
    const host = testHost()
    const token = await host.tokenise()
    const before = await host.send('GET', pathOf(token, 'token'))
    const rows: [string, unknown][] = [
      ['description', ''],
      ['description', 'x'.repeat(256)],
      ['description', 'a & b'],
      ['description', 7],
      ['description', null],
      ['description', { description: 'wrapped' }],
      ['cardHolderName', ''],
      ['cardHolderName', 'x'.repeat(256)],
      ['schemeTransactionReference', ''],
      ['schemeTransactionReference', 'x'.repeat(57)],
      ['schemeTransactionReference', 'a-b'],
      ['cardExpiryDate', { month: 1, year: 2020 }],
      ['cardExpiryDate', { month: 0, year: 2050 }],
      ['cardExpiryDate', '01/2050'],
      ['billingAddress', {}],
      ['billingAddress', { ...billingAddress, phone: '1' }],
      ['billingAddress', { ...billingAddress, address2: '4444 3333 2222 1111' }],
    ]
    const told: string[] = []
    for (const [rel, value] of rows) {
      const answer = await host.send('PUT', pathOf(token, rel), JSON.stringify(value))
      expect([answer.status, answer.body.errorName]).toEqual([400, 'bodyDoesNotMatchSchema'])
      told.push(...problemsOf(answer).map((line) => `${rel}: ${line}`))
    }
    expect(told).toMatchInlineSnapshot(`
      [
        "description: stringIsTooShort | Token description too short - must be between 1 & 255 characters | $",
        "description: stringIsTooLong | Token description too long - must be between 1 & 255 characters | $",
        "description: stringFailedRegexCheck | Token description contains characters that are not allowed | $",
        "description: fieldMustBeString | Token description must be a string | $",
        "description: fieldIsMissing | Token description must be supplied | $",
        "description: fieldMustBeString | Token description must be a string | $",
        "cardHolderName: stringIsTooShort | Card holder name too short - must be between 1 & 255 characters | $",
        "cardHolderName: stringIsTooLong | Card holder name too long - must be between 1 & 255 characters | $",
        "schemeTransactionReference: stringIsTooShort | Scheme transaction reference too short - must be between 1 & 56 characters | $",
        "schemeTransactionReference: stringIsTooLong | Scheme transaction reference too long - must be between 1 & 56 characters | $",
        "schemeTransactionReference: stringFailedRegexCheck | Scheme transaction reference contains characters that are not allowed | $",
        "cardExpiryDate: fieldHasInvalidValue | Card expiry date must not be in the past | $",
        "cardExpiryDate: fieldHasInvalidValue | Card expiry month too small - must be between 1 & 12 | $.month",
        "cardExpiryDate: fieldMustBeObject | Card expiry date must be an object | $",
        "billingAddress: fieldIsMissing | Address line 1 must be supplied | $.address1",
        "billingAddress: fieldIsMissing | Postal code must be supplied | $.postalCode",
        "billingAddress: fieldIsMissing | City must be supplied | $.city",
        "billingAddress: fieldIsMissing | Country code must be supplied | $.countryCode",
        "billingAddress: fieldIsNotAllowed | Field is not allowed | $.phone",
        "billingAddress: billingAddressMightContainCardNumber | Address might contain a card number | $.address2",
      ]
    `)
    expect((await host.send('GET', pathOf(token, 'token'))).body).toEqual(before.body)
  })

  test.each(['', 'plain text', '{"month":'])('when it is no JSON: "%s"', async (body) => {
    const host = testHost()
    const answer = await host.send('PUT', pathOf(await host.tokenise(), 'description'), body)
    expect([answer.status, answer.body]).toEqual([
      400,
      { errorName: 'bodyIsNotJson', message: 'The body within the request is not valid json' },
    ])
  })

  test.each([undefined, 'application/json'])('when its type is %s', async (contentType) => {
    const host = testHost()
    const path = pathOf(await host.tokenise(), 'description')
    const answer = await host.send('PUT', path, '"x"', { 'content-type': contentType })
    expect([answer.status, answer.body.errorName]).toEqual([400, 'headerHasInvalidValue'])
  })
})

test('a token is changed fifty times in thirty days, whichever its part, and then again', async () => {
  const clock = movableClock()
  const host = testHost({ clock })
  const token = await host.tokenise()
  const put = (rel: string, value: unknown) => host.send('PUT', pathOf(token, rel), JSON.stringify(value))
  expect((await put('cardHolderName', 'New Name')).status).toBe(204)
  clock.advance(minute)
  for (let count = 1; count < 50; count++) expect((await put('description', `${count}`)).status).toBe(204)

  const refused = await put('description', '51')
  expect([refused.status, refused.body]).toEqual([
    429,
    { errorName: 'maximumUpdatesExceeded', message: 'Maximum number of updates for this token exceeded' },
  ])
  expect(refused.headers.get('retry-after')).toBeNull()
  expect((await host.send('GET', pathOf(token, 'token'))).body.description).toBe('49')
  const other = await host.tokenise({ cardNumber: '4444333322221111' })
  expect((await host.send('PUT', pathOf(other, 'description'), '"of another token"')).status).toBe(204)

  clock.advance(30 * day - minute)
  expect((await put('description', 'one has left the window')).status).toBe(204)
  expect((await put('description', 'the others have not')).status).toBe(429)
  clock.advance(minute)
  expect((await put('description', 'now they have')).status).toBe(204)
})
