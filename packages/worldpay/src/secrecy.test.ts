import { type Exchange, parseCard, TokenNumber } from '@nt/core'
import { leaksIn, renderings } from '@nt/core/testing'
import { describe, expect, it } from 'vitest'
import {
  created,
  cryptogramAnswer,
  cryptogramText,
  empty,
  fakeWorldpay,
  json,
  lookedUp,
  masked,
  mediaType,
  reference,
  reset,
  type Step,
  token,
  tokenNumber,
} from './__fixtures__/fake-worldpay.ts'
import { createWorldpayProvider } from './adapter.ts'
import { createWorldpay } from './client.ts'

const pan = '4444333322221111'
const password = 'canary-password'
const basic = Buffer.from(`user:${password}`).toString('base64')
const secrets = [pan, tokenNumber, cryptogramText, password, basic]
const held = { number: new TokenNumber(tokenNumber), expiry: { month: 12, year: 2032 } }
const ref = { provider: 'worldpay', id: reference }
const card = parseCard({ number: pan, expirationMonth: 11, expirationYear: 2031, cardholderName: 'A Tester' })

/** A host that repeats every secret wherever an answer has room for a text. */
const echo =
  (status: number, type = mediaType) =>
  (): Response =>
    new Response(
      JSON.stringify({
        errorName: pan,
        message: `${pan} ${tokenNumber}`,
        validationErrors: [{ errorName: tokenNumber, message: pan, jsonPath: `$.${tokenNumber}` }],
        tokenReference: { pan },
        tokenPaymentInstrument: pan,
        cryptogramDetails: { cryptogram: [cryptogramText] },
        [pan]: tokenNumber,
      }),
      { status, headers: { 'content-type': type, location: `https://evil.example/${tokenNumber}`, 'x-echo': pan } },
    )

const foreign = new Error(`connect to https://try.access.worldpay.com/tokens/network/${tokenNumber} ${pan} ${basic}`)

const failing: readonly (readonly [string, Step])[] = [
  ...[200, 201, 302, 307, 400, 401, 403, 404, 405, 409, 410, 429, 500, 503].map(
    (status) => [`HTTP ${status}`, echo(status)] as const,
  ),
  ['another media type', echo(200, 'application/json')],
  ['half a document', () => new Response(`{"${pan}":"${tokenNumber}`, { headers: { 'content-type': mediaType } })],
  ['a foreign error', foreign],
  ['a reset', reset],
  [
    'another card',
    json(created({ paymentInstrument: { ...masked, lastFour: '9999' }, tokenPaymentInstrument: token() })),
  ],
]

describe('no secret is shown', () => {
  it.each(failing)('by the errors after %s', async (_, step) => {
    const exchanges: Exchange[] = []
    const call = { deadlineMs: 4_000, onExchange: (exchange: Exchange) => void exchanges.push(exchange) }
    const { settings } = fakeWorldpay(...Array.from({ length: 30 }, () => step))
    const provider = createWorldpayProvider({ ...settings, password, retries: 0 })
    const outcomes = await Promise.allSettled([
      provider.provision(card, call),
      provider.provisionFrom({ href: `/tokens/${tokenNumber}?x=${pan}` }, call),
      provider.provisionFrom({ href: `https://evil.example/${pan}` }, call),
      provider.retrieve({ ...ref, id: pan }, call),
      provider.credential({ ...ref, held }, { initiator: 'customer' }, call),
      provider.remove({ ...ref, held }, 'fraud', call),
    ])
    expect(exchanges).toHaveLength(5)
    const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(errors.length).toBeGreaterThan(0)
    for (const shown of [exchanges, provider, errors, ...errors])
      for (const output of renderings(shown)) {
        expect(leaksIn(output, secrets)).toEqual([])
        expect(output.replaceAll('file://', '')).not.toContain('://')
      }
  })

  it('by the answers of the client and the adapter', async () => {
    const exchanges: Exchange[] = []
    const call = { onExchange: (exchange: Exchange) => void exchanges.push(exchange) }
    const { settings } = fakeWorldpay(
      json(created({ paymentInstrument: { ...masked, lastFour: '1111' }, tokenPaymentInstrument: token() })),
      json(lookedUp()),
      json(lookedUp()),
      json(cryptogramAnswer()),
      json(lookedUp()),
      empty(204),
      json(cryptogramAnswer()),
      json(created({ provisioningErrors: { message: pan } })),
    )
    const provider = createWorldpayProvider({ ...settings, password })
    const worldpay = createWorldpay({ ...settings, password })
    const shown = [
      await provider.provision(card, call),
      await provider.retrieve(ref, call),
      await provider.credential(ref, { initiator: 'customer' }, call),
      await provider.remove(ref, 'fraud', call),
      await worldpay.cryptograms.create(held.number, call),
      await worldpay.networkTokens.create({ paymentInstrument: { type: 'card/tokenized', href: '/tokens/x' } }, call),
      provider,
      worldpay,
      exchanges,
    ]
    expect(exchanges.map(({ method, route }) => `${method} ${route}`)).toMatchInlineSnapshot(`
      [
        "POST /tokens/network",
        "GET /tokens/network/{tokenReference}",
        "GET /tokens/network/{tokenReference}",
        "POST /tokens/network/cryptograms",
        "GET /tokens/network/{tokenReference}",
        "DELETE /tokens/network/{tokenNumber}",
        "POST /tokens/network/cryptograms",
        "POST /tokens/network",
      ]
    `)
    for (const output of renderings(shown)) expect(leaksIn(output, secrets)).toEqual([])
  })
})
