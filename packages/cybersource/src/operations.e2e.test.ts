import { NetworkTokenError, parseCard, Secret, TokenNumber } from '@nt/core'
import { describe, expect, it } from 'vitest'
import { settingsFor, testKeys } from './__fixtures__/fake-host.ts'
import { createCybersourceProvider } from './adapter.ts'
import { createCybersource } from './client.ts'
import { operations } from './operations.ts'
import { type CybersourceSimulatorOptions, createCybersourceSimulator, testCards } from './simulator/index.ts'
import { parseWebhook } from './webhooks/event.ts'
import type { WebhookKey } from './webhooks/signature.ts'
import { verifyWebhook } from './webhooks/verify.ts'

const keys = await testKeys()
const expiry = { expirationMonth: '11', expirationYear: '2031' }
const parsed = (number: string) => parseCard({ number, expirationMonth: 11, expirationYear: 2031 }, { luhn: false })
const number = parsed('4622943123116478').pan
const walletsToken = new TokenNumber('4895370000000007')

function open(options: Omit<CybersourceSimulatorOptions, 'merchants'> = {}) {
  const sent: { headers: Record<string, string>; rawBody: string }[] = []
  const simulator = createCybersourceSimulator({
    merchants: keys,
    deliver: async (_, { headers, body }) => {
      sent.push({ headers: headers as Record<string, string>, rawBody: String(body) })
      return new Response()
    },
    ...options,
  })
  const settings = {
    ...settingsFor(keys, (url, init) => simulator.fetch(url, init)),
    host: 'test',
  }
  return { simulator, control: simulator.control, client: createCybersource(settings), settings, sent }
}

const subscribe = async ({ client }: ReturnType<typeof open>): Promise<WebhookKey> => {
  const key = await client.webhooks.createKey({ organizationId: keys.merchantId })
  await client.webhooks.subscribe({
    organizationId: keys.merchantId,
    products: [
      { productId: 'tokenManagement', eventTypes: ['tms.networktoken.provisioned', 'tms.networktoken.updated'] },
    ],
    webhookUrl: 'https://shop.example/hooks',
    securityPolicy: { securityType: 'KEY', proxyType: 'external' },
  })
  return key
}

describe('an instrument identifier', () => {
  it('lives its life: created, found again, changed, enrolled, listed, kept while linked, deleted', async () => {
    const { client, control } = open()
    const { instrumentIdentifiers } = client
    const first = await instrumentIdentifiers.create({ card: { number } })
    expect(first).toMatchObject({ created: true, state: 'ACTIVE', card: { number: '462294XXXXXX6478' } })
    expect(await instrumentIdentifiers.create({ card: { number } }, { retrieveBinDetails: true })).toMatchObject({
      id: first.id,
      created: false,
      _embedded: { binLookup: { paymentAccountInformation: { card: { type: '001' } } } },
    })

    const { etag } = await instrumentIdentifiers.get(first.id)
    const changed = await instrumentIdentifiers.update(first.id, { billTo: { postalCode: '0150' } }, { ifMatch: etag })
    expect(changed).toMatchObject({ billTo: { postalCode: '0150' } })
    expect(changed.etag).not.toBe(etag)
    await expect(instrumentIdentifiers.update(first.id, { billTo: null }, { ifMatch: etag })).rejects.toMatchObject({
      code: 'conflict',
      status: 412,
    })
    expect(await instrumentIdentifiers.update(first.id, { billTo: null })).not.toHaveProperty('billTo')

    const request = { type: 'enrollable card', card: { ...expiry, securityCode: new Secret('942') } } as const
    expect(await instrumentIdentifiers.enroll(first.id, request)).toMatchObject({ status: 'accepted' })
    await control.settled()
    expect(await instrumentIdentifiers.enroll(first.id, request)).toMatchObject({ status: 'already-enrolled' })
    expect((await instrumentIdentifiers.get(first.id)).tokenizedCard).toMatchObject({ state: 'ACTIVE' })

    const linked = Array.from({ length: 3 }, () => control.addPaymentInstrument(first.id))
    const page = await instrumentIdentifiers.listPaymentInstruments(first.id, { limit: 2 })
    expect(page).toMatchObject({ total: 3, nextOffset: 2 })
    const rest = await instrumentIdentifiers.listPaymentInstruments(first.id, { limit: 2, offset: page.nextOffset })
    expect(rest.nextOffset).toBeUndefined()
    expect([...page.paymentInstruments, ...rest.paymentInstruments].map(({ id }) => id)).toEqual(linked)

    const detailed = await instrumentIdentifiers.listPaymentInstruments(first.id, { retrieveBinDetails: true })
    expect(detailed.paymentInstruments[0]?._embedded?.binLookup?.issuerInformation?.country).toBe('US')

    const refused = await instrumentIdentifiers.delete(first.id).catch((thrown: unknown) => thrown)
    expect(refused).toMatchObject({ code: 'conflict', providerCode: 'instrumentIdentifierDeletionError' })
    expect(NetworkTokenError.isInstance(refused) && refused.issues?.map(({ path }) => path)).toEqual(
      linked.map((id) => `paymentInstruments.${id}`),
    )
    for (const id of linked) control.removePaymentInstrument(id)
    expect(await instrumentIdentifiers.delete(first.id)).toMatchObject({ alreadyGone: false })
    expect(await instrumentIdentifiers.delete(first.id)).toMatchObject({ alreadyGone: true })
    await expect(instrumentIdentifiers.get(first.id)).rejects.toMatchObject({ code: 'token_gone' })
  })

  it('of an enrollable card has its network token at once, in the same account', async () => {
    const { client } = open()
    const made = await client.instrumentIdentifiers.create({ type: 'enrollable card', card: { number, ...expiry } })
    expect(made).toMatchObject({ tokenizedCard: { state: 'ACTIVE', source: 'ONFILE', card: { suffix: '6478' } } })
    const paid = await client.paymentCredentials.create(made.id)
    expect(paid.tokenizedCard.cryptogram).toBeInstanceOf(Secret)
    expect(paid.issuer).toEqual(made.issuer)
  })

  it.each(testCards.filter(({ source, outcome }) => source === 'ONFILE' && outcome !== 'ACTIVE'))(
    'tells why the card $sample got no token: $outcome',
    async ({ sample, outcome }) => {
      const { client } = open()
      const card = { number: parsed(sample).pan, ...expiry }
      const made = await client.instrumentIdentifiers.create({ type: 'enrollable card', card })
      expect(made.tokenizedCard).toMatchObject({ state: 'UNPROVISIONED', reason: outcome })
    },
  )

  it('may be of a bank account', async () => {
    const { client } = open()
    const bankAccount = { number: new Secret('4100123456789'), routingNumber: '071923284' }
    const made = await client.instrumentIdentifiers.create({ bankAccount })
    expect(made).toMatchObject({ created: true, bankAccount: { routingNumber: '071923284' } })
    expect(JSON.stringify(made)).not.toContain('4100123456789')
  })
})

it.each(['jwe', 'encryptedRequest'] as const)("takes a wallet's token into the vault, as %s", async (form) => {
  const { settings } = open({ enrollableTokenForms: [form] })
  const provider = createCybersourceProvider({
    ...settings,
    deviceTokenFormat: form === 'jwe' ? 'jose' : 'encryptedRequest',
  })
  const outcome = await provider.enrollDeviceToken({ number: walletsToken, expiry: { month: 11, year: 2031 } })
  if (outcome.status === 'refused') throw new Error('expected a token')
  const { ref } = outcome.token
  expect(outcome).toMatchObject({ status: 'active', token: { network: 'visa', lastFour: '0007' } })
  expect(await provider.retrieve(ref)).toMatchObject({ ref, state: 'active' })
  expect(await provider.credential(ref, { initiator: 'customer' })).toMatchObject({ ref, network: 'visa' })
  await provider.remove(ref, 'payment-method-removed')
  await provider.remove(ref, 'payment-method-removed')
})

it.each(testCards.filter(({ source }) => source === 'TOKEN').map((each) => [each.sample, each.outcome] as const))(
  'maps what the documented token %s gets: %s',
  async (sample, expected) => {
    const { client } = open()
    const card = { number: new TokenNumber(sample), ...expiry }
    const token = await client.tokenizedCards.create({ source: 'TOKEN', card })
    expect(token.state === 'UNPROVISIONED' ? token.reason : token.state).toBe(expected)
  },
)

it.each(['flat', 'nested', 'both'] as const)(
  'push-provisions by a reference, answered %s',
  async (tokenizedCardBody) => {
    const { client } = open({ tokenizedCardBody })
    const token = await client.tokenizedCards.create({
      source: 'ISSUER',
      card: { type: '001' },
      accountReferenceId: 'abcdef0123456789',
      passcode: { value: new Secret('123456') },
    })
    expect(token).toMatchObject({ source: 'ISSUER', state: 'ACTIVE', number: expect.any(TokenNumber) })
  },
)

describe('credentials of version 3', () => {
  it('are the token where there is one, and the card where there is none', async () => {
    const { client } = open({ cardNumbers: 'make-believe' })
    const plain = await client.instrumentIdentifiers.create({ card: { number } })
    const card = await client.paymentCredentials.createV3(plain.id)
    expect(card).toMatchObject({ kind: 'card', card: { number: expect.any(Secret) } })
    await client.instrumentIdentifiers.create({ type: 'enrollable card', card: { number, ...expiry } })
    const token = await client.paymentCredentials.createV3(plain.id)
    expect(token).toMatchObject({ kind: 'network-token', tokenizedCard: { number: expect.any(TokenNumber) } })
  })
})

it.each(['card', 'background', 'brand-logo'] as const)('shows the %s of a Visa token', async (asset) => {
  const { settings } = open()
  const provider = createCybersourceProvider(settings)
  const outcome = await provider.provision(parsed('4622943123116478'))
  if (outcome.status === 'refused') throw new Error('expected a token')
  const { images } = await provider.cardArt(outcome.token.ref, asset)
  expect(
    Buffer.from(images[0]?.bytes ?? [])
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG')
  await expect(provider.cardArt(outcome.token.ref, 'co-brand-logo')).rejects.toMatchObject({
    code: 'operation_unsupported',
  })
})

describe('tokenize', () => {
  const asked = { actionTokenTypes: ['instrumentIdentifier', 'paymentInstrument', 'customer'] } as const

  it('makes several tokens at once', async () => {
    const { client } = open()
    const instrumentIdentifier = { type: 'enrollable card', card: { number, ...expiry } } as const
    const made = await client.tokenize.create({
      processingInformation: asked,
      tokenInformation: { instrumentIdentifier },
    })
    expect(made.outcome).toBe('complete')
    expect(made.resources.map(({ resource }) => resource).sort()).toEqual([
      'customer',
      'instrumentIdentifier',
      'paymentInstrument',
      'tokenizedCard',
    ])
  })

  it('says which part failed inside a success', async () => {
    const { client } = open()
    const instrumentIdentifier = {
      type: 'enrollable card',
      card: { number: parsed('4010057022111116').pan, ...expiry },
    } as const
    const { outcome, resources } = await client.tokenize.create({
      processingInformation: { actionTokenTypes: ['instrumentIdentifier'] },
      tokenInformation: { instrumentIdentifier },
    })
    expect(outcome).toBe('partial')
    expect(resources.find(({ resource }) => resource === 'tokenizedCard')).toMatchObject({
      status: 'failed',
      errors: [{ type: 'declined' }],
    })
  })

  it('needs no more than a transient token', async () => {
    const { client } = open()
    const made = await client.tokenize.create({ tokenInformation: { transientTokenJwt: new Secret('aaaa.bbbb.cccc') } })
    expect(made.outcome).toBe('complete')
  })
})

describe('webhooks', () => {
  const signatures = ['body', 'payload'] as const
  const payloads = ['object', 'array'] as const
  const all = signatures.flatMap((covers) => payloads.map((payload) => [covers, payload] as const))

  it.each(all)(
    'tell what the issuer did, signed over the %s, with an %s in it',
    async (webhookSignature, webhookPayload) => {
      const host = open({ webhookSignature, webhookPayload })
      const key = await subscribe(host)
      const provider = createCybersourceProvider({ ...host.settings, webhooks: { keys: [key] } })
      const outcome = await provider.provision(parsed('4622943123116478'))
      if (outcome.status === 'refused') throw new Error('expected a token')
      const { ref } = outcome.token
      await host.control.settled()
      await host.client.tokenizedCards.simulateIssuerEvent(ref.id, { state: 'SUSPENDED' })
      await host.client.tokenizedCards.simulateIssuerEvent(ref.id, {
        card: { last4: '1118', expirationMonth: '11', expirationYear: '2032' },
      })
      await host.client.tokenizedCards.simulateIssuerEvent(ref.id, { expirationMonth: '11', expirationYear: '2033' })
      await host.client.tokenizedCards.simulateIssuerEvent(ref.id, {
        metadata: { cardArt: { combinedAsset: { update: 'true' } } },
      })
      await host.control.settled()

      const events = await Promise.all(host.sent.map((request) => provider.readEvents?.(request)))
      expect(events.flat().map((event) => [event?.kind, event?.tokens])).toEqual(
        ['token-provisioned', 'token-state-changed', 'card-changed', 'token-expiry-changed', 'metadata-changed'].map(
          (kind) => [kind, [ref]],
        ),
      )
      expect(await provider.retrieve(ref)).toMatchObject({ state: 'suspended', expiry: { month: 11, year: 2033 } })
    },
  )

  it.each([
    ['forged', 'is not of this body'],
    ['wrong-body', 'is not of this body'],
    ['late', 'is too long ago'],
  ] as const)('that are %s are refused', async (variant, problem) => {
    const host = open()
    const key = await subscribe(host)
    const { id = '' } = await host.client.tokenizedCards.create({ source: 'ONFILE', card: { number, ...expiry } })
    await host.control.deliverWebhook(id, 'TOKEN_STATUS_UPDATED', variant)
    const last = host.sent.at(-1)
    expect(() => last && verifyWebhook(last, [key])).toThrow(problem)
  })

  it('that come twice are one event', async () => {
    const host = open()
    const key = await subscribe(host)
    const { id = '' } = await host.client.tokenizedCards.create({ source: 'ONFILE', card: { number, ...expiry } })
    await host.control.deliverWebhook(id, 'REDIGITIZATION', 'duplicate')
    const events = host.sent.slice(-2).flatMap((request) => parseWebhook(verifyWebhook(request, [key])))
    expect(events.map(({ reason }) => reason)).toEqual(['REDIGITIZATION', 'REDIGITIZATION'])
    expect(new Set(events.map((event) => event.id)).size).toBe(1)
    expect(new Set(events.map((event) => event.delivery?.transactionTraceId)).size).toBe(2)
  })

  it('are subscribed to, found, changed, stopped and given up', async () => {
    const host = open()
    await subscribe(host)
    const { webhooks } = host.client
    const of = { organizationId: keys.merchantId, productId: 'tokenManagement' }
    const [found] = (await webhooks.list(of)).webhooks
    const id = found?.webhookId ?? ''
    expect(await webhooks.get(id)).toMatchObject({ webhookId: id, status: 'ACTIVE', version: '1' })
    expect(await webhooks.update(id, { name: 'renamed' })).toMatchObject({ name: 'renamed' })
    await webhooks.setStatus(id, 'INACTIVE')
    expect(await webhooks.get(id)).toMatchObject({ status: 'INACTIVE' })
    expect(await webhooks.delete(id)).toMatchObject({ alreadyGone: false })
    expect((await webhooks.list(of)).webhooks).toEqual([])
    await expect(webhooks.get(id)).rejects.toMatchObject({ code: 'request_rejected' })
  })
})

it('every operation of the client has the name that the settings know it by', () => {
  const { keys: _, ...groups } = open().client
  const methods = Object.entries(groups).flatMap(([group, each]) => Object.keys(each).map((name) => `${group}.${name}`))
  expect([...operations].sort()).toEqual([...methods, 'instrumentIdentifiers.createFromToken'].sort())
})
