import { X509Certificate } from 'node:crypto'
import { type MerchantKeys, makeMerchantKeys } from '@nt/mle/testing'
import { type Listening, listen } from '@nt/sandbox'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fixedClock } from './__fixtures__/fixed-clock.ts'
import { createMerchantClient, type MerchantClient, type Sent } from './__fixtures__/merchant-client.ts'
import signed from './__fixtures__/sdk-signed.json' with { type: 'json' }
import { createCybersourceSimulator } from './index.ts'

let keys: MerchantKeys
beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
})

describe('requests that the official SDK has signed', () => {
  /** A host that knows the certificate of the recording, at the time of the recording. */
  const open = () => {
    const { certificate, kid, merchantId } = signed
    const merchant = { kid, certificatePem: certificate, publicKey: new X509Certificate(certificate).publicKey }
    const clock = fixedClock('2026-01-15T12:00:00Z')
    const provider = { ...keys.provider, merchant }
    return createCybersourceSimulator({
      merchants: { merchantId, provider, sharedSecrets: [signed.secret] },
      clock,
      requireRequestMle: false,
    })
  }
  const replay = ({ method, path, body, authorization }: typeof signed.post) =>
    open().fetch(`http://localhost:34989${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json', accept: 'application/json;charset=utf-8' },
      ...(body && { body }),
    })

  it('make a token', async () => {
    const response = await replay(signed.post)
    expect(response.headers.get('x-sandbox-auth-detail')).toBeNull()
    expect(response.status).toBe(201)
  })

  it('look a token up', async () => {
    expect((await replay(signed.get)).status).toBe(404)
  })

  it('are refused with their reason when one byte of the body is another', async () => {
    const response = await replay({ ...signed.post, body: signed.post.body.replace('2031', '2032') })
    expect(response.headers.get('x-sandbox-auth-detail')).toBe('digest differs: the body was changed after signing')
  })

  it('verify with a shared secret, as JWT and as HTTP Signature', async () => {
    expect((await replay(signed.sharedSecret)).status).toBe(404)
    expect((await replay(signed.sharedSecretPost)).status).toBe(201)
    const origin = 'https://apitest.cybersource.com'
    const { path, headers } = signed.httpSignature
    expect((await open().fetch(origin + path, { headers })).status).toBe(404)
    const { path: to, headers: posted, body, method } = signed.httpSignaturePost
    expect((await open().fetch(origin + to, { method, headers: posted, body })).status).toBe(201)
  })
})

describe('requests as the official SDK sends them, on a loopback port', () => {
  const card = { number: '4622943123144639', expirationMonth: '12', expirationYear: '2030', securityCode: '123' }
  const billTo = { firstName: 'Ann', lastName: 'Test', postalCode: '94043', country: 'US' }
  const order = { source: 'ONFILE', createInstrumentIdentifier: true, card, billTo }
  const headers = {
    accept: 'application/json;charset=utf-8',
    'profile-id': '11111111-2222-4333-8444-555555555555',
    'user-agent': 'axios/1.21.1',
    'accept-encoding': 'gzip, compress, deflate, br',
  }
  const path = '/tms/v2/tokenized-cards'
  // Behind `intermediateHost` the token still names the real host, and the Host header the local one.
  const claims = { 'request-host': 'apitest.cybersource.com' }

  let host: Listening | undefined
  afterEach(async () => {
    await host?.close()
  })
  const connect = async (options: Parameters<typeof createMerchantClient>[0] = {}): Promise<MerchantClient> => {
    const client = await createMerchantClient({ ...options, fetch }, keys)
    host = await listen(client.simulator)
    const origin = host.url
    return {
      ...client,
      send: (request: Sent) => client.send({ origin, ...request, headers: { ...headers, ...request.headers } }),
    }
  }

  it('J1: JWT, body in clear', async () => {
    const { send } = await connect({ requireRequestMle: false })
    const response = await send({ path, body: order, sealed: false, claims })
    expect(response.status).toBe(201)
    expect(response.headers.get('content-type')).toBe('application/json')
  })

  it('J2 and M9: lookups with Accept: application/json;charset=utf-8, with and without a response key', async () => {
    const { send, openEnvelope } = await connect()
    const { id } = (await (await send({ path, body: order })).json()) as { id: string }
    const plain = await send({ method: 'GET', path: `${path}/${id}`, claims })
    expect(await plain.json()).toMatchObject({ id, state: 'ACTIVE' })
    const sealed = await send({
      method: 'GET',
      path: `${path}/${id}`,
      claims: { ...claims, 'v-c-response-mle-kid': keys.provider.responseMle.kid },
    })
    expect((await openEnvelope(sealed)).body).toMatchObject({ id, state: 'ACTIVE' })
  })

  it('J5: the token names the local host and port', async () => {
    const { send } = await connect()
    expect((await send({ path, body: order })).status).toBe(201)
  })

  it('M1 and S16: sealed request, with Accept: application/jose', async () => {
    const { send, openJose } = await connect()
    expect((await send({ path, body: order, claims })).status).toBe(201)
    const response = await send({ path, body: order, claims, headers: { accept: 'application/jose' } })
    expect((await openJose(response)).body).toMatchObject({ number: expect.stringMatching(/^[0-9]{16}$/) })
  })

  it('M2: sealed request and sealed answer', async () => {
    const { send, openEnvelope } = await connect()
    const response = await send({
      path,
      body: order,
      claims: { ...claims, 'v-c-response-mle-kid': keys.provider.responseMle.kid },
    })
    expect((await openEnvelope(response)).body).toMatchObject({ state: 'ACTIVE' })
  })

  it('M4 and S6: payment credentials, sealed and in clear, by instrument identifier', async () => {
    const { send, openJose } = await connect()
    const created = (await (await send({ path, body: order })).json()) as {
      _links: { instrumentIdentifier: { href: string } }
    }
    const instrument = created._links.instrumentIdentifier.href.split('/').at(-1)
    const to = `/tms/v2/tokens/${instrument}/payment-credentials`
    const accept = { accept: 'application/jose;charset=utf-8' }
    const body = { paymentCredentialType: 'CRYPTOGRAM', transactionType: 'ECOM' }
    const asked = { ...claims, 'v-c-response-mle-kid': keys.provider.responseMle.kid }
    const sealed = await send({ path: to, body, sealed: true, headers: accept, claims: asked })
    expect(sealed.status).toBe(201)
    expect((await openJose(sealed)).body).toHaveProperty('tokenizedCard.cryptogram')
    expect((await send({ path: to, body: {}, headers: accept, claims })).status).toBe(201)
  })

  it('S3 and D1: a delete with a reason, and one with an empty form body and no digest', async () => {
    const { send } = await connect()
    const make = async (number: string) => {
      const body = { ...order, card: { ...card, number } }
      return ((await (await send({ path, body })).json()) as { id: string }).id
    }
    const reason = { reason: { code: 'PAYMENT_METHOD_REMOVED' } }
    const first = await make('4622943123144639')
    expect((await send({ path: `${path}/${first}/delete`, body: reason, claims })).status).toBe(204)
    const second = await make('4622943123144647')
    const empty = await send({
      path: `${path}/${second}/delete`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      claims: { ...claims, 'digest-algorithm': 'SHA-256' },
    })
    expect(empty.status).toBe(204)
  })

  it('J3, J4, J7: lists, deletes, and a portfolio that signs for a child', async () => {
    const merchants = { ...keys, transactingMerchants: ['child_mid'] }
    const { send } = await connect({ merchants })
    const child = { ...claims, 'v-c-merchant-id': 'child_mid' }
    const created = await send({
      path: '/tms/v1/instrumentidentifiers',
      body: { card: { number: card.number } },
      claims: child,
    })
    const { id, metadata } = (await created.json()) as { id: string; metadata: { creator: string } }
    expect([created.status, metadata.creator]).toEqual([201, 'child_mid'])
    const at = `/tms/v1/instrumentidentifiers/${id}`
    const list = await send({ method: 'GET', path: `${at}/paymentinstruments?offset=0&limit=20`, claims })
    expect(await list.json()).toMatchObject({ object: 'collection', offset: 0, limit: 20, total: 0 })
    expect((await send({ method: 'DELETE', path: at, claims })).status).toBe(204)
  })

  it('M3, M5, M6, M10: a response key alone, v3, tokenize, and a sealed error', async () => {
    const { send, openEnvelope, openJose } = await connect({ requireRequestMle: false })
    const asked = { ...claims, 'v-c-response-mle-kid': keys.provider.responseMle.kid }
    const { securityCode: _, ...plain } = card
    const enroll = { type: 'enrollable card', card: plain }
    const made = await send({ path: '/tms/v1/instrumentidentifiers', body: enroll, sealed: false, claims: asked })
    const { id } = (await openEnvelope(made)).body as { id: string }
    const v3 = await send({
      path: `/tms/v3/tokens/${id}/payment-credentials`,
      body: { paymentCredentialType: 'CRYPTOGRAM' },
      headers: { accept: 'application/jose;charset=utf-8' },
      claims,
    })
    expect((await openJose(v3)).body).toHaveProperty('tokenizedCard.cryptogram')
    const tokenize = await send({
      path: '/tms/v2/tokenize',
      sealed: true,
      claims,
      body: {
        processingInformation: { actionList: ['TOKEN_CREATE'], actionTokenTypes: ['instrumentIdentifier'] },
        tokenInformation: { instrumentIdentifier: { card: { number: card.number } } },
      },
    })
    expect(await tokenize.json()).toEqual({ responses: [{ resource: 'instrumentIdentifier', httpStatus: 200, id }] })
    const wrong = await send({ path, body: { ...order, card: { ...card, number: '1' } }, sealed: false, claims: asked })
    expect(wrong.status).toBe(400)
    expect((await openEnvelope(wrong)).body).toMatchObject({ errors: [{ type: 'invalidFields' }] })
  })

  it('V1: a version 1 token is told to be one', async () => {
    const { send } = await connect()
    const jwtHeader = { kid: undefined, 'v-c-merchant-id': 'sandbox_mid', x5c: ['MII'] }
    const response = await send({ method: 'GET', path: `${path}/0`, jwtHeader })
    expect(response.headers.get('x-sandbox-auth-detail')).toContain('version 1 token')
  })
})
