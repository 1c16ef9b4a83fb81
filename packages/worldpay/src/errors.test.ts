import { type ErrorCode, NetworkTokenError, Pan, TokenNumber } from '@nt/core'
import { describe, expect, it } from 'vitest'
import { empty, fakeWorldpay, html, json, type Step, tokenNumber } from './__fixtures__/fake-worldpay.ts'
import { createWorldpay, type Worldpay } from './client.ts'

const operations = {
  create: ({ networkTokens }: Worldpay) =>
    networkTokens.create({
      paymentInstrument: {
        type: 'card/front',
        cardNumber: Pan.parse('5555555555554444'),
        cardHolderName: 'A Tester',
        cardExpiryDate: { month: 11, year: 2031 },
      },
    }),
  createFromToken: ({ networkTokens }: Worldpay) =>
    networkTokens.create({ paymentInstrument: { type: 'card/tokenized', href: '/tokens/b3BhcXVl' } }),
  get: ({ networkTokens }: Worldpay) => networkTokens.get('r'),
  delete: ({ networkTokens }: Worldpay) => networkTokens.delete(new TokenNumber(tokenNumber)),
  cryptogram: ({ cryptograms }: Worldpay) => cryptograms.create(new TokenNumber(tokenNumber)),
}

/** The error that an answer, given to every attempt, ends in, and how often it was asked. */
async function failure(operation: keyof typeof operations, step: Step) {
  const { sent, settings } = fakeWorldpay(step, step, step, step)
  const thrown: unknown = await operations[operation](createWorldpay(settings)).catch((error: unknown) => error)
  if (!NetworkTokenError.isInstance(thrown)) throw new Error('expected a NetworkTokenError')
  return { error: thrown, attempts: sent.length }
}

const named = (status: number, errorName: string, more: object = {}) =>
  json({ errorName, message: 'Words for people', ...more }, status)

describe('an error answer', () => {
  it.each<[keyof typeof operations, number, string | Step, ErrorCode, boolean, number]>([
    ['create', 400, 'bodyIsNotJson', 'request_rejected', false, 1],
    ['create', 400, 'bodyDoesNotMatchSchema', 'request_rejected', false, 1],
    ['create', 400, 'headerHasInvalidValue', 'request_rejected', false, 1],
    ['delete', 400, 'fieldHasInvalidValue', 'request_rejected', false, 1],
    ['create', 401, 'accessDenied', 'authentication_failed', false, 1],
    ['create', 401, empty(401), 'authentication_failed', false, 1],
    ['create', 403, 'accessDenied', 'permission_denied', false, 1],
    ['delete', 403, 'nptConfigurationError', 'permission_denied', false, 1],
    ['create', 403, html(403), 'permission_denied', false, 1],
    ['get', 404, 'resourceNotFound', 'token_not_found', false, 1],
    ['get', 404, html(404), 'token_not_found', false, 1],
    ['create', 404, 'resourceNotFound', 'request_rejected', false, 1],
    ['create', 404, html(404), 'request_rejected', false, 1],
    ['createFromToken', 404, 'resourceNotFound', 'token_not_found', false, 1],
    ['createFromToken', 404, html(404), 'request_rejected', false, 1],
    ['cryptogram', 404, 'networkProviderError', 'token_not_found', false, 1],
    ['create', 405, 'methodNotAllowed', 'request_rejected', false, 1],
    ['delete', 406, 'headerHasInvalidValue', 'request_rejected', false, 1],
    ['create', 422, 'unrecognizedCardBrand', 'request_rejected', false, 1],
    ['get', 429, empty(429), 'rate_limited', false, 3],
    ['create', 500, 'tokenizationNotEnabled', 'permission_denied', false, 1],
    ['get', 500, 'tokenizationNotEnabled', 'permission_denied', false, 1],
    ['create', 500, 'internalErrorOccurred', 'outcome_unknown', true, 1],
    ['create', 500, empty(500), 'outcome_unknown', true, 1],
    ['create', 503, html(503), 'outcome_unknown', true, 1],
    ['get', 500, 'internalErrorOccurred', 'provider_unavailable', false, 3],
    ['get', 502, html(502), 'provider_unavailable', false, 3],
    ['cryptogram', 500, empty(500), 'provider_unavailable', false, 3],
    ['delete', 500, 'networkProviderError', 'outcome_unknown', true, 3],
    ['delete', 503, 'internalErrorOccurred', 'outcome_unknown', true, 3],
    ['get', 418, 'aNewName', 'request_rejected', false, 1],
  ])(
    'to %s with HTTP %i is read by status and name (%s): %s',
    async (operation, status, answer, code, effect, times) => {
      const step = typeof answer === 'string' ? named(status, answer) : answer
      const { error, attempts } = await failure(operation, step)
      expect(error).toMatchObject({ code, status })
      expect(error.mayHaveTakenEffect).toBe(effect)
      expect(error.providerCode).toBe(typeof answer === 'string' ? answer : undefined)
      expect(attempts).toBe(times)
    },
  )

  it('names the fields that were wrong, in our words', async () => {
    const validationErrors = [
      { errorName: 'fieldIsMissing', message: 'm', jsonPath: '$.paymentInstrument.cardHolderName' },
      { errorName: 'panFailedLuhnCheck', message: 'm', jsonPath: '$.paymentInstrument.cardNumber' },
      { errorName: 'billingAddressMightContainCardNumber', jsonPath: '$.paymentInstrument.billingAddress.address2' },
      { errorName: 'aNewName', jsonPath: '$.list[0].name' },
      { errorName: 'fieldIsNotAllowed' },
      {},
    ]
    const { error } = await failure('create', named(400, 'bodyDoesNotMatchSchema', { validationErrors }))
    expect(error.issues).toMatchInlineSnapshot(`
      [
        {
          "path": "paymentInstrument.cardHolderName",
          "problem": "is missing",
        },
        {
          "path": "paymentInstrument.cardNumber",
          "problem": "fails the Luhn check",
        },
        {
          "path": "paymentInstrument.billingAddress.address2",
          "problem": "might contain a card number",
        },
        {
          "path": "list[0].name",
          "problem": "was rejected as aNewName",
        },
        {
          "path": "",
          "problem": "is not allowed here",
        },
        {
          "path": "",
          "problem": "was rejected",
        },
      ]
    `)
  })

  it.each<[string, object]>([
    ['a name', { errorName: '5555555555554444' }],
    ['a name among letters', { errorName: 'card5555555555554444' }],
    ['the message', { errorName: 'x', message: '5555555555554444' }],
    ['a validation name', { validationErrors: [{ errorName: '5555555555554444', jsonPath: '$.a' }] }],
    ['a path', { validationErrors: [{ errorName: 'x', jsonPath: '$.5555555555554444' }] }],
    ['a path in quotes', { validationErrors: [{ errorName: 'x', jsonPath: "$['5555555555554444']" }] }],
    ['a path in pieces', { validationErrors: [{ errorName: 'x', jsonPath: '$[55][55][55][55][55][55][44][44]' }] }],
    ['a validation message', { validationErrors: [{ errorName: 'x', message: '5555555555554444', jsonPath: '$' }] }],
    ['an unknown field', { card: '5555555555554444' }],
  ])('that repeats the card number in %s is not quoted', async (_, body) => {
    const { error } = await failure('create', json(body, 400))
    expect(JSON.stringify(error).replace(/\D/g, '')).not.toContain('5555555555554444')
    expect(error.code).toBe('request_rejected')
  })

  it.each<[string, Step]>([
    ['null', json(null, 400)],
    ['a text', json('no', 400)],
    ['an array', json([], 400)],
    ['a name that is a number', json({ errorName: 7 }, 400)],
    ['validation errors that are none', json({ errorName: 'x', validationErrors: 'none' }, 400)],
    ['half a document', () => new Response('{"errorName":', { status: 400 })],
    ['bytes', () => new Response(new Uint8Array([0xff, 0xfe, 0x00]), { status: 400 })],
    ['thousands of levels', () => new Response('['.repeat(100_000), { status: 400 })],
  ])('of %s is read by its status', async (_, step) => {
    expect((await failure('create', step)).error.code).toBe('request_rejected')
  })

  it('is limited in what it can add', async () => {
    const validationErrors = Array.from({ length: 500 }, () => ({ errorName: 'x', jsonPath: `$${'.a'.repeat(90)}` }))
    const { error } = await failure('create', json({ errorName: 'x', validationErrors }, 400))
    expect(error.issues).toHaveLength(20)
    const hostile = [{ errorName: 'x', jsonPath: `$${'.a'.repeat(50_000)}!` }]
    const began = performance.now()
    await failure('create', json({ errorName: 'x', validationErrors: hostile }, 400))
    expect(performance.now() - began).toBeLessThan(1_000)
  })

  it('says what happened and what to do', async () => {
    const answers: [keyof typeof operations, Step][] = [
      ['create', named(401, 'accessDenied')],
      ['create', named(403, 'accessDenied')],
      ['delete', named(403, 'nptConfigurationError')],
      ['get', named(404, 'resourceNotFound')],
      ['createFromToken', named(404, 'resourceNotFound')],
      ['cryptogram', named(404, 'networkProviderError')],
      ['create', named(500, 'tokenizationNotEnabled')],
      ['create', empty(500)],
      [
        'create',
        named(400, 'bodyDoesNotMatchSchema', {
          validationErrors: [{ errorName: 'fieldIsMissing', jsonPath: '$.merchant.entity' }],
        }),
      ],
    ]
    const said = await Promise.all(
      answers.map(async ([operation, step]) => (await failure(operation, step)).error.message),
    )
    expect(said.join('\n')).toMatchInlineSnapshot(`
      "worldpay networkTokens.create: the credentials are wrong, or network tokens are not switched on for this account (HTTP 401 accessDenied). Check the credentials, the account they belong to, and the clock; a retry with the same ones fails again.
      worldpay networkTokens.create: network tokens may not be switched on for this account (HTTP 403 accessDenied). Ask the provider to enable network tokens for the account, or use a permitted profile.
      worldpay networkTokens.delete: network tokens may not be switched on for this account (HTTP 403 nptConfigurationError). Ask the provider to enable network tokens for the account, or use a permitted profile.
      worldpay networkTokens.get: the provider knows no such token (HTTP 404 resourceNotFound). Check the reference and the provider it belongs to.
      worldpay networkTokens.createFromToken: Worldpay has no card token under this link (HTTP 404 resourceNotFound). Check the reference and the provider it belongs to.
      worldpay cryptograms.create: Worldpay knows no network token of its own with this number (HTTP 404 networkProviderError). Check the reference and the provider it belongs to.
      worldpay networkTokens.create: tokenization is not switched on for this account (HTTP 500 tokenizationNotEnabled). Ask the provider to enable network tokens for the account, or use a permitted profile.
      worldpay networkTokens.create: the provider may have acted, but its answer was lost (HTTP 500). It may have taken effect. Do not send again blindly: look the token up first, or let the provider's support find the correlation id.
      worldpay networkTokens.create: the provider rejected the request as invalid: merchant.entity is missing (HTTP 400 bodyDoesNotMatchSchema). Correct the fields named; the same request fails again."
    `)
  })
})
