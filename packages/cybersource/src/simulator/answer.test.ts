import { beforeAll, describe, expect, it } from 'vitest'
import { createMerchantClient, type MerchantClient, type Sent } from './__fixtures__/merchant-client.ts'

const provision: Sent = {
  path: '/tms/v2/tokenized-cards',
  body: { source: 'ONFILE', card: { number: '4622943123144639', expirationMonth: '12', expirationYear: '2030' } },
}
const jose = { accept: 'application/jose;charset=utf-8' }

let client: MerchantClient
let responseMle: Sent['claims']
beforeAll(async () => {
  client = await createMerchantClient()
  responseMle = { 'v-c-response-mle-kid': client.keys.provider.responseMle.kid }
})

describe('an answer', () => {
  it('is plain JSON with a masked number', async () => {
    const response = await client.send(provision)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toMatchObject({ number: expect.stringMatching(/^489537X{6}[0-9]{4}$/) })
  })

  it.each(['application/jose', 'application/jose;charset=utf-8', 'text/plain, Application/JOSE'])(
    'is a bare JWE with the whole number for Accept: %s',
    async (accept) => {
      const response = await client.send({ ...provision, headers: { accept } })
      expect(response.headers.get('content-type')).toBe('application/jose')
      const { header, body } = await client.openJose(response)
      expect(body).toMatchObject({ state: 'ACTIVE', number: expect.stringMatching(/^489537[0-9]{10}$/) })
      const { kid } = client.keys.tokenManagement
      expect(JSON.stringify(header)).toBe(
        JSON.stringify({ kid, cty: 'json', typ: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP-256' }),
      )
      expect(kid).toMatch(/^[0-9a-f]{40}$/)
    },
  )

  it('is sealed in encryptedResponse when the token asks for it, with a masked number', async () => {
    const response = await client.send({ ...provision, claims: { ...responseMle } })
    expect(response.headers.get('content-type')).toBe('application/json')
    const { header, body } = await client.openEnvelope(response)
    expect(body).toMatchObject({ number: expect.stringMatching(/X{6}/) })
    expect(header).toEqual({
      alg: 'RSA-OAEP-256',
      enc: 'A256GCM',
      iat: expect.any(Number),
      kid: responseMle?.['v-c-response-mle-kid'],
    })
  })

  it('prefers encryptedResponse where both are asked for, unless the option says otherwise', async () => {
    const both: Sent = { ...provision, headers: jose, claims: { ...responseMle } }
    expect((await client.openEnvelope(await client.send(both))).body).toMatchObject({ state: 'ACTIVE' })
    const other = await createMerchantClient({ whenBothAsked: 'jose' })
    const response = await other.send(both)
    expect(response.headers.get('content-type')).toBe('application/jose')
  })

  it('is refused under a response key that the host does not have', async () => {
    const response = await client.send({ ...provision, claims: { 'v-c-response-mle-kid': '1' } })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      errors: [{ type: 'invalidHeaders', details: [{ name: 'v-c-response-mle-kid' }] }],
    })
  })
})

describe('an error', () => {
  const nowhere: Sent = { method: 'GET', path: '/tms/v2/tokenized-cards/0' }
  const errors = { errors: [{ type: 'notFound', message: 'Token does not exist' }] }

  it('is plain JSON where jose was asked for', async () => {
    const response = await client.send({ ...nowhere, headers: jose })
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toEqual(errors)
  })

  it('is sealed where encryptedResponse was asked for', async () => {
    const response = await client.send({ ...nowhere, claims: { ...responseMle } })
    expect(response.status).toBe(404)
    expect((await client.openEnvelope(response)).body).toEqual(errors)
  })

  it.each(['GET', 'PUT', 'PATCH'])('says 404 to %s of a path that does not exist', async (method) => {
    const response = await client.send({ method, path: '/tms/v2/tokenized-cards/0/unknown' })
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ errors: [{ type: 'notFound', message: 'No such resource' }] })
  })

  it('carries a correlation id of its own', async () => {
    const ids = await Promise.all([client.send(nowhere), client.send(nowhere)])
    const [first, second] = ids.map((response) => response.headers.get('v-c-correlation-id'))
    expect(first).toMatch(/^[0-9a-f-]{36}$/)
    expect(second).not.toBe(first)
  })
})

describe('a profile', () => {
  const profiles = ['11111111-2222-4333-8444-555555555555']

  it('is not asked for by default', async () => {
    expect((await client.send({ ...provision, headers: { 'profile-id': 'any' } })).status).toBeLessThan(300)
  })

  it('that does not exist gets 424', async () => {
    const { send } = await createMerchantClient({ profiles })
    const response = await send({ ...provision, headers: { 'profile-id': 'other' } })
    expect(response.status).toBe(424)
    expect(await response.json()).toEqual({ errors: [{ type: 'notFound', message: 'Profile not found' }] })
  })

  it('that is missing gets 400, unless there is a default', async () => {
    const { send } = await createMerchantClient({ profiles })
    const response = await send(provision)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      errors: [{ type: 'missingHeaders', message: 'Missing header values', details: [{ name: 'profile-id' }] }],
    })
    const other = await createMerchantClient({ profiles, ...(profiles[0] && { defaultProfile: profiles[0] }) })
    expect((await other.send(provision)).status).toBe(201)
  })
})
