import { beforeEach, describe, expect, it } from 'vitest'
import { createMerchantClient, type MerchantClient } from '../__fixtures__/merchant-client.ts'
import { readJson } from '../__fixtures__/read-json.ts'

const path = '/tms/v2/tokenize'
const number = '4622943123144639'
const expiry = { expirationMonth: '12', expirationYear: '2040' }
const card = { number, ...expiry }

let client: MerchantClient
beforeEach(async () => {
  client = await createMerchantClient()
})
const tokenize = async (actionTokenTypes: readonly string[] | undefined, tokenInformation: object) => {
  const processingInformation = actionTokenTypes && { actionList: ['TOKEN_CREATE'], actionTokenTypes }
  const response = await client.send({ path, sealed: true, body: { processingInformation, tokenInformation } })
  const { status, body } = await readJson(response)
  return { status, body, parts: (body['responses'] ?? []) as { resource: string; httpStatus: number; id?: string }[] }
}
const shortly = (parts: readonly { resource: string; httpStatus: number }[]) =>
  parts.map(({ resource, httpStatus }) => `${resource} ${httpStatus}`)

describe('tokenize', () => {
  it('makes an instrument identifier, as the SDK asks, and finds it again', async () => {
    const first = await tokenize(['instrumentIdentifier'], { instrumentIdentifier: { card: { number } } })
    expect(first.status).toBe(200)
    expect(shortly(first.parts)).toEqual(['instrumentIdentifier 201'])
    const again = await tokenize(['instrumentIdentifier'], { instrumentIdentifier: { card: { number } } })
    expect(again.parts).toEqual([{ resource: 'instrumentIdentifier', httpStatus: 200, id: first.parts[0]?.id }])
    const at = `/tms/v1/instrumentidentifiers/${first.parts[0]?.id}`
    expect((await client.send({ method: 'GET', path: at })).status).toBe(200)
  })

  it('adds the network token of an enrollable card', async () => {
    const { parts } = await tokenize(['instrumentIdentifier'], {
      instrumentIdentifier: { type: 'enrollable card', card },
    })
    expect(shortly(parts)).toEqual(['instrumentIdentifier 201', 'tokenizedCard 201'])
    const at = `/tms/v2/tokenized-cards/${parts[1]?.id}`
    expect((await client.send({ method: 'GET', path: at })).status).toBe(200)
  })

  it('makes everything at once, and what points at an identifier keeps it', async () => {
    const all = ['customer', 'paymentInstrument', 'instrumentIdentifier', 'shippingAddress', 'tokenizedCard']
    const { parts } = await tokenize(all, { instrumentIdentifier: { card }, tokenizedCard: { source: 'ONFILE', card } })
    expect(shortly(parts).sort()).toEqual([
      'customer 201',
      'instrumentIdentifier 201',
      'paymentInstrument 201',
      'shippingAddress 201',
      'tokenizedCard 201',
    ])
    const id = parts.find(({ resource }) => resource === 'instrumentIdentifier')?.id
    const removal = await client.send({ method: 'DELETE', path: `/tms/v1/instrumentidentifiers/${id}` })
    expect(removal.status).toBe(409)
  })

  it.each([
    ['4010057022111116', 403, 'declined'],
    ['4000000011111111', 400, 'invalidFields'],
    ['4010057033111113', 500, 'serverError'],
  ])('hides a failure in its 200: %s', async (pan, httpStatus, type) => {
    const { status, parts } = await tokenize(['instrumentIdentifier'], {
      instrumentIdentifier: { type: 'enrollable card', card: { ...expiry, number: pan } },
    })
    expect(status).toBe(200)
    expect(parts).toMatchObject([
      { resource: 'instrumentIdentifier', httpStatus: 201 },
      { resource: 'tokenizedCard', httpStatus, errors: [{ type }] },
    ])
    expect(parts[1]).not.toHaveProperty('id')
  })

  it('does not attempt what points at something that failed', async () => {
    const { status, parts } = await tokenize(['instrumentIdentifier', 'paymentInstrument', 'customer'], {
      instrumentIdentifier: { card: { number: '4111111111111112' } },
    })
    expect(status).toBe(200)
    expect(parts).toMatchObject([
      { resource: 'customer', httpStatus: 201 },
      {
        resource: 'instrumentIdentifier',
        httpStatus: 400,
        errors: [{ type: 'invalidFields', details: [{ name: 'number', location: 'card' }] }],
      },
      { resource: 'paymentInstrument', httpStatus: 424, errors: [{ type: 'notAttempted' }] },
    ])
  })

  it('tells a tokenized card that fails', async () => {
    const declined = { source: 'ONFILE', card: { ...expiry, number: '4010057022111116' } }
    const { parts } = await tokenize(['tokenizedCard'], { tokenizedCard: declined })
    expect(parts).toMatchObject([{ resource: 'tokenizedCard', httpStatus: 403, errors: [{ type: 'declined' }] }])
    const { parts: missing } = await tokenize(['tokenizedCard'], { tokenizedCard: { source: 'ONFILE' } })
    expect(missing).toMatchObject([{ httpStatus: 400, errors: [{ type: 'missingFields' }] }])
  })

  it('takes a transient token alone', async () => {
    const transientTokenJwt = 'eyJhbGciOiJSUzI1NiJ9.eyJqdGkiOiIxIn0.c2ln'
    const first = await tokenize(undefined, { transientTokenJwt })
    expect(shortly(first.parts)).toEqual(['instrumentIdentifier 201'])
    expect(shortly((await tokenize(undefined, { transientTokenJwt })).parts)).toEqual(['instrumentIdentifier 200'])
  })

  it.each([
    ['nothing to make', undefined, {}, 'missingFields'],
    ['an unknown kind', ['token'], {}, 'invalidFields'],
    ['a transient token that is none', undefined, { transientTokenJwt: 'abc' }, 'invalidFields'],
  ])('is refused for %s', async (_, types, information, type) => {
    expect(await tokenize(types, information)).toMatchObject({ status: 400, body: { errors: [{ type }] } })
  })
})
