import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { fixedClock } from '../__fixtures__/fixed-clock.ts'
import { type ClientOptions, createMerchantClient } from '../__fixtures__/merchant-client.ts'
import { isSigned, receiver, subscribe } from '../__fixtures__/webhook-receiver.ts'
import type { WebhookReason } from '../index.ts'

const card = { number: '4622943123144639', expirationMonth: '12', expirationYear: '2040' }
const order = { source: 'ONFILE', createInstrumentIdentifier: true, card }

async function start(options: Partial<ClientOptions> = {}, changes: object = {}) {
  const { received, deliver } = receiver()
  const clock = fixedClock('2026-11-22T08:00:00Z')
  const client = await createMerchantClient({ clock, deliver, ...options })
  const subscribed = await subscribe(client, changes)
  const provision = async () => {
    const response = await client.send({ path: '/tms/v2/tokenized-cards', body: order })
    await client.simulator.control.settled()
    return (await response.json()) as { id: string; _links: { instrumentIdentifier: { href: string } } }
  }
  return { client, control: client.simulator.control, received, provision, clock, ...subscribed }
}

describe('a webhook', () => {
  it('tells of a new token, with the documented headers and body, signed over the raw body', async () => {
    const { received, provision, key, keyId, webhookId, control } = await start()
    const token = await provision()
    expect(received).toHaveLength(1)
    const [sent] = received
    if (!sent) throw new Error('nothing came')
    expect(sent.url).toBe('https://shop.example/hooks')
    const body = JSON.parse(sent.body) as Record<string, unknown>
    const instrument = token._links.instrumentIdentifier.href
    expect(body).toEqual({
      eventType: 'tms.networktoken.provisioned',
      webhookId,
      productId: 'tokenManagement',
      organizationId: 'sandbox_mid',
      eventDate: '2026-11-22T08:00:00',
      transactionTraceId: expect.stringMatching(/-0$/),
      retryNumber: 0,
      requestType: 'NEW',
      payload: {
        organizationId: 'sandbox_mid',
        data: {
          version: '1.0',
          id: expect.stringMatching(/^[0-9A-F]{32}$/),
          type: 'tokenizedCardEnrollments',
          reason: 'PROVISIONED',
          _links: {
            'tokenized-cards': [{ href: `/tms/v2/tokenized-cards/${token.id}`, id: token.id, state: 'ACTIVE' }],
            instrumentIdentifiers: [{ href: instrument, id: instrument.split('/').at(-1) }],
            paymentInstruments: [],
            customers: [],
          },
        },
      },
    })
    expect(sent.headers).toEqual({
      'content-type': 'application/json',
      'v-c-event-type': 'tms.networktoken.provisioned',
      'v-c-organization-id': 'sandbox_mid',
      'v-c-product-name': 'tokenManagement',
      'v-c-request-type': 'NEW',
      'v-c-retry-count': '0',
      'v-c-signature': expect.stringMatching(new RegExp(`^t=1795334400000;keyId=${keyId};sig=[A-Za-z0-9+/]{43}=$`)),
      'v-c-transaction-trace-id': body['transactionTraceId'],
      'v-c-webhook-id': webhookId,
    })
    expect(isSigned(sent, key)).toBe(true)
    expect(control.deliveries).toMatchObject([
      { webhookId, tokenId: token.id, reason: 'PROVISIONED', outcome: { status: 200 } },
    ])
  })

  it.each<[WebhookReason, string, string]>([
    ['PROVISIONED', 'tms.networktoken.provisioned', 'tokenizedCardEnrollments'],
    ['CARD_UPDATED', 'tms.networktoken.updated', 'tokenizedCardUpdates'],
    ['TOKEN_EXPIRY_UPDATED', 'tms.networktoken.updated', 'tokenizedCardUpdates'],
    ['TOKEN_UPDATED', 'tms.networktoken.updated', 'tokenizedCardUpdates'],
    ['METADATA_UPDATED', 'tms.networktoken.updated', 'tokenizedCardUpdates'],
    ['TOKEN_STATUS_UPDATED', 'tms.networktoken.updated', 'tokenizedCardUpdates'],
    ['REDIGITALIZATION', 'tms.networktoken.updated', 'tokenizedCardUpdates'],
    ['REDIGITIZATION', 'tms.networktoken.updated', 'tokenizedCardUpdates'],
  ])('can be sent for the reason %s', async (reason, eventType, type) => {
    const { received, provision, control, key } = await start()
    await control.deliverWebhook((await provision()).id, reason)
    const sent = received.at(-1)
    expect(JSON.parse(sent?.body ?? '')).toMatchObject({ eventType, payload: { data: { reason, type } } })
    expect(sent && isSigned(sent, key)).toBe(true)
  })

  it('tells what the issuer does, but not that a token expires', async () => {
    const { received, provision, control } = await start()
    const { id } = await provision()
    control.setState(id, 'suspended')
    control.setState(id, 'expired')
    await control.settled()
    expect(received.map(({ body }) => JSON.parse(body).payload.data.reason)).toEqual([
      'PROVISIONED',
      'TOKEN_STATUS_UPDATED',
    ])
    expect(received.at(-1)?.body).toContain('"state":"SUSPENDED"')
  })

  it('has its payload in an array where the switch says so', async () => {
    const { received, provision } = await start({ webhookPayload: 'array' })
    await provision()
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ payload: [{ data: { reason: 'PROVISIONED' } }] })
  })

  it('is signed over its payload where the switch says so', async () => {
    const { received, provision, key } = await start({ webhookSignature: 'payload' })
    await provision()
    const [sent] = received
    if (!sent) throw new Error('nothing came')
    expect(isSigned(sent, key)).toBe(false)
    expect(isSigned(sent, key, JSON.stringify(JSON.parse(sent.body).payload))).toBe(true)
  })

  it.each([
    ['another event', { products: [{ productId: 'tokenManagement', eventTypes: ['tms.networktoken.updated'] }] }],
    ['another product', { products: [{ productId: 'payments', eventTypes: ['tms.networktoken.provisioned'] }] }],
  ])('is not sent to who has subscribed to %s', async (_, changes) => {
    const { received, provision } = await start({}, changes)
    await provision()
    expect(received).toEqual([])
  })

  it('is not sent to a subscription that is off or gone', async () => {
    const { client, received, provision, webhookId, control } = await start()
    const hook = `/notification-subscriptions/v2/webhooks/${webhookId}`
    await client.send({ method: 'PUT', path: `${hook}/status`, body: { status: 'INACTIVE' } })
    const { id } = await provision()
    expect(received).toEqual([])
    await client.send({ method: 'PUT', path: `${hook}/status`, body: { status: 'ACTIVE' } })
    await control.deliverWebhook(id, 'TOKEN_UPDATED')
    expect(received).toHaveLength(1)
    await client.send({ method: 'DELETE', path: hook })
    await control.deliverWebhook(id, 'TOKEN_UPDATED')
    expect(received).toHaveLength(1)
  })

  it('is noted as not sent where there is no key, or an expired one', async () => {
    const { received, provision, control, clock } = await start()
    const { id } = await provision()
    clock.set(new Date('2027-11-23T08:00:00Z'))
    await control.deliverWebhook(id, 'TOKEN_UPDATED')
    expect(received).toHaveLength(1)
    expect(control.deliveries.at(-1)).toMatchObject({ outcome: { failed: expect.stringContaining('no key') } })
  })

  it('is signed with the newest key', async () => {
    const { client, received, provision, control } = await start()
    const { id } = await provision()
    const second = await subscribe(client)
    await control.deliverWebhook(id, 'TOKEN_UPDATED')
    expect(received).toHaveLength(3)
    expect(received.slice(1).every((sent) => isSigned(sent, second.key))).toBe(true)
  })
})

describe('a webhook that goes wrong', () => {
  const wrong = async (variant: Parameters<Awaited<ReturnType<typeof start>>['control']['deliverWebhook']>[2]) => {
    const started = await start()
    const { id } = await started.provision()
    started.received.length = 0
    await started.control.deliverWebhook(id, 'TOKEN_STATUS_UPDATED', variant)
    const bodies = started.received.map(({ body }) => JSON.parse(body))
    return { ...started, id, bodies }
  }

  it('comes twice with one id, both signed', async () => {
    const { received, bodies, key } = await wrong('duplicate')
    expect(bodies.map(({ retryNumber }) => retryNumber)).toEqual([0, 1])
    expect(bodies[0].payload.data.id).toBe(bodies[1].payload.data.id)
    expect(bodies.map(({ transactionTraceId }) => transactionTraceId.at(-1))).toEqual(['0', '1'])
    expect(received.every((sent) => isSigned(sent, key))).toBe(true)
  })

  it('comes two hours late', async () => {
    const { received, bodies, key } = await wrong('late')
    expect(bodies[0].eventDate).toBe('2026-11-22T06:00:00')
    expect(received[0]?.headers['v-c-signature']).toContain(`t=${Date.parse('2026-11-22T06:00:00Z')};`)
    expect(received.every((sent) => isSigned(sent, key))).toBe(true)
  })

  it('comes after a newer one', async () => {
    const { bodies } = await wrong('out-of-order')
    expect(bodies.map(({ eventDate }) => eventDate)).toEqual(['2026-11-22T08:00:00', '2026-11-22T07:59:00'])
    expect(bodies.map(({ payload }) => payload.data._links['tokenized-cards'][0].state)).toEqual([
      'ACTIVE',
      'SUSPENDED',
    ])
    expect(bodies[0].payload.data.id).not.toBe(bodies[1].payload.data.id)
  })

  it.each(['forged', 'wrong-body'] as const)('does not verify: %s', async (variant) => {
    const { received, key, control } = await wrong(variant)
    expect(received).toHaveLength(1)
    expect(received.some((sent) => isSigned(sent, key))).toBe(false)
    expect(control.deliveries.at(-1)).toMatchObject({ variant })
  })

  it('is about a token that the host knows', async () => {
    const { control } = await start()
    await expect(control.deliverWebhook('0', 'TOKEN_UPDATED')).rejects.toThrow('the simulated host knows no such token')
  })
})

describe('without a way to deliver, a webhook', () => {
  it('goes to this machine by HTTP', async () => {
    const got: { url?: string | undefined; signature?: unknown }[] = []
    const server = createServer((request, response) => {
      got.push({ url: request.url, signature: request.headers['v-c-signature'] })
      response.writeHead(204).end()
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`
    const { control, provision } = await start({ deliver: undefined }, { webhookUrl })
    await provision()
    expect(got).toEqual([{ url: '/hooks', signature: expect.stringContaining('sig=') }])
    expect(control.deliveries).toMatchObject([{ outcome: { status: 204 } }])
    await new Promise((closed) => server.close(closed))
    await control.deliverWebhook(control.deliveries[0]?.tokenId ?? '', 'TOKEN_UPDATED')
    expect(control.deliveries[1]).toMatchObject({ outcome: { failed: expect.any(String) } })
  })

  it('goes nowhere else', async () => {
    const { control, provision } = await start({ deliver: undefined })
    await provision()
    expect(control.deliveries).toMatchObject([{ outcome: { failed: expect.stringContaining('only this machine') } }])
  })
})
