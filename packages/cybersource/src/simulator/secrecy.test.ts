import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leaksIn } from '@nt/core/testing'
import { makeMerchantKeys } from '@nt/mle/testing'
import { createStore } from '@nt/sandbox'
import { afterAll, expect, it } from 'vitest'
import { createMerchantClient, type Sent } from './__fixtures__/merchant-client.ts'
import { sendHttpSigned, sharedSecret } from './__fixtures__/shared-secret.ts'
import { receiver, subscribe } from './__fixtures__/webhook-receiver.ts'

const folder = mkdtempSync(join(tmpdir(), 'nt-simulator-'))
afterAll(() => rmSync(folder, { recursive: true }))

const canary = { number: '4622943123187531', securityCode: '9174', bad: '4111119876543214' }
const secrets = [canary.number, canary.bad, `"${canary.securityCode}"`]
const card = { number: canary.number, expirationMonth: '12', expirationYear: '2040', securityCode: canary.securityCode }
const path = '/tms/v2/tokenized-cards'
const jose = { accept: 'application/jose' }

const printed = async (response: Response): Promise<string> =>
  `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`

it('keeps and tells no card number and no security code', async () => {
  const file = join(folder, 'memory.ndjson')
  const { send, openJose } = await createMerchantClient({ store: createStore({ file }) })
  const order = { source: 'ONFILE', card, createInstrumentIdentifier: true }
  const created = (await openJose(await send({ path, body: order, headers: jose }))).body as { id: string }
  const credential = await openJose(await send({ path: `/tms/v2/tokens/${created.id}/payment-credentials`, body: {} }))
  const outputs = [
    JSON.stringify(created),
    JSON.stringify(credential),
    await printed(await send({ path, body: order })),
  ]
  await send({ path: `${path}/${created.id}/delete`, body: {} })

  const wrong: readonly Sent[] = [
    { path, body: { ...order, card: { ...card, number: canary.bad } } },
    { path, body: { ...order, card: { ...card, number: `${canary.number}x` } } },
    { path, body: { ...order, source: canary.number } },
    { path, body: { ...order, card: canary.number } },
    { path, body: order, sealed: false },
    { path, body: { encryptedRequest: canary.number }, sealed: false },
    { path, body: order, sealed: false, tamper: (body) => body.slice(0, -1) },
    { path, body: order, sealed: false, headers: { 'content-type': canary.number } },
    { path, body: order, headers: { 'profile-id': canary.number } },
    { method: 'GET', path: `${path}/${canary.number}` },
    { method: 'GET', path: `/${canary.number}?number=${canary.number}` },
    { path: `/tms/v2/tokens/${canary.number}/payment-credentials`, body: {} },
    ...[
      'iss',
      'v-c-merchant-id',
      'request-host',
      'request-method',
      'request-resource-path',
      'digest',
      'v-c-response-mle-kid',
    ].map((claim): Sent => ({ path, body: order, claims: { [claim]: canary.number } })),
    ...['typ', 'alg', 'kid'].map((member): Sent => ({ path, body: order, jwtHeader: { [member]: canary.number } })),
    { path, body: order, claims: { iss: canary.number.replace(/(.{4})(?=.)/g, '$1 ') } },
    { path, body: order, headers: { authorization: `Bearer ${canary.number}` } },
  ]
  for (const request of wrong) {
    const response = await send(request)
    if (request.headers?.['profile-id'] === undefined)
      expect(response.status, JSON.stringify(request)).toBeGreaterThanOrEqual(400)
    outputs.push(await printed(response))
  }

  outputs.push(readFileSync(file, 'utf8'))
  for (const output of outputs) expect(leaksIn(output, secrets)).toEqual([])
  // The scan is worth something only if the file holds the token at all.
  expect(outputs.at(-1)).toContain(created.id)
})

it('keeps and tells none in instrument identifiers, tokenize, webhooks and HTTP Signature either', async () => {
  const file = join(folder, 'identifiers.ndjson')
  const keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
  const { received, deliver } = receiver()
  const options = { store: createStore({ file }), deliver, cardNumbers: 'make-believe' } as const
  const client = await createMerchantClient({ ...options, merchants: { ...keys, sharedSecrets: [sharedSecret] } }, keys)
  const { send, openJose, simulator } = client
  await subscribe(client)
  const path = '/tms/v1/instrumentidentifiers'
  const outputs: string[] = []
  const billTo = { address1: `card ${canary.number}`, locality: canary.number.replace(/(.{4})(?=.)/g, '$1 ') }
  const created = await send({ path, body: { type: 'enrollable card', card, billTo } })
  expect(created.status).toBe(201)
  const text = await created.text()
  outputs.push(text)
  const { id, tokenizedCard } = JSON.parse(text) as { id: string; tokenizedCard: { id: string } }
  const at = `${path}/${id}`
  outputs.push(JSON.stringify(await openJose(await send({ method: 'GET', path: at, headers: jose }))))
  const tags = [{ tag: '57', value: `${canary.number}D4012201` }]
  const requests: readonly Sent[] = [
    { path, body: { pointOfSaleInformation: { emvTags: tags } }, sealed: false },
    { path, body: { pointOfSaleInformation: { emvTags: tags } }, sealed: true },
    { path, body: { type: canary.number, card } },
    { path, body: { card: { ...card, number: canary.bad } } },
    { path, body: { bankAccount: { number: canary.number, routingNumber: canary.number } } },
    { path, body: { bankAccount: { number: canary.number } } },
    { path, rawBody: canary.number, headers: { 'content-type': 'application/jose' } },
    { method: 'PATCH', path: at, body: { billTo, [canary.number]: canary.number } },
    { method: 'PATCH', path: at, body: { card: { number: canary.number } } },
    { method: 'PATCH', path: at, body: { card: { number: canary.bad } } },
    { method: 'PATCH', path: at, body: {}, headers: { 'if-match': canary.number } },
    { method: 'GET', path: `${at}/paymentinstruments?limit=${canary.number}` },
    { path: `${at}/enrollment`, body: { type: 'enrollable card', card } },
    { path: `${at}/enrollment`, body: { type: 'enrollable card', card: { ...card, number: canary.bad } } },
    { method: 'GET', path: `/tms/v2/tokens/${canary.number}/vts/assets/card-icon` },
    { method: 'GET', path: `/tms/v2/tokens/${id}/${canary.number}/assets/${canary.number}` },
    { path: '/tms/v2/tokenize', body: { tokenInformation: { jti: canary.number } }, sealed: true },
    {
      path: '/tms/v2/tokenize',
      body: {
        processingInformation: { actionTokenTypes: ['instrumentIdentifier', 'tokenizedCard'] },
        tokenInformation: { instrumentIdentifier: { card }, tokenizedCard: { source: canary.number, card } },
      },
    },
    {
      path: `/tms/v2/tokenized-cards/${tokenizedCard.id}/issuer-life-cycle-event-simulations`,
      body: { state: canary.number },
    },
    { method: 'GET', path: at, headers: { 'v-c-correlation-id': canary.number } },
    { method: 'PUT', path: `/notification-subscriptions/v2/webhooks/${canary.number}/status`, body: {} },
  ]
  for (const request of requests) outputs.push(await printed(await send(request)))
  const date = new Date().toUTCString()
  for (const headers of [
    { 'v-c-merchant-id': canary.number },
    { date: canary.number },
    { digest: canary.number },
    { host: canary.number },
  ])
    outputs.push(await printed(await sendHttpSigned(simulator, { path, body: { card }, headers }, date)))
  outputs.push(await printed(await sendHttpSigned(simulator, { path, body: { card }, keyId: canary.number }, date)))
  outputs.push(await printed(await sendHttpSigned(simulator, { path, body: { card }, algorithm: canary.number }, date)))
  await simulator.control.deliverWebhook(tokenizedCard.id, 'CARD_UPDATED')
  expect(received.length).toBeGreaterThan(1)

  outputs.push(JSON.stringify(received), JSON.stringify(simulator.control.deliveries), readFileSync(file, 'utf8'))
  for (const output of outputs) expect(leaksIn(output, secrets)).toEqual([])
  expect(outputs.at(-1)).toContain(id)
})
