import { createHash, createHmac, createSecretKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FetchInit } from '@nt/provider-kit'
import { expect, it } from 'vitest'
import { createHttpSignatureLayer, type HttpSignatureSettings } from './http-signature.ts'

const file = new URL('../__fixtures__/sdk-shared-secret-0.0.83.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8'))
const secret = Buffer.from(vectors.sharedSecret, 'base64')

/** Sends twice through the layer and hands back the headers that arrive behind it. */
async function signed(url: string, init: Partial<FetchInit>, change: Partial<HttpSignatureSettings> = {}) {
  let arrived: FetchInit['headers'] = {}
  const layer = createHttpSignatureLayer({
    keyId: vectors.keyId,
    secret: createSecretKey(secret),
    merchantId: vectors.merchantId,
    signedMerchantId: vectors.merchantId,
    host: vectors.host,
    dateHeader: 'date',
    now: () => new Date(vectors.now),
    ...change,
  })
  const fetch = layer(async (_, { headers }) => {
    arrived = headers
    return new Response()
  })
  const full = { method: 'GET', headers: {}, redirect: 'manual' as const, ...init }
  const send = async () => {
    await fetch(url, full)
    return arrived
  }
  return [await send(), await send()] as const
}

const hmac = (...lines: string[]) => createHmac('sha256', secret).update(lines.join('\n')).digest('base64')
const signatureIn = (headers: FetchInit['headers']) => /signature="([^"]*)"$/.exec(headers['signature'] ?? '')?.[1]

it.each([
  ['POST', vectors.post],
  ['GET', vectors.get],
] as const)('writes the same headers, byte for byte, as the official SDK for a %s', async (method, vector) => {
  const { path, body, digest, date, signature } = vector
  const [headers] = await signed(`https://apitest.cybersource.com${path}`, { method, ...(body && { body }) })
  expect(headers).toEqual({
    ...(digest && { digest }),
    'v-c-merchant-id': 'sandbox_mid',
    date,
    host: 'apitest.cybersource.com',
    signature,
  })
})

it('keeps the order in which the SDK sends them, after the other headers', async () => {
  const [headers] = await signed('https://h.example/a', { method: 'POST', body: '{}', headers: { accept: 'a' } })
  expect(Object.keys(headers)).toEqual(['accept', 'digest', 'v-c-merchant-id', 'date', 'host', 'signature'])
})

it('signs every attempt afresh', async () => {
  let seconds = 0
  const now = () => new Date(Date.parse(vectors.now) + seconds++ * 1000)
  const [first, second] = await signed('https://h.example/a', {}, { now })
  expect([first['date'], second['date']]).toEqual(['Thu, 15 Jan 2026 12:00:00 GMT', 'Thu, 15 Jan 2026 12:00:01 GMT'])
  expect(signatureIn(first)).not.toBe(signatureIn(second))
})

it('carries the time as v-c-date when told to, as the guide writes it', async () => {
  const [headers] = await signed('https://h.example/a?b=c', { method: 'DELETE' }, { dateHeader: 'v-c-date' })
  const date = 'Thu, 15 Jan 2026 12:00:00 GMT'
  expect(headers).toEqual({
    'v-c-merchant-id': 'sandbox_mid',
    'v-c-date': date,
    host: 'apitest.cybersource.com',
    signature: `keyid="${vectors.keyId}", algorithm="HmacSHA256", headers="host v-c-date request-target v-c-merchant-id", signature="${hmac(
      'host: apitest.cybersource.com',
      `v-c-date: ${date}`,
      'request-target: delete /a?b=c',
      'v-c-merchant-id: sandbox_mid',
    )}"`,
  })
})

it('signs the portfolio and sends the transacting merchant with a meta key', async () => {
  const [headers] = await signed('https://h.example/a', {}, { signedMerchantId: 'portfolio', merchantId: 'child_mid' })
  expect(headers['v-c-merchant-id']).toBe('child_mid')
  const lines = ['host: apitest.cybersource.com', 'date: Thu, 15 Jan 2026 12:00:00 GMT', 'request-target: get /a']
  expect(signatureIn(headers)).toBe(hmac(...lines, 'v-c-merchant-id: portfolio'))
})

it('takes the digest of exactly the bytes sent, UTF-8', async () => {
  const body = '{"name":"Zoë 日本"}'
  const [headers] = await signed('https://h.example/a', { method: 'PATCH', body })
  expect(headers['digest']).toBe(`SHA-256=${createHash('sha256').update(Buffer.from(body)).digest('base64')}`)
})

it('gives a POST without a body no digest, where the SDK signs that of undefined', async () => {
  const [headers] = await signed('https://h.example/a', { method: 'POST' })
  expect(headers['digest']).toBeUndefined()
  expect(headers['signature']).toContain('headers="host date request-target v-c-merchant-id"')
})
