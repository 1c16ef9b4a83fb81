import { beforeEach, describe, expect, it } from 'vitest'
import { createMerchantClient, type MerchantClient } from '../__fixtures__/merchant-client.ts'
import { readJson } from '../__fixtures__/read-json.ts'
import { subscription } from '../__fixtures__/webhook-receiver.ts'

const path = '/notification-subscriptions/v2/webhooks'
let client: MerchantClient
beforeEach(async () => {
  client = await createMerchantClient()
})
const send = async (method: string, to: string, body?: unknown) =>
  readJson(await client.send({ method, path: to, body }))

describe('a subscription', () => {
  it('is created with all that was asked, and what the host adds', async () => {
    const { status, body } = await send('POST', path, subscription)
    expect(status).toBe(201)
    expect(body).toEqual({
      ...subscription,
      webhookId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: 'ACTIVE',
      version: '1',
      deliveryType: 'nonGuaranteed',
      createdOn: expect.any(String),
      updatedOn: expect.any(String),
    })
    expect(await send('GET', `${path}/${body['webhookId']}`)).toEqual({ status: 200, body })
  })

  it.each([
    ['organizationId=sandbox_mid&productId=tokenManagement&eventType=tms.networktoken.updated', 1],
    ['organizationId=sandbox_mid', 1],
    ['', 1],
    ['organizationId=other', 0],
    ['productId=payments', 0],
    ['eventType=tms.token.created', 0],
  ])('is listed by %s: %i', async (query, count) => {
    await send('POST', path, subscription)
    const response = await client.send({ method: 'GET', path: query ? `${path}?${query}` : path })
    expect(response.status).toBe(200)
    expect(await response.json()).toHaveLength(count)
  })

  it('is changed, switched off, and deleted', async () => {
    const { webhookId } = (await send('POST', path, subscription)).body
    const changed = await send('PATCH', `${path}/${webhookId}`, { name: 'other', description: null })
    expect(changed).toMatchObject({
      status: 200,
      body: { name: 'other', version: '2', webhookUrl: subscription.webhookUrl },
    })
    expect(changed.body).not.toHaveProperty('description')
    const off = await send('PUT', `${path}/${webhookId}/status`, { status: 'INACTIVE' })
    expect(off).toMatchObject({ status: 200, body: { status: 'INACTIVE' } })
    expect((await send('DELETE', `${path}/${webhookId}`)).status).toBe(204)
    expect(await send('GET', `${path}/${webhookId}`)).toMatchObject({
      status: 404,
      body: { errors: [{ type: 'notFound' }] },
    })
  })

  it.each([
    ['no address', { webhookUrl: undefined }, 400, 'webhookUrl'],
    ['an address without TLS', { webhookUrl: 'http://shop.example/hooks' }, 400, 'webhookUrl'],
    ['no products', { products: [] }, 400, 'products'],
    ['an unknown scope', { notificationScope: 'ALL' }, 400, 'notificationScope'],
    ['no organization', { organizationId: undefined }, 400, 'organizationId'],
    ['another organization', { organizationId: 'other' }, 403, undefined],
  ])('is refused with %s', async (_, changes, status, name) => {
    const answer = await send('POST', path, { ...subscription, ...changes })
    expect(answer.status).toBe(status)
    if (name) expect(answer.body).toMatchObject({ errors: [{ details: [{ name }] }] })
  })

  it.each(['GET', 'PATCH', 'DELETE'])('that is not there answers 404: %s', async (method) => {
    const body = method === 'PATCH' ? {} : undefined
    expect((await send(method, `${path}/e1b2c3d4-0000-4000-8000-000000000001`, body)).status).toBe(404)
  })

  it('has one of two statuses set', async () => {
    const { webhookId } = (await send('POST', path, subscription)).body
    expect((await send('PUT', `${path}/${webhookId}/status`, { status: 'ON' })).status).toBe(400)
  })

  it('asks for no profile', async () => {
    client = await createMerchantClient({ profiles: ['11111111-2222-4333-8444-555555555555'] })
    expect((await send('POST', path, subscription)).status).toBe(201)
  })
})

describe('a webhook key', () => {
  const keyInformation = {
    provider: 'nrtd',
    tenant: 'sandbox_mid',
    organizationId: 'sandbox_mid',
    keyType: 'sharedSecret',
    expiryDuration: '365',
  }
  const order = { clientRequestAction: 'CREATE', keyInformation }

  it('is made and shown once, under the correlation id that was sent', async () => {
    const response = await client.send({
      path: '/kms/egress/v2/keys-sym',
      body: order,
      headers: { 'v-c-correlation-id': 'corr-1' },
    })
    expect(response.headers.get('v-c-correlation-id')).toBe('corr-1')
    expect(await readJson(response)).toMatchObject({
      status: 201,
      body: {
        status: 'SUCCESS',
        keyInformation: {
          keyId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          key: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
          status: 'Active',
          expirationDate: expect.any(String),
        },
      },
    })
  })

  it.each([
    ['another action', { clientRequestAction: 'DELETE' }, 400],
    ['another kind', { keyInformation: { ...keyInformation, keyType: 'publicKey' } }, 400],
    ['another organization', { keyInformation: { ...keyInformation, organizationId: 'other' } }, 403],
  ])('is refused with %s', async (_, changes, status) => {
    expect((await send('POST', '/kms/egress/v2/keys-sym', { ...order, ...changes })).status).toBe(status)
  })
})
