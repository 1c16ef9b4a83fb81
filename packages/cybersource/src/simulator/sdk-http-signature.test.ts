import { makeMerchantKeys } from '@nt/mle/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { fixedClock } from './__fixtures__/fixed-clock.ts'
import { readJson } from './__fixtures__/read-json.ts'
import { type HttpSigned, sendHttpSigned, sharedSecret } from './__fixtures__/shared-secret.ts'
import { type CybersourceSimulator, createCybersourceSimulator } from './index.ts'

const profile = '11111111-2222-4333-8444-555555555555'
const card = { number: '4622943123144639', expirationMonth: '12', expirationYear: '2030', securityCode: '123' }
const billTo = { firstName: 'Ann', lastName: 'Test', postalCode: '94043', country: 'US' }
const order = { source: 'ONFILE', createInstrumentIdentifier: true, card, billTo }
const enroll = { type: 'enrollable card', card: { number: card.number, expirationMonth: '12', expirationYear: '2030' } }
const patch = {
  processingInformation: {
    authorizationOptions: { initiator: { merchantInitiatedTransaction: { previousTransactionId: '123456789012345' } } },
  },
}

let simulator: CybersourceSimulator
let token: string
let identifier: string
const send = (request: HttpSigned) =>
  sendHttpSigned(simulator, {
    ...request,
    headers: {
      'profile-id': profile,
      'v-c-client-id': 'cybs-rest-sdk-node-0.0.83',
      'user-agent': 'Mozilla/5.0',
      'v-c-sdk-telemetry-merchant-id': 'sandbox_mid',
      ...request.headers,
    },
  })

beforeAll(async () => {
  const keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
  simulator = createCybersourceSimulator({
    merchants: { ...keys, sharedSecrets: [sharedSecret] },
    clock: fixedClock('2026-11-22T08:00:00Z'),
    requireRequestMle: false,
    profiles: [profile],
  })
  const made = (await readJson(await send({ path: '/tms/v2/tokenized-cards', body: order }))).body
  token = String(made['id'])
  const { instrumentIdentifier } = made['_links'] as { instrumentIdentifier: { href: string } }
  identifier = instrumentIdentifier.href.split('/').at(-1) ?? ''
})

/** The dumps of the SDK in http_signature mode, in their order; what they point at exists. */
const dumps: readonly (readonly [name: string, make: () => HttpSigned, status: number, type: string | null])[] = [
  ['S1 postTokenizedCard', () => ({ path: '/tms/v2/tokenized-cards', body: order }), 200, 'application/json'],
  ['S2 getTokenizedCard', () => ({ method: 'GET', path: `/tms/v2/tokenized-cards/${token}` }), 200, 'application/json'],
  [
    'S4 getCardArtAsset, without a profile',
    () => ({
      method: 'GET',
      path: `/tms/v2/tokens/${identifier}/vts/assets/card-art-combined`,
      headers: { 'profile-id': undefined },
    }),
    200,
    'application/json',
  ],
  [
    'S5 postIssuerLifeCycleSimulation',
    () => ({
      path: `/tms/v2/tokenized-cards/${token}/issuer-life-cycle-event-simulations`,
      body: { state: 'ACTIVE' },
    }),
    204,
    null,
  ],
  [
    'S6 postTokenPaymentCredentials {}',
    () => ({
      path: `/tms/v2/tokens/${identifier}/payment-credentials`,
      body: {},
      headers: { accept: 'application/jose;charset=utf-8' },
    }),
    201,
    'application/jose',
  ],
  [
    'S7 list payment instruments (query)',
    () => ({ method: 'GET', path: `/tms/v1/instrumentidentifiers/${identifier}/paymentinstruments?offset=0&limit=20` }),
    200,
    'application/json',
  ],
  [
    'S8 postInstrumentIdentifier',
    () => ({ path: '/tms/v1/instrumentidentifiers', body: enroll }),
    200,
    'application/json',
  ],
  [
    'S11 enrollment of what is enrolled',
    () => ({ path: `/tms/v1/instrumentidentifiers/${identifier}/enrollment`, body: enroll }),
    204,
    null,
  ],
  [
    'S16 acceptHeader=application/jose',
    () => ({ path: '/tms/v2/tokenized-cards', body: order, headers: { accept: 'application/jose' } }),
    200,
    'application/jose',
  ],
  [
    'S17 Content-Type application/jose',
    () => ({
      path: '/tms/v1/instrumentidentifiers',
      body: { type: 'enrollable token', card: { number: card.number } },
      headers: { 'content-type': 'application/jose', 'v-c-correlation-id': 'corr-1', 'profile-id': profile },
    }),
    200,
    'application/json',
  ],
  [
    'E1 a wrong body',
    () => ({ path: '/tms/v2/tokenized-cards', body: { ...order, source: 'x' } }),
    400,
    'application/json',
  ],
  [
    'S9 patchInstrumentIdentifier with a stale if-match',
    () => ({
      method: 'PATCH',
      path: `/tms/v1/instrumentidentifiers/${identifier}`,
      body: patch,
      headers: { 'if-match': 'W/"99"' },
    }),
    412,
    'application/json',
  ],
  [
    'S9 patchInstrumentIdentifier',
    () => ({ method: 'PATCH', path: `/tms/v1/instrumentidentifiers/${identifier}`, body: patch }),
    200,
    'application/json',
  ],
  [
    'S3 postTokenizedCardDelete',
    () => ({ path: `/tms/v2/tokenized-cards/${token}/delete`, body: { reason: { code: 'PAYMENT_METHOD_REMOVED' } } }),
    204,
    null,
  ],
  ['E3 what is gone', () => ({ method: 'GET', path: `/tms/v2/tokenized-cards/${token}` }), 410, 'application/json'],
  [
    'S11 enrollment',
    () => ({ path: `/tms/v1/instrumentidentifiers/${identifier}/enrollment`, body: enroll }),
    202,
    null,
  ],
  [
    'S10 deleteInstrumentIdentifier',
    () => ({ method: 'DELETE', path: `/tms/v1/instrumentidentifiers/${identifier}` }),
    204,
    null,
  ],
]

describe('the SDK in http_signature mode', () => {
  it.each(dumps)('is answered: %s', async (_, make, status, type) => {
    const response = await send(make())
    expect(response.headers.get('x-sandbox-auth-detail')).toBeNull()
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type])
  })
})
