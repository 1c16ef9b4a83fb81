import { beforeAll, describe, expect, it } from 'vitest'
import { createMerchantClient, type MerchantClient } from '../__fixtures__/merchant-client.ts'
import { readJson } from '../__fixtures__/read-json.ts'

const path = '/tms/v1/instrumentidentifiers'
let client: MerchantClient
let id: string
let all: string[]
beforeAll(async () => {
  client = await createMerchantClient()
  const made = await client.send({ path, body: { card: { number: '4622943123144639' } } })
  id = String((await readJson(made)).body['id'])
  all = Array.from({ length: 45 }, () => client.simulator.control.addPaymentInstrument(id))
})
const list = (query = '') => client.send({ method: 'GET', path: `${path}/${id}/paymentinstruments${query}` })
const at = (offset: number, limit: number) => ({
  href: `https://apitest.cybersource.com${path}/${id}/paymentinstruments?offset=${offset}&limit=${limit}`,
})

describe('the payment instruments of an identifier', () => {
  it('come in pages of twenty', async () => {
    const response = await list()
    expect(response.headers.get('X-total-count')).toBe('45')
    const { status, body } = await readJson(response)
    expect([status, body]).toMatchObject([
      200,
      {
        _links: { self: at(0, 20), first: at(0, 20), next: at(20, 20), last: at(40, 20) },
        object: 'collection',
        offset: 0,
        limit: 20,
        count: 20,
        total: 45,
      },
    ])
    expect(body['_links']).not.toHaveProperty('prev')
    const { paymentInstruments } = body['_embedded'] as { paymentInstruments: { id: string }[] }
    expect(paymentInstruments.map((one) => one.id)).toEqual(all.slice(0, 20))
    expect(paymentInstruments[0]).toMatchObject({
      object: 'paymentInstrument',
      state: 'ACTIVE',
      instrumentIdentifier: { id },
    })
  })

  it('end with a page that has no next', async () => {
    const { body } = await readJson(await list('?offset=40&limit=10'))
    expect(body).toMatchObject({ count: 5, _links: { prev: at(30, 10) } })
    expect(body['_links']).not.toHaveProperty('next')
  })

  it('are none past the end', async () => {
    const { status, body } = await readJson(await list('?offset=45'))
    expect([status, body['count'], body['total']]).toEqual([200, 0, 45])
    expect(body).not.toHaveProperty('_embedded')
  })

  it('tell the BIN when asked', async () => {
    const { body } = await readJson(await list('?retrieveBinDetails=true&limit=1'))
    expect(body).toMatchObject({ _embedded: { paymentInstruments: [{ _embedded: { binLookup: {} } }] } })
  })

  it.each([
    ['limit=100', 200, undefined],
    ['limit=101', 400, 'limit'],
    ['limit=0', 400, 'limit'],
    ['limit=x', 400, 'limit'],
    ['offset=-1', 400, 'offset'],
  ])('are asked for with %s: %i', async (query, status, name) => {
    const answer = await readJson(await list(`?${query}`))
    expect(answer.status).toBe(status)
    if (name)
      expect(answer.body).toEqual({
        errors: [{ type: 'invalidParameters', message: 'Invalid parameter values', details: [{ name }] }],
      })
  })

  it('are not asked of an identifier that does not exist', async () => {
    const other = `${path}/7030000000000014639/paymentinstruments`
    expect((await client.send({ method: 'GET', path: other })).status).toBe(404)
  })
})
