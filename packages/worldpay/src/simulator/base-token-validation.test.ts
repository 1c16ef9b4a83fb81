import { expect, test } from 'vitest'
import { billingAddress, problemsOf, testHost } from './__fixtures__/host.ts'

test('every rule of a Worldpay token is told by name, message and place', async () => {
  const address = (changes: object) => [{ billingAddress: { ...billingAddress, ...changes } }, {}] as const
  const rows: (readonly [Readonly<Record<string, unknown>>, object])[] = [
    // As in the samples.
    [{ cardExpiryDate: { month: 0, year: 2050 } }, { description: '' }],
    address({ address2: 'Card 4444333322221111' }),
    // The other fields, in the same manner.
    [{}, { description: 'x'.repeat(256) }],
    [{}, { description: '<b>' }],
    [{}, { namespace: '' }],
    [{}, { namespace: 'x'.repeat(65) }],
    [{}, { namespace: '_x' }],
    [{}, { namespace: 'a b' }],
    [{}, { namespace: 'a&b' }],
    [{}, { schemeTransactionReference: '' }],
    [{}, { schemeTransactionReference: 'x'.repeat(57) }],
    [{}, { schemeTransactionReference: 'a_b' }],
    [{}, { tokenExpiryDateTime: 'soon' }],
    [{}, { tokenExpiryDateTime: 4 }],
    [{}, { tokenExpiryDateTime: '2026-01-01T00:00:00Z' }],
    [{}, { merchant: undefined }],
    [{}, { merchant: {} }],
    [{}, { merchant: { entity: '' } }],
    [{}, { consent: true }],
    [{ cvc: '123' }, {}],
    [{ cardHolderName: undefined, cardNumber: undefined, cardExpiryDate: undefined }, {}],
    [{ billingAddress: null }, {}],
    [{ billingAddress: 'Street' }, {}],
    [{ billingAddress: {} }, {}],
    address({ address1: '', address2: 'x'.repeat(81), address3: 'x'.repeat(81) }),
    address({ postalCode: 'x'.repeat(16), city: 'x'.repeat(51), state: '' }),
    address({ countryCode: 'gb' }),
    address({ countryCode: 'GBR', planet: 'Earth' }),
    address({ address1: '4444-3333-2222-1111', city: '4444 3333 2222 1111' }),
  ]
  const told: string[] = []
  for (const [instrument, more] of rows) {
    const answer = await testHost().tokenise(instrument, more)
    expect([answer.status, answer.body.errorName, answer.body.message]).toEqual([
      400,
      'bodyDoesNotMatchSchema',
      'The json body provided does not match the expected schema',
    ])
    told.push(...problemsOf(answer))
  }
  expect(told).toMatchInlineSnapshot(`
    [
      "fieldHasInvalidValue | Card expiry month too small - must be between 1 & 12 | $.paymentInstrument.cardExpiryDate.month",
      "stringIsTooShort | Token description too short - must be between 1 & 255 characters | $.description",
      "billingAddressMightContainCardNumber | Address might contain a card number | $.paymentInstrument.billingAddress.address2",
      "stringIsTooLong | Token description too long - must be between 1 & 255 characters | $.description",
      "stringFailedRegexCheck | Token description contains characters that are not allowed | $.description",
      "stringIsTooShort | Namespace too short - must be between 1 & 64 characters | $.namespace",
      "stringIsTooLong | Namespace too long - must be between 1 & 64 characters | $.namespace",
      "stringFailedRegexCheck | Namespace contains characters that are not allowed | $.namespace",
      "stringFailedRegexCheck | Namespace contains characters that are not allowed | $.namespace",
      "stringFailedRegexCheck | Namespace contains characters that are not allowed | $.namespace",
      "stringIsTooShort | Scheme transaction reference too short - must be between 1 & 56 characters | $.schemeTransactionReference",
      "stringIsTooLong | Scheme transaction reference too long - must be between 1 & 56 characters | $.schemeTransactionReference",
      "stringFailedRegexCheck | Scheme transaction reference contains characters that are not allowed | $.schemeTransactionReference",
      "fieldHasInvalidValue | Token expiry date time must be an ISO 8601 date and time | $.tokenExpiryDateTime",
      "fieldMustBeString | Token expiry date time must be a string | $.tokenExpiryDateTime",
      "fieldHasInvalidValue | Token expiry date time must be in the future | $.tokenExpiryDateTime",
      "fieldIsMissing | Merchant must be supplied | $.merchant",
      "fieldIsMissing | Merchant entity must be supplied | $.merchant.entity",
      "stringIsTooShort | Merchant entity too short - must be between 1 & 32 characters | $.merchant.entity",
      "fieldIsNotAllowed | Field is not allowed | $.consent",
      "fieldIsNotAllowed | Field is not allowed | $.paymentInstrument.cvc",
      "fieldIsMissing | Card holder name must be supplied | $.paymentInstrument.cardHolderName",
      "fieldIsMissing | Card number must be supplied | $.paymentInstrument.cardNumber",
      "fieldIsMissing | Card expiry date must be supplied | $.paymentInstrument.cardExpiryDate",
      "fieldIsMissing | Billing address must be supplied | $.paymentInstrument.billingAddress",
      "fieldMustBeObject | Billing address must be an object | $.paymentInstrument.billingAddress",
      "fieldIsMissing | Address line 1 must be supplied | $.paymentInstrument.billingAddress.address1",
      "fieldIsMissing | Postal code must be supplied | $.paymentInstrument.billingAddress.postalCode",
      "fieldIsMissing | City must be supplied | $.paymentInstrument.billingAddress.city",
      "fieldIsMissing | Country code must be supplied | $.paymentInstrument.billingAddress.countryCode",
      "stringIsTooShort | Address line 1 too short - must be between 1 & 80 characters | $.paymentInstrument.billingAddress.address1",
      "stringIsTooLong | Address line 2 too long - must be between 0 & 80 characters | $.paymentInstrument.billingAddress.address2",
      "stringIsTooLong | Address line 3 too long - must be between 0 & 80 characters | $.paymentInstrument.billingAddress.address3",
      "stringIsTooLong | Postal code too long - must be between 1 & 15 characters | $.paymentInstrument.billingAddress.postalCode",
      "stringIsTooLong | City too long - must be between 1 & 50 characters | $.paymentInstrument.billingAddress.city",
      "stringIsTooShort | State too short - must be between 1 & 30 characters | $.paymentInstrument.billingAddress.state",
      "stringFailedRegexCheck | Country code contains characters that are not allowed | $.paymentInstrument.billingAddress.countryCode",
      "fieldIsNotAllowed | Field is not allowed | $.paymentInstrument.billingAddress.planet",
      "stringIsTooLong | Country code too long - must be between 2 & 2 characters | $.paymentInstrument.billingAddress.countryCode",
      "billingAddressMightContainCardNumber | Address might contain a card number | $.paymentInstrument.billingAddress.address1",
      "billingAddressMightContainCardNumber | Address might contain a card number | $.paymentInstrument.billingAddress.city",
    ]
  `)
})

test.each(['1000000000000008', '9000000000000001'])(
  'a card of no known brand is not processed: %s',
  async (cardNumber) => {
    const answer = await testHost().tokenise({ cardNumber })
    expect([answer.status, answer.body]).toEqual([
      422,
      { errorName: 'unrecognizedCardBrand', message: 'The card brand is not recognized' },
    ])
  },
)

test.each([
  ['4444333322221111', 'VISA', 'credit'],
  ['4911830000000', 'VISA', 'unknown'],
  ['5555555555554444', 'MASTERCARD', 'unknown'],
  ['2221000000000009', 'MASTERCARD', 'unknown'],
  ['5163613613613613', 'MASTERCARD', 'debit'],
  ['343434343434343', 'AMEX', 'unknown'],
  ['6011000400000000', 'DISCOVER', 'unknown'],
  ['36700102000000', 'DINERS', 'unknown'],
  ['3528000700000000', 'JCB', 'unknown'],
  ['6759649826438453', 'MAESTRO', 'unknown'],
])('the Try card %s is of the brand %s and the funding %s', async (cardNumber, brand, fundingType) => {
  const answer = await testHost().tokenise({ cardNumber })
  expect(answer.status).toBe(201)
  expect(answer.body.paymentInstrument).toMatchObject({ brand, fundingType })
})

test.each(['masked=false', 'masked="false"', ' MASKED=false;charset=UTF-8'])(
  'the card number is not to be had with ordinary credentials: %s',
  async (parameter) => {
    const host = testHost()
    const token = await host.tokenise()
    const path = new URL(token.body.tokenPaymentInstrument.href).pathname
    const accept = `application/vnd.worldpay.tokens-v3.hal+json; ${parameter}`
    const answer = await host.send('GET', path, undefined, { accept })
    expect([answer.status, answer.body]).toEqual([
      403,
      { errorName: 'accessDenied', message: 'Access to the requested resource has been denied' },
    ])
  },
)
