import { createHash } from 'node:crypto'
import { type MerchantKeys, makeMerchantKeys } from '@nt/mle/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { fixedClock } from './__fixtures__/fixed-clock.ts'
import { type ClientOptions, createMerchantClient } from './__fixtures__/merchant-client.ts'
import { readJson } from './__fixtures__/read-json.ts'

const path = '/tms/v2/tokenized-cards'
const orderFor = (number: string) => ({
  source: 'ONFILE',
  createInstrumentIdentifier: true,
  card: { number, expirationMonth: '12', expirationYear: '2040' },
})
const order = orderFor('4622943123144639')
const declined = orderFor('4010057022111116')

let keys: MerchantKeys
beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
})
const open = async (options: ClientOptions = {}) => {
  const client = await createMerchantClient(options, keys)
  const provision = async (body: object = order) => readJson(await client.send({ path, body }))
  return { ...client, provision }
}

describe('a switch', () => {
  it('decides how a refused card is told', async () => {
    const usual = await open()
    expect(await usual.provision(declined)).toEqual({
      status: 201,
      body: { state: 'UNPROVISIONED', reason: 'DECLINED', type: 'visa' },
    })
    const other = await open({ refusedProvisionStatus: 403 })
    expect(await other.provision(declined)).toEqual({
      status: 403,
      body: { errors: [{ type: 'declined', message: 'Provision failed: DECLINED' }] },
    })
  })

  it('decides what the same card gets', async () => {
    const usual = await open()
    const first = await usual.provision()
    expect(await usual.provision()).toEqual({ ...first, status: 200 })
    const other = await open({ repeatedProvision: 'new' })
    const [one, two] = [await other.provision(), await other.provision()]
    expect([one.status, two.status]).toEqual([201, 201])
    expect(one.body['id']).not.toBe(two.body['id'])
    expect(one.body['paymentAccountReference']).toBe(two.body['paymentAccountReference'])
  })

  it('decides the kid of a bare JWE', async () => {
    const tokenManagementKid = (key: { export(options: { type: 'spki'; format: 'der' }): Buffer }) =>
      createHash('sha256')
        .update(key.export({ type: 'spki', format: 'der' }))
        .digest('hex')
    const { send, openJose } = await open({ tokenManagementKid })
    const { header } = await openJose(await send({ path, body: order, headers: { accept: 'application/jose' } }))
    expect(header['kid']).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each([
    ['by default', {}, 'application/jose'],
    ['for jose', { credentialsWhenBothAsked: 'jose' }, 'application/jose'],
    ['for encryptedResponse', { credentialsWhenBothAsked: 'encryptedResponse' }, 'application/json'],
  ] as const)('decides how a payment credential comes when both are asked: %s', async (_, options, type) => {
    const { send, provision, openEnvelope } = await open(options)
    const { body } = await provision()
    const claims = { 'v-c-response-mle-kid': keys.provider.responseMle.kid }
    const response = await send({ path: `/tms/v2/tokens/${body['id']}/payment-credentials`, body: {}, claims })
    expect([response.status, response.headers.get('content-type')]).toEqual([201, type])
    if (type === 'application/json')
      expect((await openEnvelope(response)).body).toMatchObject({
        tokenizedCard: { number: expect.stringMatching(/^\d{16}$/) },
      })
  })

  it('decides what an envelope that does not open gets', async () => {
    const sealTo = keys.provider.merchant
    const usual = await (await open()).send({ path, body: order, sealTo })
    expect(usual.status).toBe(400)
    const other = await (await open({ unopenedRequestStatus: 401 })).send({ path, body: order, sealTo })
    expect(other.status).toBe(401)
    expect(other.headers.get('x-sandbox-auth-detail')).toContain('sealed to the merchant')
  })

  it.each([
    ['suspended', {}, 403, 'forbidden'],
    ['deleted', {}, 410, 'notAvailable'],
    ['suspended', { credentialStatuses: { inactive: 409 } }, 409, 'conflict'],
    ['deleted', { credentialStatuses: { deleted: 404 } }, 404, 'notFound'],
  ] as const)('decides what a token that is %s gives: %j', async (state, options, status, type) => {
    const { send, provision, simulator } = await open(options)
    const { body } = await provision()
    simulator.control.setState(String(body['id']), state)
    const answer = await readJson(await send({ path: `/tms/v2/tokens/${body['id']}/payment-credentials`, body: {} }))
    expect(answer).toMatchObject({ status, body: { errors: [{ type }] } })
  })

  it.each([
    [undefined, 410],
    [404, 404],
    [200, 200],
  ] as const)('decides what a token shows that the merchant has deleted: %s', async (deletedTokenStatus, status) => {
    const { send, provision } = await open({ deletedTokenStatus })
    const { body } = await provision()
    await send({ method: 'DELETE', path: `${path}/${body['id']}` })
    const answer = await readJson(await send({ method: 'GET', path: `${path}/${body['id']}` }))
    expect(answer.status).toBe(status)
    if (status === 200) expect(answer.body).toMatchObject({ state: 'DELETED' })
  })

  it('limits the rate, and says when it ends', async () => {
    const clock = fixedClock('2026-11-22T08:00:00Z')
    const { provision, send } = await open({ clock, rateLimit: { requests: 2, seconds: 10 } })
    expect([(await provision()).status, (await provision()).status]).toEqual([201, 200])
    clock.set(new Date('2026-11-22T08:00:04Z'))
    const limited = await send({ path, body: order })
    expect(limited.headers.get('retry-after')).toBe('6')
    expect(await readJson(limited)).toEqual({
      status: 429,
      body: { errors: [{ type: 'tooManyRequests', message: 'Too many requests' }] },
    })
    clock.set(new Date('2026-11-22T08:00:10Z'))
    expect((await provision()).status).toBe(200)
  })

  it('takes a permission from a profile', async () => {
    const { send } = await open({ profilesWithoutPermission: ['p'] })
    const response = await send({ path, body: order, headers: { 'profile-id': 'p' } })
    expect(await readJson(response)).toMatchObject({ status: 403, body: { errors: [{ type: 'forbidden' }] } })
    expect((await send({ path, body: order, headers: { 'profile-id': 'q' } })).status).toBe(201)
  })
})
