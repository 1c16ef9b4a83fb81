import { Secret, TokenNumber } from '@nt/core'
import { leaksIn, renderings } from '@nt/core/testing'
import { describe, expect, it } from 'vitest'
import { type FakeAnswer, fakeHost, testKeys } from './__fixtures__/fake-host.ts'
import { instrumentIdentifier, instrumentIdentifierId } from './__fixtures__/instrument-identifier.ts'
import { activeToken, canary, card, credential, tokenId } from './__fixtures__/samples.ts'
import { createCybersourceProvider } from './adapter.ts'
import { createCybersource } from './client.ts'

const keys = await testKeys()
const ref = { provider: 'cybersource', id: tokenId }
const secrets = [canary, activeToken.number, credential.tokenizedCard.cryptogram, keys.p12.password]
const keyText = keys.tokenManagement.privateKeyPem.split('\n')[3] ?? 'none'

/** A host that echoes the card in every place of an error. */
const echo = {
  errors: [{ type: canary, message: `bad ${canary}`, details: [{ name: canary, location: canary, message: canary }] }],
  response: { rmsg: { error: canary, error_description: canary } },
  [canary]: canary,
}

describe.each([
  ...[400, 401, 403, 404, 409, 410, 412, 424, 429, 500, 502, 302].map((status) => ({ status, json: echo })),
  { status: 502, text: `<html>${canary}` },
  { status: 200, json: echo },
  { status: 200, text: canary },
  { status: 201, sealed: { ...activeToken, card: { suffix: '1111', number: canary } } },
  { status: 201, sealed: [canary, activeToken] },
  { status: 201, sealed: { state: canary, [canary]: activeToken } },
] satisfies FakeAnswer[])('an error after %o', (answer) => {
  it.each(['provision', 'retrieve', 'credential', 'remove'] as const)(
    'of %s shows no secret and no address',
    async (operation) => {
      const host = await fakeHost({
        ...answer,
        headers: { 'x-echo': canary, location: `https://elsewhere.example/${canary}` },
      })
      const provider = createCybersourceProvider({ ...host.settings, retries: 0 })
      const work = {
        provision: () => provider.provision(card),
        retrieve: () => provider.retrieve(ref),
        credential: () => provider.credential(ref, { initiator: 'customer' }),
        remove: () => provider.remove(ref, 'fraud'),
      }
      const error: unknown = await Promise.resolve(work[operation]()).catch((thrown: unknown) => thrown)
      for (const output of renderings(error)) {
        expect(leaksIn(output, secrets)).toEqual([])
        expect(output).not.toMatch(/https?:\/\//)
        expect(output).not.toContain('eyJ')
      }
    },
  )
})

it('neither outcomes nor clients show a secret', async () => {
  const host = await fakeHost({ status: 201, sealed: activeToken }, { status: 201, sealed: credential })
  const provider = createCybersourceProvider(host.settings)
  const client = createCybersource(host.settings)
  const outcome = await provider.provision(card)
  const given = await provider.credential(ref, { initiator: 'customer' })
  const raw = await client.paymentCredentials.create(tokenId)
  for (const value of [outcome, given, raw, provider, client, { outcome, given, raw }]) {
    for (const output of renderings(value)) expect(leaksIn(output, [...secrets, keyText])).toEqual([])
  }
})

it('a refused construction shows neither password nor key', () => {
  for (const change of [
    { auth: { type: 'jwt' as const, p12: keys.p12.bytes, p12Password: canary } },
    { tokenManagementMle: { privateKey: `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----` } },
    { host: `http://user:${canary}@elsewhere.example` },
    { merchantId: `${canary}\n` },
    { profileId: `${canary}\n` },
    { requestMle: { certificate: canary } },
  ]) {
    const settings = {
      host: 'test',
      merchantId: keys.merchantId,
      auth: { type: 'jwt' as const, p12: keys.p12.bytes, p12Password: keys.p12.password },
      tokenManagementMle: { privateKey: keys.tokenManagement.privateKeyPem },
      ...change,
    }
    let error: unknown
    try {
      createCybersource(settings)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeDefined()
    for (const output of renderings(error)) expect(leaksIn(output, [...secrets, keyText])).toEqual([])
  }
})

describe('an answer of the client', () => {
  /** The card in free text, in every place that may hold text, and in places that nobody documented. */
  const littered = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(littered)
    if (typeof value !== 'object' || value === null) return value
    const members = Object.entries(value).map(([name, member]) => [name, littered(member)] as const)
    return {
      ...Object.fromEntries(members),
      number: canary,
      note: `see ${canary}`,
      cardNumber: canary,
      x: [{ y: canary }],
    }
  }
  const words = Object.fromEntries(
    ['object', 'source', 'reason', 'type', 'eci', 'status', 'name', 'description', 'provider', 'message'].map(
      (name) => [name, `a word ${canary}`],
    ),
  )
  const instrument = { ...instrumentIdentifier, billTo: { ...words, address1: canary }, metadata: { creator: canary } }
  const subscription = {
    webhookId: 'w',
    ...words,
    products: [{ productId: canary }],
    securityPolicy: { securityType: canary },
  }
  const art = { id: 'a', content: [{ type: 'image/png', data: 'AAAA', width: 1, height: 1 }] }
  const part = { resource: 'customer', httpStatus: 400, errors: [{ type: canary, message: canary, details: [words] }] }
  const page = { total: 1, _embedded: { paymentInstruments: [{ id: 'p', ...words, billTo: words }] } }
  const keyInformation = { keyId: 'k', key: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=', status: canary }
  const expiry = { expirationMonth: '03', expirationYear: '2031' }
  type Client = ReturnType<typeof createCybersource>

  it.each<[string, (client: Client) => Promise<unknown>, FakeAnswer]>([
    [
      'tokenizedCards.create',
      ({ tokenizedCards }) => tokenizedCards.create({ source: 'ONFILE', card: { number: card.pan, ...expiry } }),
      {
        status: 201,
        sealed: littered({ ...activeToken, ...words, card: { suffix: '6478' }, verificationResults: words }),
      },
    ],
    ['tokenizedCards.get', ({ tokenizedCards }) => tokenizedCards.get(tokenId), { json: littered(activeToken) }],
    [
      'instrumentIdentifiers.create',
      ({ instrumentIdentifiers }) => instrumentIdentifiers.create({ card: { number: card.pan } }),
      { status: 201, json: littered(instrument) },
    ],
    [
      'instrumentIdentifiers.get',
      ({ instrumentIdentifiers }) => instrumentIdentifiers.get(instrumentIdentifierId, { unmasked: true }),
      { sealed: littered(instrument) },
    ],
    [
      'instrumentIdentifiers.update',
      ({ instrumentIdentifiers }) => instrumentIdentifiers.update(instrumentIdentifierId, { billTo: null }),
      { json: littered(instrument) },
    ],
    [
      'instrumentIdentifiers.listPaymentInstruments',
      ({ instrumentIdentifiers }) => instrumentIdentifiers.listPaymentInstruments(instrumentIdentifierId),
      { json: littered(page) },
    ],
    [
      'paymentCredentials.create',
      ({ paymentCredentials }) => paymentCredentials.create(tokenId),
      { status: 201, sealed: littered(credential) },
    ],
    [
      'paymentCredentials.createV3',
      ({ paymentCredentials }) => paymentCredentials.createV3(tokenId),
      { status: 201, sealed: littered({ card: { ...words } }) },
    ],
    ['cardArt.get', ({ cardArt }) => cardArt.get('i', 'vts', 'icon'), { json: littered(art) }],
    [
      'tokenize.create',
      ({ tokenize }) => tokenize.create({ tokenInformation: { jti: 'j' } }),
      { json: littered({ responses: [part] }) },
    ],
    ['webhooks.get', ({ webhooks }) => webhooks.get('w'), { json: littered(subscription) }],
    ['webhooks.list', ({ webhooks }) => webhooks.list({ organizationId: 'o' }), { json: [littered(subscription)] }],
    [
      'webhooks.createKey',
      ({ webhooks }) => webhooks.createKey({ organizationId: 'o' }),
      { status: 201, json: littered({ status: 'SUCCESS', keyInformation }) },
    ],
  ])('to %s shows no card number, whatever the host wrote where', async (_, work, answer) => {
    const host = await fakeHost(answer)
    const value = await work(createCybersource({ ...host.settings, retries: 0 }))
    for (const output of renderings(value)) expect(leaksIn(output, [...secrets, keyInformation.key])).toEqual([])
  })
})

it('no error of any operation shows what was sent or answered', async () => {
  const number = card.pan
  const expiry = { expirationMonth: '03', expirationYear: '2031' }
  type Client = ReturnType<typeof createCybersource>
  const works: ((client: Client) => Promise<unknown>)[] = [
    ({ tokenizedCards }) => tokenizedCards.create({ source: 'ONFILE', card: { number, ...expiry } }),
    ({ tokenizedCards }) => tokenizedCards.simulateIssuerEvent(tokenId, { state: canary }),
    ({ instrumentIdentifiers }) => instrumentIdentifiers.create({ card: { number } }),
    ({ instrumentIdentifiers }) =>
      instrumentIdentifiers.create({ type: 'enrollable token', card: { number: new TokenNumber(canary) } }),
    ({ instrumentIdentifiers }) => instrumentIdentifiers.get(canary),
    ({ instrumentIdentifiers }) => instrumentIdentifiers.update(canary, { billTo: { address1: canary } }),
    ({ instrumentIdentifiers }) => instrumentIdentifiers.delete(canary),
    ({ instrumentIdentifiers }) => instrumentIdentifiers.enroll(canary, { type: 'enrollable card', card: expiry }),
    ({ instrumentIdentifiers }) => instrumentIdentifiers.listPaymentInstruments(canary),
    ({ paymentCredentials }) => paymentCredentials.createV3(canary),
    ({ cardArt }) => cardArt.get(canary, canary, canary),
    ({ tokenize }) => tokenize.create({ tokenInformation: { transientTokenJwt: new Secret(canary) } }),
    ({ webhooks }) => webhooks.createKey({ organizationId: canary }),
    ({ webhooks }) => webhooks.list({ organizationId: canary }),
    ({ webhooks }) => webhooks.setStatus(canary, canary),
  ]
  const links = { paymentInstruments: [{ href: `/tms/v1/paymentinstruments/${canary}` }, { href: canary }] }
  const linked = { errors: [{ ...echo.errors[0], _links: links }] }
  for (const work of works) {
    for (const answer of [
      ...[400, 401, 403, 404, 409, 424, 429, 500, 302].map((status) => ({ status, json: linked })),
      { status: 200, json: [canary] },
      { status: 200, text: canary },
      { status: 201, sealed: { note: canary } },
    ] satisfies FakeAnswer[]) {
      const host = await fakeHost(answer)
      const error: unknown = await work(createCybersource({ ...host.settings, retries: 0 })).catch(
        (thrown: unknown) => thrown,
      )
      for (const output of renderings(error)) expect(leaksIn(output, [canary])).toEqual([])
    }
  }
})
