import { beforeAll, describe, expect, it } from 'vitest'
import { createMerchantClient, type MerchantClient, type Sent } from './__fixtures__/merchant-client.ts'
import { readJson } from './__fixtures__/read-json.ts'
import { subscription } from './__fixtures__/webhook-receiver.ts'
import type { FailureStatus } from './index.ts'

const cards = '/tms/v2/tokenized-cards'
const identifiers = '/tms/v1/instrumentidentifiers'
const expiry = { expirationMonth: '12', expirationYear: '2040' }

let client: MerchantClient
let responseMle: Sent['claims']
let count = 0
beforeAll(async () => {
  client = await createMerchantClient()
  responseMle = { 'v-c-response-mle-kid': client.keys.provider.responseMle.kid }
})
/** A card that no other test has used: listed patterns need no check digit. */
const nextCard = () => ({ number: `46229431231${String(count++).padStart(5, '0')}`, ...expiry })
const token = async () => {
  const body = { source: 'ONFILE', createInstrumentIdentifier: true, card: nextCard() }
  return String((await readJson(await client.send({ path: cards, body }))).body['id'])
}
const identifier = async (type?: string) =>
  String((await readJson(await client.send({ path: identifiers, body: { type, card: nextCard() } }))).body['id'])
const hook = async () => {
  const made = await client.send({ path: '/notification-subscriptions/v2/webhooks', body: subscription })
  return `/notification-subscriptions/v2/webhooks/${(await readJson(made)).body['webhookId']}`
}
const enrolled = () => identifier('enrollable card')

/** The table of §4.0: each operation, its success, and the errors that any request of it may get. */
const operations: readonly (readonly [
  name: string,
  make: () => Promise<Sent>,
  status: number,
  errors: readonly FailureStatus[],
])[] = [
  ['provision', async () => ({ path: cards, body: { source: 'ONFILE', card: nextCard() } }), 201, [403, 409, 424, 500]],
  ['retrieve', async () => ({ method: 'GET', path: `${cards}/${await token()}` }), 200, [403, 424, 500]],
  ['remove by POST', async () => ({ path: `${cards}/${await token()}/delete`, body: {} }), 204, [403, 409, 424, 500]],
  [
    'remove by DELETE',
    async () => ({ method: 'DELETE', path: `${cards}/${await token()}` }),
    204,
    [403, 409, 424, 500],
  ],
  [
    'issuer event',
    async () => ({
      path: `${cards}/${await token()}/issuer-life-cycle-event-simulations`,
      body: { state: 'SUSPENDED' },
    }),
    204,
    [403, 500],
  ],
  [
    'payment credentials',
    async () => ({ path: `/tms/v2/tokens/${await token()}/payment-credentials`, body: {} }),
    201,
    [403, 500, 502],
  ],
  [
    'payment credentials v3',
    async () => ({ path: `/tms/v3/tokens/${await enrolled()}/payment-credentials`, body: {} }),
    201,
    [403, 500, 502],
  ],
  [
    'card art',
    async () => ({ method: 'GET', path: `/tms/v2/tokens/${await enrolled()}/vts/assets/card-art-combined` }),
    200,
    [403, 500],
  ],
  [
    'tokenize',
    async () => ({
      path: '/tms/v2/tokenize',
      sealed: true,
      body: {
        processingInformation: { actionList: ['TOKEN_CREATE'], actionTokenTypes: ['instrumentIdentifier'] },
        tokenInformation: { instrumentIdentifier: { card: nextCard() } },
      },
    }),
    200,
    [403, 424, 500],
  ],
  ['create identifier', async () => ({ path: identifiers, body: { card: nextCard() } }), 201, [403, 409, 424, 500]],
  [
    'retrieve identifier',
    async () => ({ method: 'GET', path: `${identifiers}/${await enrolled()}` }),
    200,
    [403, 424, 500],
  ],
  [
    'patch identifier',
    async () => ({ method: 'PATCH', path: `${identifiers}/${await identifier()}`, body: {} }),
    200,
    [403, 424, 500],
  ],
  [
    'delete identifier',
    async () => ({ method: 'DELETE', path: `${identifiers}/${await identifier()}` }),
    204,
    [403, 409, 424, 500, 502],
  ],
  [
    'enroll',
    async () => ({
      path: `${identifiers}/${await identifier()}/enrollment`,
      body: { type: 'enrollable card', card: expiry },
    }),
    202,
    [403, 424, 500],
  ],
  [
    'list payment instruments',
    async () => ({ method: 'GET', path: `${identifiers}/${await identifier()}/paymentinstruments` }),
    200,
    [403, 424, 500],
  ],
  [
    'create webhook key',
    async () => ({
      path: '/kms/egress/v2/keys-sym',
      body: {
        clientRequestAction: 'CREATE',
        keyInformation: {
          provider: 'nrtd',
          tenant: 'sandbox_mid',
          organizationId: 'sandbox_mid',
          keyType: 'sharedSecret',
        },
      },
    }),
    201,
    [500],
  ],
  ['subscribe', async () => ({ path: '/notification-subscriptions/v2/webhooks', body: subscription }), 201, [500]],
  ['list subscriptions', async () => ({ method: 'GET', path: '/notification-subscriptions/v2/webhooks' }), 200, [500]],
  ['retrieve subscription', async () => ({ method: 'GET', path: await hook() }), 200, [500]],
  ['patch subscription', async () => ({ method: 'PATCH', path: await hook(), body: { name: 'x' } }), 200, [500]],
  [
    'set status',
    async () => ({ method: 'PUT', path: `${await hook()}/status`, body: { status: 'INACTIVE' } }),
    200,
    [500],
  ],
  ['delete subscription', async () => ({ method: 'DELETE', path: await hook() }), 204, [500]],
]

const types: Record<FailureStatus, string> = {
  403: 'forbidden',
  409: 'conflict',
  424: 'notFound',
  429: 'tooManyRequests',
  500: 'internalError',
  502: 'internalError',
  503: 'internalError',
}

describe.each(operations)('%s', (_, make, status, errors) => {
  it(`answers ${status}`, async () => {
    const response = await client.send(await make())
    expect(response.status).toBe(status)
    expect(response.headers.get('v-c-correlation-id')).toMatch(/^[0-9a-f-]{36}$/)
    if (status === 202 || status === 204) expect(await response.text()).toBe('')
  })

  it('answers sealed to the response key, where it has something to say', async () => {
    const response = await client.send({ ...(await make()), claims: { ...responseMle } })
    expect(response.status).toBe(status)
    if (status === 202 || status === 204) expect(await response.text()).toBe('')
    else if (response.headers.get('content-type') === 'application/jose') await client.openJose(response)
    else {
      const { header } = await client.openEnvelope(response)
      expect(header['kid']).toBe(client.keys.provider.responseMle.kid)
    }
  })

  it.each([...errors, 429, 503] as FailureStatus[])('fails with %i when a test wants that, once', async (failure) => {
    const request = await make()
    client.simulator.control.failNext(failure)
    const sealed = await client.send({ ...request, claims: { ...responseMle } })
    expect(sealed.status).toBe(failure)
    if (!request.path.includes('payment-credentials'))
      expect((await client.openEnvelope(sealed)).body).toMatchObject({ errors: [{ type: types[failure] }] })
    if (failure === 429) expect(sealed.headers.get('retry-after')).toBe('1')
    expect((await client.send(request)).status).toBe(status)
  })
})

describe('an error body', () => {
  it.each([403, 409, 410, 412, 424, 500, 502])('has details with 400 only: %i', async (status) => {
    const id = await identifier()
    const at = `${identifiers}/${id}`
    if (status === 410) await client.send({ method: 'DELETE', path: at })
    else if (status !== 412) client.simulator.control.failNext(status as FailureStatus)
    const response = await client.send({ method: 'PATCH', path: at, body: {}, headers: { 'if-match': 'W/"9"' } })
    expect(response.status).toBe(status)
    const { errors } = (await response.json()) as { errors: object[] }
    expect(errors.map((entry) => Object.keys(entry))).toEqual([['type', 'message']])
  })

  it('is that of §2f with 401, also for sealed answers', async () => {
    const response = await client.send({
      method: 'GET',
      path: `${identifiers}/1`,
      claims: { ...responseMle, iss: 'other' },
    })
    expect(await readJson(response)).toEqual({ status: 401, body: { response: { rmsg: 'Authentication Failed' } } })
  })
})
