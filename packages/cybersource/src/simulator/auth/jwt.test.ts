import { generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { type MerchantKeys, makeMerchantKeys } from '@nt/mle/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { fixedClock } from '../__fixtures__/fixed-clock.ts'
import { createMerchantClient, privateKeyOf, type Sent, sha256 } from '../__fixtures__/merchant-client.ts'

const path = '/tms/v2/tokenized-cards/F0E1D2C3B4A5968778695A4B3C2D1E0F'
const provision: Sent = {
  path: '/tms/v2/tokenized-cards',
  body: { source: 'ONFILE', card: { number: '4622943123144639', expirationMonth: '12', expirationYear: '2030' } },
}
const lookUp: Sent = { method: 'GET', path }
const clock = fixedClock('2026-11-22T08:00:00Z')
const now = Math.floor(clock.now().getTime() / 1000)
const plaintext = JSON.stringify(provision.body)

let keys: MerchantKeys
let stranger: KeyObject
beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
  stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
})

const serial = () => new X509Certificate(keys.provider.merchant.certificatePem).serialNumber

/** One planted mistake per row, and the sentence that names it. */
const mistakes: readonly (readonly [mistake: string, make: () => Sent, detail: string])[] = [
  [
    'no token',
    () => ({ ...lookUp, headers: { authorization: '' } }),
    'no signature: send Authorization: Bearer <JWT>, or the signature header of HTTP Signature',
  ],
  [
    'another scheme',
    () => ({ ...lookUp, headers: { authorization: 'Basic abc' } }),
    'no signature: send Authorization: Bearer <JWT>, or the signature header of HTTP Signature',
  ],
  [
    'no JWT',
    () => ({ ...lookUp, headers: { authorization: 'Bearer abc' } }),
    'the bearer token is not a JWT: three base64url parts with dots between',
  ],
  [
    'wrong key',
    () => ({ ...lookUp, signWith: stranger }),
    "signature does not fit the merchant's certificate: sign with the private key of that .p12",
  ],
  ['typ left out', () => ({ ...lookUp, jwtHeader: { typ: undefined } }), 'typ is missing: say "JWT"'],
  [
    'alg none',
    () => ({ ...lookUp, jwtHeader: { alg: 'none' } }),
    'alg is "none": sign RS256 with the key of a .p12, or HS256 with a shared secret',
  ],
  [
    'HS256 with the kid of a certificate',
    () => ({ ...lookUp, jwtHeader: { alg: 'HS256' } }),
    'alg is "HS256", but kid names the key of a .p12: sign RS256 with that key, or name a shared secret',
  ],
  [
    'alg that does not fit',
    () => ({ ...lookUp, jwtHeader: { alg: 'PS256' } }),
    "signature does not fit the merchant's certificate: sign with the private key of that .p12",
  ],
  [
    'version 1',
    () => ({ ...lookUp, jwtHeader: { kid: undefined, x5c: ['MII'] } }),
    'this is a version 1 token (x5c in the header): sign version 2, whose header is typ, alg and kid (acceptJwtV1: true lets version 1 in)',
  ],
  [
    'no kid',
    () => ({ ...lookUp, jwtHeader: { kid: undefined } }),
    "kid is missing: it is the serialNumber in the subject of the merchant's certificate",
  ],
  [
    'X.509 serial in hexadecimal',
    () => ({ ...lookUp, jwtHeader: { kid: serial().toLowerCase() } }),
    "kid is the X.509 serial, not the subject's serialNumber: use the serialNumber in the subject of the merchant's certificate",
  ],
  [
    'X.509 serial in decimal',
    () => ({ ...lookUp, jwtHeader: { kid: BigInt(`0x${serial()}`).toString() } }),
    "kid is the X.509 serial, not the subject's serialNumber: use the serialNumber in the subject of the merchant's certificate",
  ],
  [
    'kid of the MLE certificate',
    () => ({ ...lookUp, jwtHeader: { kid: keys.provider.requestMle.kid } }),
    "kid names the certificate that requests are sealed to: use the serialNumber in the subject of the merchant's certificate",
  ],
  [
    'kid of the response key',
    () => ({ ...lookUp, jwtHeader: { kid: keys.provider.responseMle.kid } }),
    "kid names a key that answers are sealed to: use the serialNumber in the subject of the merchant's certificate",
  ],
  [
    'unknown kid',
    () => ({ ...lookUp, jwtHeader: { kid: '1' } }),
    "kid is no key known here: use the serialNumber in the subject of the merchant's certificate",
  ],
  [
    'version as number',
    () => ({ ...lookUp, claims: { 'v-c-jwt-version': 2 } }),
    'v-c-jwt-version is not the string "2"',
  ],
  [
    'stale clock',
    () => ({ ...lookUp, claims: { iat: now - 430, exp: now - 310 } }),
    "exp lies 310 s in the past: check the client's clock",
  ],
  [
    'clock ahead',
    () => ({ ...lookUp, claims: { iat: now + 45, exp: now + 165 } }),
    "iat lies 45 s in the future: check the client's clock",
  ],
  [
    'too long a lifetime',
    () => ({ ...lookUp, claims: { exp: now + 300 } }),
    'exp lies 300 s after iat: at most 120 s are allowed',
  ],
  ['exp before iat', () => ({ ...lookUp, claims: { exp: now - 1 } }), 'exp is not after iat'],
  ['no exp', () => ({ ...lookUp, claims: { exp: undefined } }), 'exp is missing: epoch seconds'],
  [
    'iat as a date',
    () => ({ ...lookUp, claims: { iat: 'Sun, 22 Nov 2026 08:00:00 GMT' } }),
    'iat is not a number: epoch seconds',
  ],
  [
    'milliseconds',
    () => ({ ...lookUp, claims: { iat: now * 1000 } }),
    'iat is in milliseconds: epoch seconds are wanted',
  ],
  [
    'wrong method',
    () => ({ ...lookUp, claims: { 'request-method': 'post' } }),
    'request-method is "post": the request is a get',
  ],
  [
    'method in upper case',
    () => ({ ...lookUp, claims: { 'request-method': 'GET' } }),
    'request-method is "GET": write it in lower case',
  ],
  [
    'query string left out',
    () => ({ ...lookUp, path: `${path}?a=b`, claims: { 'request-resource-path': path } }),
    'request-resource-path lacks the query string: sign path and query exactly as sent',
  ],
  [
    'trailing slash',
    () => ({ ...lookUp, claims: { 'request-resource-path': `${path}/` } }),
    'request-resource-path differs in a trailing slash: sign path and query exactly as sent',
  ],
  [
    'whole URL',
    () => ({ ...lookUp, claims: { 'request-resource-path': `https://apitest.cybersource.com${path}` } }),
    'request-resource-path is a whole URL: sign path and query only',
  ],
  [
    'another path',
    () => ({ ...lookUp, claims: { 'request-resource-path': '/tms/v2/tokenized-cards' } }),
    'request-resource-path differs from the path requested: sign path and query exactly as sent',
  ],
  [
    'wrong host',
    () => ({ ...lookUp, claims: { 'request-host': 'api.cybersource.com' } }),
    'request-host is "api.cybersource.com", but this host is "apitest.cybersource.com"',
  ],
  [
    'tampered body',
    () => ({ ...provision, tamper: (body) => `${body} ` }),
    'digest differs: the body was changed after signing',
  ],
  [
    'digest left out',
    () => ({ ...provision, claims: { digest: undefined } }),
    'digest is missing: base64 of the SHA-256 of the body',
  ],
  [
    'digest of the plaintext',
    () => ({ ...provision, claims: { digest: sha256(plaintext) } }),
    'digest is of the plaintext: hash the bytes on the wire, after sealing',
  ],
  [
    'digest with the prefix of the HTTP header',
    () => ({ ...provision, claims: { digest: `SHA-256=${sha256(plaintext)}` } }),
    'digest has the prefix SHA-256=: it belongs to the HTTP header, not to the claim',
  ],
  [
    'digest in hexadecimal',
    () => ({ ...provision, sealed: false, claims: { digest: sha256(plaintext, 'hex') } }),
    'digest is in hexadecimal: base64 is wanted',
  ],
  [
    'digest in base64url',
    () => ({ ...provision, sealed: false, claims: { digest: sha256(plaintext, 'base64url') } }),
    'digest is in base64url: base64 is wanted',
  ],
  [
    'another digest algorithm',
    () => ({ ...provision, claims: { 'digest-algorithm': 'SHA-512' } }),
    'digest-algorithm is not "SHA-256"',
  ],
  [
    'digest without a body',
    () => ({ ...lookUp, claims: { digest: sha256('{}') } }),
    'digest is of some body, but the request has none: leave the claim out',
  ],
  [
    'wrong iss',
    () => ({ ...lookUp, claims: { iss: 'other_mid' } }),
    'iss is "other_mid", but the key belongs to "sandbox_mid": iss names the owner of the certificate',
  ],
  [
    'wrong transacting merchant',
    () => ({ ...lookUp, claims: { 'v-c-merchant-id': 'other_mid' } }),
    'v-c-merchant-id is "other_mid": not a merchant that "sandbox_mid" may sign for',
  ],
  ['no jti', () => ({ ...lookUp, claims: { jti: undefined } }), 'jti is missing: a new UUID for every request'],
]

describe('a planted mistake', () => {
  it.each(mistakes)('is named: %s', async (_, make, detail) => {
    const { send } = await createMerchantClient({ clock }, keys)
    const response = await send(make())
    expect(response.headers.get('x-sandbox-auth-detail')).toBe(detail)
    expect(response.status).toBe(401)
    expect(response.headers.get('v-c-correlation-id')).toBeTruthy()
    expect(await response.text()).toBe('{"response":{"rmsg":"Authentication Failed"}}')
  })

  it('is named on a path that does not exist, too', async () => {
    const { send } = await createMerchantClient({ clock }, keys)
    expect((await send({ method: 'GET', path: '/nowhere', signWith: stranger })).status).toBe(401)
  })
})

describe('a good token', () => {
  // 404 for a token that is not there, from a host that has let the request in.
  const isLetIn = async (request: Sent, options: Parameters<typeof createMerchantClient>[0] = {}) => {
    const { send } = await createMerchantClient({ clock, ...options }, keys)
    const response = await send(request)
    expect(response.headers.get('x-sandbox-auth-detail')).toBeNull()
    expect(response.status).toBe(404)
  }

  it('is taken', () => isLetIn(lookUp))
  it('is taken with the query string in its path', () =>
    isLetIn({ ...lookUp, path: `${path}?retrieveBinDetails=true` }))
  it('is taken 29 s after its end', () => isLetIn({ ...lookUp, claims: { iat: now - 149, exp: now - 29 } }))
  it('is taken from a clock 29 s ahead', () => isLetIn({ ...lookUp, claims: { iat: now + 29, exp: now + 149 } }))
  it('may live longer where the option says so', () =>
    isLetIn({ ...lookUp, claims: { exp: now + 300 } }, { maxLifetimeSeconds: 300 }))
  it('may be late where the option says so', () =>
    isLetIn({ ...lookUp, claims: { iat: now - 430, exp: now - 310 } }, { clockSkewSeconds: 310 }))
  it('may name the host of the option', () =>
    isLetIn({ ...lookUp, claims: { 'request-host': 'API.example' } }, { requestHost: 'api.example' }))
  it('may name the host that was really asked', () => isLetIn({ ...lookUp, origin: 'http://localhost:8443' }))
  it('may name the real host where another was asked', () =>
    isLetIn({ ...lookUp, origin: 'http://localhost:8443', claims: { 'request-host': 'apitest.cybersource.com' } }))
  it('may spell digestAlgorithm as the guide does', () =>
    isLetIn({
      path: `${path}/delete`,
      body: {},
      claims: { 'digest-algorithm': undefined, digestAlgorithm: 'SHA-256' },
    }))

  it('is refused where the option names another host', async () => {
    const { send } = await createMerchantClient({ clock, requestHost: ['a.example', 'b.example'] }, keys)
    expect((await send(lookUp)).headers.get('x-sandbox-auth-detail')).toBe(
      'request-host is "apitest.cybersource.com", but this host is "a.example" or "b.example"',
    )
  })

  it('is taken once', async () => {
    const { send } = await createMerchantClient({ clock }, keys)
    const same = { ...lookUp, claims: { jti: '00000000-0000-4000-8000-000000000001' } }
    expect((await send(same)).status).toBe(404)
    const again = await send(same)
    expect(again.status).toBe(401)
    expect(again.headers.get('x-sandbox-auth-detail')).toBe(
      'jti was seen before: sign every attempt afresh, retries too',
    )
  })

  it('leaves its jti unused when it is refused', async () => {
    const { send } = await createMerchantClient({ clock }, keys)
    const claims = { jti: 'a' }
    expect((await send({ ...lookUp, claims: { ...claims, iss: 'other' } })).status).toBe(401)
    expect((await send({ ...lookUp, claims })).status).toBe(404)
  })

  it("is taken from a portfolio's key for one of its merchants, in one vault", async () => {
    const portfolio = { ...keys, transactingMerchants: ['child_mid'] }
    const { send } = await createMerchantClient({ clock, merchants: [portfolio] }, keys)
    const child = { 'v-c-merchant-id': 'child_mid' }
    const created = await send({ ...provision, claims: child })
    const token = (await created.json()) as { id: string; metadata: { creator: string } }
    expect(token.metadata.creator).toBe('child_mid')
    expect((await send({ method: 'GET', path: `/tms/v2/tokenized-cards/${token.id}` })).status).toBe(200)
  })

  it("does not open another merchant's vault", async () => {
    const others = await makeMerchantKeys({ merchantId: 'other_mid' })
    const { send } = await createMerchantClient({ clock, merchants: [keys, others] }, keys)
    const { id } = (await (await send(provision)).json()) as { id: string }
    const asOther: Sent = {
      method: 'GET',
      path: `/tms/v2/tokenized-cards/${id}`,
      jwtHeader: { kid: others.provider.merchant.kid },
      signWith: privateKeyOf(others),
      claims: { iss: 'other_mid', 'v-c-merchant-id': 'other_mid' },
    }
    expect((await send(asOther)).status).toBe(404)
  })
})
