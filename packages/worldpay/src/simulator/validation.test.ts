import { describe, expect, test } from 'vitest'
import { cardBody, origin, testHost } from './__fixtures__/host.ts'

const create = (body: unknown) => testHost().send('POST', '/tokens/network', body)
const line = ({ errorName, message, jsonPath }: Record<string, string>) => `${errorName} | ${message} | ${jsonPath}`
const instrument = (paymentInstrument: unknown) => ({ ...cardBody(), paymentInstrument })
const tokenized = (more: object) => instrument({ type: 'card/tokenized', href: `${origin}/tokens/abc`, ...more })
const expiry = (cardExpiryDate: unknown) => cardBody({ cardExpiryDate })

describe('a body that breaks one rule', () => {
  const typeUnknown = "fieldHasInvalidValue | Couldn't determine type of paymentInstrument | $.paymentInstrument"
  test.each<[string, unknown, string]>([
    // Documented messages.
    [
      'no holder name',
      cardBody({ cardHolderName: undefined }),
      'fieldIsMissing | Card holder name must be supplied | $.paymentInstrument.cardHolderName',
    ],
    [
      'no year',
      expiry({ month: 1 }),
      'fieldIsMissing | Card expiry year must be supplied | $.paymentInstrument.cardExpiryDate.year',
    ],
    [
      'no month',
      expiry({ year: 2050 }),
      'fieldIsMissing | Card expiry month must be supplied | $.paymentInstrument.cardExpiryDate.month',
    ],
    [
      'month 0',
      expiry({ month: 0, year: 2050 }),
      'fieldHasInvalidValue | Card expiry month too small - must be between 1 & 12 | $.paymentInstrument.cardExpiryDate.month',
    ],
    [
      'an expiry last month',
      expiry({ month: 5, year: 2026 }),
      'fieldHasInvalidValue | Card expiry date must not be in the past | $.paymentInstrument.cardExpiryDate',
    ],
    [
      'an expiry last year',
      expiry({ month: 12, year: 2025 }),
      'fieldHasInvalidValue | Card expiry date must not be in the past | $.paymentInstrument.cardExpiryDate',
    ],
    [
      'a two-digit year',
      expiry({ month: 12, year: 31 }),
      'fieldHasInvalidValue | Card expiry date must not be in the past | $.paymentInstrument.cardExpiryDate',
    ],
    [
      'a wrong check digit',
      cardBody({ cardNumber: '4444333322221112' }),
      'panFailedLuhnCheck | Card number is not valid | $.paymentInstrument.cardNumber',
    ],
    ['an unknown type', cardBody({ type: 'card/network' }), typeUnknown],
    ['no type', cardBody({ type: undefined }), typeUnknown],
    ['a type that is a number', cardBody({ type: 7 }), typeUnknown],
    ['an instrument that is text', instrument('card'), typeUnknown],
    ['an instrument that is a list', instrument([]), typeUnknown],
    // The sandbox's own, in the same manner.
    [
      'no instrument',
      instrument(undefined),
      'fieldIsMissing | Payment instrument must be supplied | $.paymentInstrument',
    ],
    [
      'a null instrument',
      instrument(null),
      'fieldIsMissing | Payment instrument must be supplied | $.paymentInstrument',
    ],
    [
      'month 13',
      expiry({ month: 13, year: 2050 }),
      'fieldHasInvalidValue | Card expiry month too large - must be between 1 & 12 | $.paymentInstrument.cardExpiryDate.month',
    ],
    [
      'year 0',
      expiry({ month: 1, year: 0 }),
      'fieldHasInvalidValue | Card expiry year too small - must be between 1 & 9999 | $.paymentInstrument.cardExpiryDate.year',
    ],
    [
      'year 10000',
      expiry({ month: 1, year: 10000 }),
      'fieldHasInvalidValue | Card expiry year too large - must be between 1 & 9999 | $.paymentInstrument.cardExpiryDate.year',
    ],
    [
      'a month in quotes',
      expiry({ month: '1', year: 2050 }),
      'fieldMustBeInteger | Card expiry month must be an integer | $.paymentInstrument.cardExpiryDate.month',
    ],
    [
      'half a month',
      expiry({ month: 1.5, year: 2050 }),
      'fieldMustBeInteger | Card expiry month must be an integer | $.paymentInstrument.cardExpiryDate.month',
    ],
    [
      'no expiry',
      expiry(undefined),
      'fieldIsMissing | Card expiry date must be supplied | $.paymentInstrument.cardExpiryDate',
    ],
    [
      'an expiry that is text',
      expiry('01/2050'),
      'fieldMustBeObject | Card expiry date must be an object | $.paymentInstrument.cardExpiryDate',
    ],
    [
      'a day in the expiry',
      expiry({ day: 1, month: 1, year: 2050 }),
      'fieldIsNotAllowed | Field is not allowed | $.paymentInstrument.cardExpiryDate.day',
    ],
    [
      'no number',
      cardBody({ cardNumber: undefined }),
      'fieldIsMissing | Card number must be supplied | $.paymentInstrument.cardNumber',
    ],
    [
      'a number without quotes',
      cardBody({ cardNumber: 4444333322221111 }),
      'fieldMustBeString | Card number must be a string | $.paymentInstrument.cardNumber',
    ],
    [
      'a number with spaces',
      cardBody({ cardNumber: '4444 3333 2222 1111' }),
      'stringFailedRegexCheck | Card number contains characters that are not allowed | $.paymentInstrument.cardNumber',
    ],
    [
      'a short number',
      cardBody({ cardNumber: '444433332' }),
      'stringIsTooShort | Card number too short - must be between 10 & 19 characters | $.paymentInstrument.cardNumber',
    ],
    [
      'a long number',
      cardBody({ cardNumber: '44443333222211114444' }),
      'stringIsTooLong | Card number too long - must be between 10 & 19 characters | $.paymentInstrument.cardNumber',
    ],
    [
      'an empty holder name',
      cardBody({ cardHolderName: '' }),
      'stringIsTooShort | Card holder name too short - must be between 1 & 255 characters | $.paymentInstrument.cardHolderName',
    ],
    [
      'a long holder name',
      cardBody({ cardHolderName: 'x'.repeat(256) }),
      'stringIsTooLong | Card holder name too long - must be between 1 & 255 characters | $.paymentInstrument.cardHolderName',
    ],
    [
      'a holder name that is an object',
      cardBody({ cardHolderName: {} }),
      'fieldMustBeString | Card holder name must be a string | $.paymentInstrument.cardHolderName',
    ],
    ['a security code', cardBody({ cvc: '123' }), 'fieldIsNotAllowed | Field is not allowed | $.paymentInstrument.cvc'],
    [
      'a billing address',
      cardBody({ billingAddress: {} }),
      'fieldIsNotAllowed | Field is not allowed | $.paymentInstrument.billingAddress',
    ],
    [
      'a link beside a card',
      cardBody({ href: `${origin}/tokens/abc` }),
      'fieldIsNotAllowed | Field is not allowed | $.paymentInstrument.href',
    ],
    [
      'a card number beside a link',
      tokenized({ cardNumber: '4444333322221111' }),
      'fieldIsNotAllowed | Field is not allowed | $.paymentInstrument.cardNumber',
    ],
    [
      'a holder name beside a link',
      tokenized({ cardHolderName: 'A Tester' }),
      'fieldIsNotAllowed | Field is not allowed | $.paymentInstrument.cardHolderName',
    ],
    [
      'an expiry beside a link',
      tokenized({ cardExpiryDate: { month: 1, year: 2050 } }),
      'fieldIsNotAllowed | Field is not allowed | $.paymentInstrument.cardExpiryDate',
    ],
    [
      'no link',
      tokenized({ href: undefined }),
      'fieldIsMissing | Token href must be supplied | $.paymentInstrument.href',
    ],
    ['no merchant', { ...cardBody(), merchant: undefined }, 'fieldIsMissing | Merchant must be supplied | $.merchant'],
    [
      'no entity',
      { ...cardBody(), merchant: {} },
      'fieldIsMissing | Merchant entity must be supplied | $.merchant.entity',
    ],
    [
      'an empty entity',
      { ...cardBody(), merchant: { entity: '' } },
      'stringIsTooShort | Merchant entity too short - must be between 1 & 32 characters | $.merchant.entity',
    ],
    [
      'an entity that is a number',
      { ...cardBody(), merchant: { entity: 1 } },
      'fieldMustBeString | Merchant entity must be a string | $.merchant.entity',
    ],
    [
      'more about the merchant',
      { ...cardBody(), merchant: { entity: 'default', id: '1' } },
      'fieldIsNotAllowed | Field is not allowed | $.merchant.id',
    ],
    [
      'an idempotency key',
      { ...cardBody(), idempotencyKey: 'x' },
      'fieldIsNotAllowed | Field is not allowed | $.idempotencyKey',
    ],
    ['a namespace', { ...cardBody(), namespace: 'x' }, 'fieldIsNotAllowed | Field is not allowed | $.namespace'],
    [
      'a prototype',
      JSON.stringify(cardBody()).replace('{', '{"__proto__":{},'),
      'fieldIsNotAllowed | Field is not allowed | $.__proto__',
    ],
    [
      'a card number as a name',
      { ...cardBody(), '4444333322221111': 1 },
      'fieldIsNotAllowed | Field is not allowed | $.*',
    ],
    ['a list for a body', [], 'fieldMustBeObject | Body must be an object | $'],
    ['a text for a body', '"text"', 'fieldMustBeObject | Body must be an object | $'],
    ['null for a body', 'null', 'fieldIsMissing | Body must be supplied | $'],
  ])('%s is told so', async (_, body, expected) => {
    const answer = await create(body)
    expect(answer.status).toBe(400)
    expect(answer.body.errorName).toBe('bodyDoesNotMatchSchema')
    expect(answer.body.message).toBe('The json body provided does not match the expected schema')
    expect(answer.body.validationErrors.map(line)).toEqual([expected])
  })
})

test('everything that is wrong is told at once', async () => {
  const answer = await create({ paymentInstrument: { type: 'card/front', cardExpiryDate: {} }, extra: 1 })
  expect(answer.body).toMatchInlineSnapshot(`
    {
      "errorName": "bodyDoesNotMatchSchema",
      "message": "The json body provided does not match the expected schema",
      "validationErrors": [
        {
          "errorName": "fieldIsNotAllowed",
          "jsonPath": "$.extra",
          "message": "Field is not allowed",
        },
        {
          "errorName": "fieldIsMissing",
          "jsonPath": "$.merchant",
          "message": "Merchant must be supplied",
        },
        {
          "errorName": "fieldIsMissing",
          "jsonPath": "$.paymentInstrument.cardHolderName",
          "message": "Card holder name must be supplied",
        },
        {
          "errorName": "fieldIsMissing",
          "jsonPath": "$.paymentInstrument.cardNumber",
          "message": "Card number must be supplied",
        },
        {
          "errorName": "fieldIsMissing",
          "jsonPath": "$.paymentInstrument.cardExpiryDate.year",
          "message": "Card expiry year must be supplied",
        },
        {
          "errorName": "fieldIsMissing",
          "jsonPath": "$.paymentInstrument.cardExpiryDate.month",
          "message": "Card expiry month must be supplied",
        },
      ],
    }
  `)
})

test.each([
  ['nothing', ''],
  ['half an object', '{"merchant":'],
  ['a form', 'a=b'],
  ['a trailing comma', '{"a":1,}'],
  ['a byte that is no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
])('%s is no JSON', async (_, body) => {
  const host = testHost()
  for (const path of ['/tokens', '/tokens/network', '/tokens/network/cryptograms']) {
    const answer = await host.send('POST', path, body)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({
      errorName: 'bodyIsNotJson',
      message: 'The body within the request is not valid json',
    })
  }
})

test.each([
  ['this month', { month: 6, year: 2026 }],
  ['the last month there is', { month: 12, year: 9999 }],
])('a card that ends %s is good', async (_, cardExpiryDate) => {
  expect((await create(cardBody({ cardExpiryDate }))).status).toBe(200)
})
