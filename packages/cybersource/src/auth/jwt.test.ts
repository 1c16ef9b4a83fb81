import { createHash, createSecretKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { merchantSigningKey, readPkcs12 } from '@nt/mle'
import type { FetchInit } from '@nt/provider-kit'
import { expect, it } from 'vitest'
import { createJwtLayer } from './jwt.ts'
import { createHmacSigner, createRsaSigner } from './jwt-signer.ts'

const vectors = JSON.parse(readFileSync(new URL('../__fixtures__/sdk-jwt-0.0.83.json', import.meta.url), 'utf8'))
const shared = JSON.parse(
  readFileSync(new URL('../__fixtures__/sdk-shared-secret-0.0.83.json', import.meta.url), 'utf8'),
)
const p12 = readPkcs12(Buffer.from(vectors.p12, 'base64'), vectors.p12Password)
const signer = createRsaSigner(
  merchantSigningKey(p12, vectors.merchantId, { now: () => new Date('2026-12-01T00:00:00Z') }),
)

/** Sends through the layer and hands back what arrives behind it. */
async function signed(
  url: string,
  init: Partial<FetchInit>,
  settings: Partial<Parameters<typeof createJwtLayer>[0]> = {},
) {
  const arrived: FetchInit[] = []
  const layer = createJwtLayer({
    signer,
    issuer: vectors.merchantId,
    merchantId: vectors.merchantId,
    host: vectors.host,
    now: () => new Date(vectors.now),
    newId: () => vectors.jti,
    ...settings,
  })
  const fetch = layer(async (_, final) => {
    arrived.push(final)
    return new Response()
  })
  const full = { method: 'GET', headers: {}, redirect: 'manual' as const, ...init }
  await fetch(url, full)
  await fetch(url, full)
  return arrived.map(({ headers, body }) => {
    const [header = '', payload = ''] = (headers['authorization'] ?? '').replace('Bearer ', '').split('.')
    const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
    return { authorization: headers['authorization'], body, headers, header: decode(header), claims: decode(payload) }
  })
}

it.each([
  ['POST', vectors.post],
  ['GET', vectors.get],
] as const)(
  'writes the same JWT, byte for byte, as the official SDK for a %s',
  async (method, { path, body, authorization }) => {
    const [first] = await signed(`https://apitest.cybersource.com${path}`, { method, ...(body && { body }) })
    expect(first?.authorization).toBe(authorization)
  },
)

it.each([
  ['POST', shared.post],
  ['GET', shared.get],
] as const)('writes the same JWT for a %s with a shared secret', async (method, { path, body, authorization }) => {
  const signer = createHmacSigner(shared.keyId, createSecretKey(shared.sharedSecret, 'base64'))
  const [first] = await signed(`https://h.example${path}`, { method, ...(body && { body }) }, { signer })
  expect(first?.authorization).toBe(authorization)
})

it('signs every attempt afresh', async () => {
  let seconds = 0
  const ticking = () => new Date(Date.parse(vectors.now) + seconds++ * 1000)
  const [first, second] = await signed('https://h.example/a', {}, { newId: () => crypto.randomUUID(), now: ticking })
  expect(first?.claims.jti).not.toBe(second?.claims.jti)
  expect(second?.claims.iat).toBe(first?.claims.iat + 1)
  expect(first?.claims.exp - first?.claims.iat).toBe(120)
})

it('uses a random UUID as jti when none is given', async () => {
  const attempts = await signed('https://h.example/a', {}, { newId: undefined as never })
  for (const { claims } of attempts)
    expect(claims.jti).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(attempts.map(({ claims }) => claims.jti)).size).toBe(2)
})

it('puts the digest of exactly the bytes sent, UTF-8', async () => {
  const body = '{"name":"Zoë 日本"}'
  const [first] = await signed('https://h.example/a', { method: 'POST', body })
  expect(first?.body).toBe(body)
  expect(first?.claims.digest).toBe(createHash('sha256').update(Buffer.from(body)).digest('base64'))
})

it('gives a request without a body no digest', async () => {
  const [first] = await signed('https://h.example/a', { method: 'DELETE' })
  expect(Object.keys(first?.claims)).toEqual([
    'iat',
    'exp',
    'request-host',
    'request-resource-path',
    'request-method',
    'iss',
    'jti',
    'v-c-jwt-version',
    'v-c-merchant-id',
  ])
})

it('signs the path with its query string, as sent', async () => {
  const [first] = await signed('http://127.0.0.1:8080/base/tms/v2/a%20b?retrieveBinDetails=true', {})
  expect(first?.claims['request-resource-path']).toBe('/base/tms/v2/a%20b?retrieveBinDetails=true')
})

it('names the owner of the key as issuer, and the transacting merchant, both as configured', async () => {
  const [first] = await signed('https://h.example/a', {}, { issuer: 'Acme_Group', merchantId: 'Acme_Shop' })
  expect(first?.claims).toMatchObject({ iss: 'Acme_Group', 'v-c-merchant-id': 'Acme_Shop' })
})

it('asks for the answer to be sealed to a key, last of the claims as in the SDK, for a GET too', async () => {
  const kids = ['1790000000000000000003', '1790000000000000000004']
  const attempts = await signed('https://h.example/a', {}, { responseKid: () => kids.shift() })
  const asked = attempts.map(({ claims }) => [Object.keys(claims).at(-1), claims['v-c-response-mle-kid']])
  expect(asked).toEqual([
    ['v-c-response-mle-kid', '1790000000000000000003'],
    ['v-c-response-mle-kid', '1790000000000000000004'],
  ])
})

it('leaves the other headers alone', async () => {
  const [first] = await signed('https://h.example/a', { headers: { accept: 'application/jose', 'profile-id': 'p' } })
  expect(Object.keys(first?.headers ?? {})).toEqual(['accept', 'profile-id', 'authorization'])
})
