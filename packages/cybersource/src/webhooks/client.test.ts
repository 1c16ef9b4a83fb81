import { Secret } from '@nt/core'
import { renderings } from '@nt/core/testing'
import { describe, expect, it } from 'vitest'
import { type FakeAnswer, fakeHost } from '../__fixtures__/fake-host.ts'
import { webhookBody, webhookKey } from '../__fixtures__/webhook.ts'
import { type Cybersource, createCybersource } from '../client.ts'
import { signWebhook } from './signature.ts'
import { verifyWebhook } from './verify.ts'

const webhookId = 'e1b2c3d4-0000-4000-8000-000000000001'
const subscription = {
  webhookId,
  name: 'nt-lcm',
  description: 'network token life cycle',
  organizationId: 'sandbox_mid',
  products: [{ productId: 'tokenManagement', eventTypes: ['tms.networktoken.updated'] }],
  webhookUrl: 'https://shop.example/hooks',
  healthCheckUrl: 'https://shop.example/health',
  notificationScope: 'SELF',
  retryPolicy: { algorithm: 'ARITHMETIC', firstRetry: 1, interval: 1, numberOfRetries: 3, deactivateFlag: false },
  securityPolicy: { securityType: 'KEY', proxyType: 'external' },
  status: 'ACTIVE',
  version: '1',
  deliveryType: 'nonGuaranteed',
  createdOn: '2026-11-22T07:00:00Z',
}
const { webhookId: _, status: __, version: ___, deliveryType: ____, createdOn: _____, ...request } = subscription

const made = {
  submitTimeUtc: '2026-11-22T07:00:00Z',
  status: 'SUCCESS',
  keyInformation: {
    provider: 'nrtd',
    tenant: 'sandbox_mid',
    organizationId: 'sandbox_mid',
    keyId: webhookKey.keyId,
    key: webhookKey.key,
    keyType: 'sharedSecret',
    status: 'Active',
    expirationDate: '2027-11-22T07:00:00Z',
  },
}

async function call(work: (client: Cybersource) => Promise<unknown>, answer: FakeAnswer) {
  const host = await fakeHost(answer)
  const client = createCybersource({ ...host.settings, profileId: 'a-profile', retries: 0 })
  const value = await work(client)
  return { value, request: host.seen[0] }
}

describe('the request', () => {
  const hooks = '/notification-subscriptions/v2/webhooks'
  it.each<[string, (client: Cybersource) => Promise<unknown>, FakeAnswer, string, string, unknown]>([
    [
      'createKey',
      ({ webhooks }) => webhooks.createKey({ organizationId: 'sandbox_mid' }),
      { status: 201, json: made },
      'POST',
      '/kms/egress/v2/keys-sym',
      {
        clientRequestAction: 'CREATE',
        keyInformation: {
          provider: 'nrtd',
          tenant: 'sandbox_mid',
          organizationId: 'sandbox_mid',
          keyType: 'sharedSecret',
          expiryDuration: '365',
        },
      },
    ],
    [
      'subscribe',
      ({ webhooks }) => webhooks.subscribe(request),
      { status: 201, json: subscription },
      'POST',
      hooks,
      request,
    ],
    [
      'get',
      ({ webhooks }) => webhooks.get(webhookId),
      { json: subscription },
      'GET',
      `${hooks}/${webhookId}`,
      undefined,
    ],
    [
      'list',
      ({ webhooks }) => webhooks.list({ organizationId: 'sandbox_mid' }),
      { json: [subscription] },
      'GET',
      `${hooks}?organizationId=sandbox_mid`,
      undefined,
    ],
    [
      'list, narrowed',
      ({ webhooks }) => webhooks.list({ organizationId: 'a b&c', productId: 'tokenManagement', eventType: 'tms.x' }),
      { json: [] },
      'GET',
      `${hooks}?organizationId=a%20b%26c&productId=tokenManagement&eventType=tms.x`,
      undefined,
    ],
    [
      'update',
      ({ webhooks }) => webhooks.update(webhookId, { webhookUrl: 'https://shop.example/new' }),
      { json: subscription },
      'PATCH',
      `${hooks}/${webhookId}`,
      { webhookUrl: 'https://shop.example/new' },
    ],
    [
      'delete',
      ({ webhooks }) => webhooks.delete(webhookId),
      { status: 204 },
      'DELETE',
      `${hooks}/${webhookId}`,
      undefined,
    ],
    [
      'setStatus',
      ({ webhooks }) => webhooks.setStatus(webhookId, 'INACTIVE'),
      { json: subscription },
      'PUT',
      `${hooks}/${webhookId}/status`,
      { status: 'INACTIVE' },
    ],
  ])('of %s leaves unsealed and signed, without a profile', async (_, work, answer, method, path, json) => {
    const { request: sent } = await call(work, answer)
    expect(sent).toMatchObject({ method, path })
    expect(sent?.json).toEqual(json)
    expect(sent?.headers).not.toHaveProperty('profile-id')
  })

  it('of createKey carries what may be said besides', async () => {
    const asked = { organizationId: 'o', tenant: 't', expiryDuration: 30, clientKeyId: 'mine' }
    const { request: sent } = await call(
      ({ webhooks }) => webhooks.createKey(asked, { senderOrganizationId: 's', permissions: 'p' }),
      { status: 201, json: made },
    )
    expect(sent?.headers).toMatchObject({
      accept: 'application/hal+json;charset=utf-8',
      'v-c-sender-organization-id': 's',
      'v-c-permissions': 'p',
    })
    expect(sent?.json).toMatchObject({ keyInformation: { tenant: 't', expiryDuration: '30', clientKeyId: 'mine' } })
  })
})

describe('the key', () => {
  it('comes wrapped, and verifies what it signs as it is', async () => {
    const host = await fakeHost({ status: 201, json: made })
    const key = await createCybersource(host.settings).webhooks.createKey({ organizationId: 'sandbox_mid' })
    expect(key).toEqual({
      keyId: webhookKey.keyId,
      key: expect.any(Secret),
      organizationId: 'sandbox_mid',
      status: 'Active',
      expirationDate: '2027-11-22T07:00:00Z',
      raw: expect.any(Secret),
      correlationId: 'corr-1',
    })
    for (const output of renderings(key)) expect(output).not.toContain(webhookKey.key)
    const rawBody = JSON.stringify(webhookBody())
    const headers = { 'v-c-signature': signWebhook(rawBody, key) }
    expect(verifyWebhook({ headers, rawBody }, [key]).covers).toBe('body')
  })

  it.each<[string, object, string, string | undefined]>([
    ['a status that is no success', { ...made, status: 'FAILED' }, 'request_rejected', 'FAILED'],
    [
      'an error inside',
      { status: 'FAILED', keyInformation: { errorInformation: { reason: 'INVALID_DATA', details: [] } } },
      'request_rejected',
      'INVALID_DATA',
    ],
    ['no key', { ...made, keyInformation: { keyId: 'k' } }, 'answer_unreadable', undefined],
    ['nothing', {}, 'answer_unreadable', undefined],
  ])('is not taken from an answer with %s', async (_, json, code, providerCode) => {
    const work = call(({ webhooks }) => webhooks.createKey({ organizationId: 'o' }), { status: 201, json })
    await expect(work).rejects.toMatchObject({ code, mayHaveTakenEffect: code === 'answer_unreadable' })
    await expect(work.catch(({ providerCode }) => providerCode)).resolves.toBe(providerCode)
  })

  it('is not made twice when the answer is lost', async () => {
    const host = await fakeHost({ status: 500 })
    const { webhooks } = createCybersource(host.settings)
    await expect(webhooks.createKey({ organizationId: 'o' })).rejects.toMatchObject({ code: 'outcome_unknown' })
    expect(host.seen).toHaveLength(1)
  })
})

describe('a subscription', () => {
  it('is told with every known field', async () => {
    const { value } = await call(({ webhooks }) => webhooks.get(webhookId), { json: { ...subscription, novelty: 1 } })
    expect(value).toEqual({ ...subscription, raw: expect.any(Secret), correlationId: 'corr-1' })
  })

  it.each<[string, object]>([
    ['a list', [subscription]],
    ['an object', { webhooks: [subscription] }],
  ])('is found in %s', async (_, json) => {
    const { value } = await call(({ webhooks }) => webhooks.list({ organizationId: 'o' }), { json })
    expect(value).toMatchObject({ webhooks: [subscription], correlationId: 'corr-1' })
  })

  it('with the secrets of OAuth shows none of them', async () => {
    const config = { additionalConfig: { client_secret: 'a-very-secret-text' } }
    const json = { ...subscription, securityPolicy: { securityType: 'oAuth', config } }
    const { value } = await call(({ webhooks }) => webhooks.get(webhookId), { json })
    for (const output of renderings(value)) expect(output).not.toContain('a-very-secret-text')
  })

  it('that is not there is said to be no subscription, not no token', async () => {
    const json = { errors: [{ type: 'notFound' }] }
    await expect(call(({ webhooks }) => webhooks.get(webhookId), { status: 404, json })).rejects.toMatchObject({
      code: 'request_rejected',
      message: expect.stringContaining('there is no such webhook subscription'),
    })
  })

  it.each([
    [200, false],
    [204, false],
    [410, true],
  ])('is deleted with HTTP %i', async (status, alreadyGone) => {
    const { value } = await call(({ webhooks }) => webhooks.delete(webhookId), { status })
    expect(value).toEqual({ alreadyGone, correlationId: 'corr-1' })
  })
})
