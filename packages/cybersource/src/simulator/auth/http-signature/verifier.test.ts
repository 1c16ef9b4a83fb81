import { createHash } from 'node:crypto'
import { type MerchantKeys, makeMerchantKeys } from '@nt/mle/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { fixedClock } from '../../__fixtures__/fixed-clock.ts'
import { type HttpSigned, sendHttpSigned, sharedSecret } from '../../__fixtures__/shared-secret.ts'
import { type CybersourceSimulatorOptions, createCybersourceSimulator } from '../../index.ts'

const path = '/tms/v2/tokenized-cards/F0E1D2C3B4A5968778695A4B3C2D1E0F'
const lookUp: HttpSigned = { method: 'GET', path }
const order: HttpSigned = {
  path: '/tms/v2/tokenized-cards',
  body: { source: 'ONFILE', card: { number: '4622943123144639', expirationMonth: '12', expirationYear: '2030' } },
}
const other = { keyId: '99999999-1111-2222-3333-444444444444', secret: Buffer.alloc(32, 7).toString('base64') }
const sha256 = (text: string, encoding: 'base64' | 'hex' | 'base64url' = 'base64') =>
  createHash('sha256').update(text).digest(encoding)
const text = JSON.stringify(order.body)

let keys: MerchantKeys
beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
})

const open = (options: Partial<CybersourceSimulatorOptions> = {}) =>
  createCybersourceSimulator({
    merchants: { ...keys, sharedSecrets: [sharedSecret, other] },
    clock: fixedClock('2026-11-22T08:00:00Z'),
    requireRequestMle: false,
    ...options,
  })
const detailOf = async (request: HttpSigned, options?: Partial<CybersourceSimulatorOptions>) => {
  const response = await sendHttpSigned(open(options), request)
  return [response.status, response.headers.get('x-sandbox-auth-detail')]
}

/** One planted mistake per row, and the sentence that names it. */
const mistakes: readonly (readonly [mistake: string, make: () => HttpSigned, detail: string])[] = [
  [
    'a signature header without its members',
    () => ({ ...lookUp, tamperHeaders: { signature: 'abc' } }),
    'the signature header lacks keyid, algorithm, headers, signature: write keyid="...", algorithm="...", headers="...", signature="..."',
  ],
  [
    'another algorithm',
    () => ({ ...lookUp, algorithm: 'rsa-sha256' }),
    'algorithm is "rsa-sha256": HmacSHA256 is the only one',
  ],
  [
    'an unknown key id',
    () => ({ ...lookUp, keyId: '1' }),
    'keyid is no shared secret known here: use the key id, a UUID, that was shown with the secret',
  ],
  [
    'the serial of a certificate as key id',
    () => ({ ...lookUp, keyId: keys.provider.merchant.kid }),
    'keyid is the serial of a .p12 certificate, which signs JWTs: use the key id, a UUID, that was shown with the secret',
  ],
  [
    'the merchant id as key id',
    () => ({ ...lookUp, keyId: 'sandbox_mid' }),
    'keyid is the merchant id: use the key id, a UUID, that was shown with the secret',
  ],
  [
    'the secret used without decoding it',
    () => ({ ...lookUp, key: Buffer.from(sharedSecret.secret) }),
    'the shared secret was used as text: base64-decode it, and sign with the bytes',
  ],
  [
    'the secret of another key id',
    () => ({ ...lookUp, key: Buffer.alloc(32, 7) }),
    'signature is by the secret of another key id: keyid and secret must be of one pair',
  ],
  [
    'a foreign secret',
    () => ({ ...lookUp, key: Buffer.alloc(32, 9) }),
    'signature differs: sign the lines that headers="..." names, in that order, with the base64-decoded secret',
  ],
  [
    'the query string left out',
    () => ({ ...lookUp, path: `${path}?a=b`, lines: { 'request-target': `get ${path}` } }),
    'request-target was signed without the query string: sign path and query exactly as sent',
  ],
  [
    'the method in upper case',
    () => ({ ...lookUp, lines: { 'request-target': `GET ${path}` } }),
    'request-target was signed with the method in upper case: write it in lower case',
  ],
  [
    'no method',
    () => ({ ...lookUp, lines: { 'request-target': path } }),
    'request-target was signed without the method: write "get /path"',
  ],
  [
    'a trailing slash',
    () => ({ ...lookUp, lines: { 'request-target': `get ${path}/` } }),
    'request-target differs in a trailing slash: sign path and query exactly as sent',
  ],
  [
    'parentheses',
    () => ({ ...lookUp, names: ['host', 'date', '(request-target)', 'v-c-merchant-id'] }),
    'headers="..." names (request-target): write request-target, without parentheses',
  ],
  [
    'parentheses in the line only',
    () => ({ ...lookUp, lines: { 'request-target:': `(request-target): get ${path}` } }),
    'the line was signed as (request-target): write request-target, without parentheses',
  ],
  [
    'a newline at the end',
    () => ({ ...lookUp, end: '\n' }),
    'the signing string ends in a newline: the last line has none',
  ],
  [
    'CRLF',
    () => ({ ...lookUp, joinWith: '\r\n' }),
    'the signing string has CRLF between its lines: a single LF is wanted',
  ],
  [
    'a wrong host',
    () => ({ ...lookUp, lines: { host: 'api.cybersource.com' } }),
    'host was signed as "api.cybersource.com": sign the host that is asked',
  ],
  ['no host', () => ({ ...lookUp, names: ['date', 'request-target', 'v-c-merchant-id'] }), 'headers="..." lacks host'],
  [
    'no date',
    () => ({ ...lookUp, names: ['host', 'request-target', 'v-c-merchant-id'] }),
    'headers="..." lacks v-c-date (or date)',
  ],
  [
    'a name in upper case',
    () => ({ ...lookUp, names: ['Host', 'date', 'request-target', 'v-c-merchant-id'] }),
    'headers="..." names "Host": names are in lower case',
  ],
  [
    'a signed header that was not sent',
    () => ({ ...lookUp, names: ['host', 'date', 'request-target', 'x-other', 'v-c-merchant-id'] }),
    'headers="..." names "x-other", but that header was not sent',
  ],
  [
    'a body whose digest is not signed',
    () => ({ ...order, names: ['host', 'date', 'request-target', 'v-c-merchant-id'] }),
    'headers="..." lacks digest, which a request with a body must sign',
  ],
  [
    'a changed body',
    () => ({ ...order, tamperBody: (body) => `${body} ` }),
    'digest differs: the body was changed after signing',
  ],
  [
    'a digest without its prefix',
    () => ({ ...order, headers: { digest: sha256(text) } }),
    'digest lacks the prefix SHA-256=: the HTTP header has it, the claim of a JWT has not',
  ],
  [
    'a digest in hexadecimal',
    () => ({ ...order, headers: { digest: `SHA-256=${sha256(text, 'hex')}` } }),
    'digest is in hexadecimal: base64 is wanted',
  ],
  [
    'a GET signed with the digest of some body',
    () => ({ ...lookUp, headers: { digest: 'SHA-256=undefined' } }),
    'digest is of some body, but the request has none: leave the header out, and out of headers="..."',
  ],
  [
    'an old date',
    () => ({ ...lookUp, headers: { date: 'Sun, 22 Nov 2026 07:54:00 GMT' } }),
    "date lies 360 s in the past: check the client's clock",
  ],
  [
    'a date ahead',
    () => ({
      ...lookUp,
      names: ['host', 'v-c-date', 'request-target', 'v-c-merchant-id'],
      headers: { 'v-c-date': 'Sun, 22 Nov 2026 08:05:01 GMT' },
    }),
    "v-c-date lies 301 s in the future: check the client's clock",
  ],
  [
    'an ISO date',
    () => ({ ...lookUp, headers: { date: '2026-11-22T08:00:00Z' } }),
    'date is "2026-11-22T08:00:00Z": an RFC 1123 date in GMT is wanted',
  ],
  [
    'another merchant',
    () => ({ ...lookUp, headers: { 'v-c-merchant-id': 'other_mid' } }),
    'v-c-merchant-id is "other_mid": not a merchant that "sandbox_mid" may sign for',
  ],
]

describe('a planted mistake in an HTTP Signature', () => {
  it.each(mistakes)('is named: %s', async (_, make, detail) => {
    expect(await detailOf(make())).toEqual([401, detail])
  })
})

describe('a good HTTP Signature', () => {
  it('is taken from a GET, with the query string', async () => {
    expect(await detailOf({ ...lookUp, path: `${path}?retrieveBinDetails=true` })).toEqual([404, null])
  })

  it('is taken from a POST', async () => {
    expect(await detailOf(order)).toEqual([201, null])
  })

  it('may have its lines in any order, and v-c-date in place of date', async () => {
    const names = ['v-c-merchant-id', 'request-target', 'v-c-date', 'host']
    const headers = { date: undefined, 'v-c-date': 'Sun, 22 Nov 2026 08:04:59 GMT' }
    expect(await detailOf({ ...lookUp, names, headers })).toEqual([404, null])
  })

  it('is taken from the SDK that posts no body', async () => {
    const names = ['host', 'date', 'request-target', 'digest', 'v-c-merchant-id']
    const headers = { digest: 'SHA-256=undefined', 'content-type': 'application/x-www-form-urlencoded' }
    expect(await detailOf({ path: `${path}/delete`, names, headers })).toEqual([404, null])
  })

  it('may name (request-target) where the switch says so', async () => {
    const names = ['host', 'date', '(request-target)', 'v-c-merchant-id']
    const lenient = { acceptParenthesizedRequestTarget: true }
    expect(await detailOf({ ...lookUp, names }, lenient)).toEqual([404, null])
  })

  it('may be older where the option says so', async () => {
    const headers = { date: 'Sun, 22 Nov 2026 07:00:00 GMT' }
    expect(await detailOf({ ...lookUp, headers }, { dateSkewSeconds: 3600 })).toEqual([404, null])
  })

  it('may name the local host that was really asked', async () => {
    expect(await detailOf({ ...lookUp, headers: { host: 'localhost:8443' } })).toEqual([404, null])
  })

  it("of a portfolio's key signs the portfolio while the header names who transacts", async () => {
    const merchants = { ...keys, sharedSecrets: [sharedSecret], transactingMerchants: ['child_mid'] }
    const headers = { 'v-c-merchant-id': 'child_mid' }
    const lines = { 'v-c-merchant-id': 'sandbox_mid' }
    expect(await detailOf({ ...lookUp, headers, lines }, { merchants })).toEqual([404, null])
    expect(await detailOf({ ...lookUp, headers }, { merchants })).toEqual([
      401,
      "v-c-merchant-id was signed with the transacting merchant: with a portfolio's key that line has the portfolio id",
    ])
  })

  it('seals nothing: an envelope is refused', async () => {
    const response = await sendHttpSigned(open(), { ...order, body: { encryptedRequest: 'a.b.c.d.e' } })
    expect(response.status).toBe(400)
  })

  it('says nothing of what differed where the switch is off', async () => {
    const response = await sendHttpSigned(open({ explainUnauthorized: false }), { ...lookUp, key: Buffer.alloc(32, 9) })
    expect([response.status, response.headers.get('x-sandbox-auth-detail')]).toEqual([401, null])
    expect(await response.json()).toEqual({ response: { rmsg: 'Authentication Failed' } })
  })
})
