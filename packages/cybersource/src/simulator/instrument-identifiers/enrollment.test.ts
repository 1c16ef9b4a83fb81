import { createPublicKey } from 'node:crypto'
import { CompactEncrypt } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import { createMerchantClient, type MerchantClient } from '../__fixtures__/merchant-client.ts'
import { readJson } from '../__fixtures__/read-json.ts'

const path = '/tms/v1/instrumentidentifiers'
const number = '4622943123144639'
const expiry = { expirationMonth: '12', expirationYear: '2040' }

let client: MerchantClient
let id: string
beforeEach(async () => {
  client = await createMerchantClient()
  id = String((await readJson(await client.send({ path, body: { card: { number } } }))).body['id'])
})
const enroll = (body: object, at = id) => client.send({ path: `${path}/${at}/enrollment`, body })
const look = async (at = id) => (await readJson(await client.send({ method: 'GET', path: `${path}/${at}` }))).body

describe('an enrollment', () => {
  it('is accepted, and the next lookup shows the token', async () => {
    const response = await enroll({ type: 'enrollable card', card: expiry })
    expect([response.status, await response.text()]).toEqual([202, ''])
    expect(client.simulator.control.liveTokens(number)).toBe(0)
    expect(await look()).toMatchObject({ tokenizedCard: { state: 'ACTIVE', card: { suffix: '4639', ...expiry } } })
    expect(client.simulator.control.liveTokens(number)).toBe(1)
  })

  it('may say the card number again, as the SDK does', async () => {
    expect((await enroll({ type: 'enrollable card', card: { number, ...expiry } })).status).toBe(202)
    await client.simulator.control.settled()
    expect(client.simulator.control.liveTokens(number)).toBe(1)
  })

  it('has nothing to do where there is an active token', async () => {
    await enroll({ type: 'enrollable card', card: expiry })
    const again = await enroll({ type: 'enrollable card', card: expiry })
    expect([again.status, await again.text()]).toEqual([204, ''])
  })

  it('tells a failure in the next lookup', async () => {
    const body = { card: { number: '4010057022111116' } }
    const at = String((await readJson(await client.send({ path, body }))).body['id'])
    expect((await enroll({ type: 'enrollable card', card: expiry }, at)).status).toBe(202)
    expect(await look(at)).toMatchObject({ tokenizedCard: { state: 'UNPROVISIONED', reason: 'DECLINED' } })
  })

  it.each([
    ['no type', { card: expiry }, 400, 'missingFields'],
    ['no expiry', { type: 'enrollable card', card: { expirationMonth: '12' } }, 400, 'missingFields'],
    [
      'another card',
      { type: 'enrollable card', card: { ...expiry, number: '4622943123144647' } },
      400,
      'unsupportedPaymentMethodModification',
    ],
  ])('is refused: %s', async (_, body, status, type) => {
    expect(await readJson(await enroll(body))).toMatchObject({ status, body: { errors: [{ type }] } })
  })

  it('is refused for a bank account and for what does not exist', async () => {
    const bank = await client.send({ path, body: { bankAccount: { number: '123456' } } })
    const at = String((await readJson(bank)).body['id'])
    const order = { type: 'enrollable card', card: expiry }
    expect(await readJson(await enroll(order, at))).toMatchObject({
      status: 400,
      body: { errors: [{ type: 'invalidCombination' }] },
    })
    expect((await enroll(order, '7030000000000014639')).status).toBe(404)
  })
})

describe('an enrollable token', () => {
  const device = { type: 'enrollable token', card: { number: '5555555555554445' } }
  const jose = { 'content-type': 'application/jose' }

  const sealed = () => {
    const { kid, privateKey } = client.keys.provider.requestMle
    const header = { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid }
    return new CompactEncrypt(Buffer.from(JSON.stringify(device)))
      .setProtectedHeader(header)
      .encrypt(createPublicKey(privateKey))
  }
  /** The bytes of a bare JWE are no JSON, so they are put in place before signing. */
  const sendBare = async (text: string, headers: Record<string, string> = jose) =>
    client.send({ path, rawBody: text, headers })

  it.each(['application/jose', 'application/json'])('comes in an envelope with Content-Type %s', async (type) => {
    const response = await client.send({ path, body: device, headers: { 'content-type': type } })
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({
      tokenizedCard: { source: 'TOKEN', state: 'ACTIVE', type: 'mastercard' },
    })
  })

  it('comes as a bare JWE', async () => {
    const response = await sendBare(await sealed())
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({ tokenizedCard: { source: 'TOKEN' } })
  })

  it('comes in clear only where numbers may', async () => {
    expect((await client.send({ path, body: device, sealed: false, headers: jose })).status).toBe(400)
    client = await createMerchantClient({ requireRequestMle: false })
    expect((await client.send({ path, body: device, sealed: false, headers: jose })).status).toBe(201)
  })

  it.each([
    ['4000010022111111', 'CARD_NOT_ELIGIBLE'],
    ['4000010033111118', 'CARD_NOT_ALLOWED'],
    ['4000010088111112', 'INVALID_REQUEST'],
  ])('fails by the table for tokens: %s %s', async (pan, reason) => {
    const response = await client.send({ path, body: { ...device, card: { number: pan } } })
    expect(await response.json()).toMatchObject({ tokenizedCard: { state: 'UNPROVISIONED', reason } })
  })

  it('comes only in the forms of the switch', async () => {
    client = await createMerchantClient({ enrollableTokenForms: ['jwe'] })
    expect((await client.send({ path, body: device })).status).toBe(400)
    expect((await sendBare(await sealed())).status).toBe(201)
  })

  it('is the only thing that may come as a bare JWE', async () => {
    const { kid, privateKey } = client.keys.provider.requestMle
    const plain = new CompactEncrypt(Buffer.from('{"card":{"number":"4622943123144639"}}'))
    const jwe = await plain
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid })
      .encrypt(createPublicKey(privateKey))
    expect((await sendBare(jwe)).status).toBe(400)
    expect(
      (await client.send({ path: '/tms/v2/tokenized-cards', rawBody: await sealed(), headers: jose })).status,
    ).toBe(400)
    expect(await readJson(await sendBare('a.b.c.d.e'))).toMatchObject({ status: 400 })
  })
})
