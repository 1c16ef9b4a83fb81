import { beforeEach, describe, expect, it } from 'vitest'
import { type ClientOptions, createMerchantClient, type MerchantClient } from './__fixtures__/merchant-client.ts'
import { readJson } from './__fixtures__/read-json.ts'

const number = '4622943123144639'
const card = { number, expirationMonth: '12', expirationYear: '2040' }

let client: MerchantClient
let id: string
const open = async (options: ClientOptions = {}, body: object = { card: { number } }) => {
  client = await createMerchantClient(options)
  const made = await client.send({ path: '/tms/v1/instrumentidentifiers', body })
  id = String((await readJson(made)).body['id'])
}
beforeEach(() => open())
const ask = (version: 2 | 3, at = id) =>
  client.send({ path: `/tms/v${version}/tokens/${at}/payment-credentials`, body: {} })

describe('payment credentials v3', () => {
  it('give the network token, as v2 does', async () => {
    await open({}, { type: 'enrollable card', card })
    const response = await ask(3)
    expect(response.status).toBe(201)
    expect((await client.openJose(response)).body).toMatchObject({
      _links: {
        self: { href: `/tms/v3/tokens/${id}/payment-credentials` },
        tokenizedCard: { href: expect.stringMatching(/^\/tms\/v2\/tokenized-cards\/[0-9A-F]{32}$/) },
      },
      tokenizedCard: { state: 'ACTIVE', cryptogram: expect.any(String) },
    })
  })

  it('give the card where there is no network token, and v2 has nothing', async () => {
    expect((await ask(2)).status).toBe(404)
    const response = await ask(3)
    expect([response.status, response.headers.get('content-type')]).toEqual([201, 'application/jose'])
    const { body } = await client.openJose(response)
    expect(body).toEqual({
      _links: {
        self: { href: `/tms/v3/tokens/${id}/payment-credentials` },
        instrumentIdentifier: { href: `/tms/v1/instrumentidentifiers/${id}` },
      },
      card: { number: '462294XXXXXX4639', type: '001' },
      issuer: { paymentAccountReference: expect.stringMatching(/^V001/) },
    })
  })

  it('give a make-believe number where the switch says so, never the real one', async () => {
    await open({ cardNumbers: 'make-believe' })
    expect((await client.openJose(await ask(3))).body).toMatchObject({ card: { number: '4622940000004639' } })
  })

  it('are found by a payment instrument', async () => {
    await open({}, { type: 'enrollable card', card })
    const instrument = client.simulator.control.addPaymentInstrument(id)
    for (const version of [2, 3] as const) expect((await ask(version, instrument)).status).toBe(201)
  })

  it.each([2, 3] as const)('are none of what does not exist: v%i', async (version) => {
    expect(await readJson(await ask(version, '7030000000000014639'))).toEqual({
      status: 404,
      body: { errors: [{ type: 'notFound', message: 'Token does not exist' }] },
    })
  })
})
