import { type MerchantKeys, makeMerchantKeys } from '@nt/mle/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { fixedClock } from '../__fixtures__/fixed-clock.ts'
import {
  type ClientOptions,
  createMerchantClient,
  makeJwt,
  privateKeyOf,
  type Sent,
} from '../__fixtures__/merchant-client.ts'
import { secretBytes, sharedSecret } from '../__fixtures__/shared-secret.ts'

const lookUp: Sent = {
  method: 'GET',
  path: '/tms/v2/tokenized-cards/F0E1D2C3B4A5968778695A4B3C2D1E0F',
  jwtHeader: { alg: 'HS256', kid: sharedSecret.keyId },
  signWith: secretBytes,
}
const other = { keyId: '99999999-1111-2222-3333-444444444444', secret: Buffer.alloc(32, 7).toString('base64') }
const clock = fixedClock('2026-11-22T08:00:00Z')

let keys: MerchantKeys
beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
})
const ask = async (request: Sent, options: Partial<ClientOptions> = {}) => {
  const merchants = { ...keys, sharedSecrets: [sharedSecret, other] }
  const client = await createMerchantClient({ clock, merchants, ...options }, keys)
  const response = await client.send(request)
  return [response.status, response.headers.get('x-sandbox-auth-detail')]
}

const mistakes: readonly (readonly [mistake: string, make: () => Sent, detail: string])[] = [
  [
    'the secret used without decoding it',
    () => ({ ...lookUp, signWith: Buffer.from(sharedSecret.secret) }),
    'the shared secret was used as text: base64-decode it, and sign with the bytes',
  ],
  [
    'the secret of another key id',
    () => ({ ...lookUp, signWith: Buffer.alloc(32, 7) }),
    'signature is by the secret of another key id: kid and secret must be of one pair',
  ],
  [
    'a foreign secret',
    () => ({ ...lookUp, signWith: Buffer.alloc(32, 9) }),
    'signature does not fit the shared secret: sign with the base64-decoded secret of that key id',
  ],
  [
    'the kid of the certificate',
    () => ({ ...lookUp, jwtHeader: { alg: 'HS256' } }),
    'alg is "HS256", but kid names the key of a .p12: sign RS256 with that key, or name a shared secret',
  ],
  [
    'RS256 with the key id of a secret',
    () => ({ ...lookUp, jwtHeader: { alg: 'RS256', kid: sharedSecret.keyId }, signWith: privateKeyOf(keys) }),
    'alg is "RS256", but kid names a shared secret: sign HS256 with that secret, or name the key of a .p12',
  ],
  [
    'an unknown key id',
    () => ({ ...lookUp, jwtHeader: { alg: 'HS256', kid: '1' } }),
    'kid is no shared secret known here: use the key id, a UUID, that was shown with the secret',
  ],
  [
    'a key id in upper case',
    () => ({ ...lookUp, jwtHeader: { alg: 'HS256', kid: 'ABCDEF00-1111-2222-3333-444444444444' } }),
    'kid differs from the key id in upper and lower case: write it as shown',
  ],
  [
    'the alias as kid',
    () => ({ ...lookUp, jwtHeader: { alg: 'HS256', kid: 'sandbox_mid' } }),
    'kid is the merchant id (the alias of the key): use the key id, a UUID, that was shown with the secret',
  ],
  [
    'no kid',
    () => ({ ...lookUp, jwtHeader: { alg: 'HS256', kid: undefined } }),
    'kid is missing: it is the key id, a UUID, that was shown with the secret',
  ],
  [
    'another iss',
    () => ({ ...lookUp, claims: { iss: 'other_mid' } }),
    'iss is "other_mid", but the key belongs to "sandbox_mid": iss names the owner of the shared secret',
  ],
  [
    'a wrong host',
    () => ({ ...lookUp, claims: { 'request-host': 'api.cybersource.com' } }),
    'request-host is "api.cybersource.com", but this host is "apitest.cybersource.com"',
  ],
]

describe('a JWT signed with a shared secret', () => {
  it('is taken', async () => expect(await ask(lookUp)).toEqual([404, null]))

  it('is taken with a sealed body', async () => {
    const card = { number: '4622943123144639', expirationMonth: '12', expirationYear: '2030' }
    const { jwtHeader, signWith } = lookUp
    const sent = { path: '/tms/v2/tokenized-cards', body: { source: 'ONFILE', card }, jwtHeader, signWith }
    expect(await ask(sent as Sent)).toEqual([201, null])
  })

  it('is taken once', async () => {
    const merchants = { ...keys, sharedSecrets: [sharedSecret] }
    const { send } = await createMerchantClient({ clock, merchants }, keys)
    const same = { ...lookUp, claims: { jti: 'a' } }
    expect((await send(same)).status).toBe(404)
    expect((await send(same)).headers.get('x-sandbox-auth-detail')).toBe(
      'jti was seen before: sign every attempt afresh, retries too',
    )
  })

  it.each(mistakes)('says what is wrong: %s', async (_, make, detail) => {
    const upper = { keyId: 'abcdef00-1111-2222-3333-444444444444', secret: other.secret }
    const merchants = { ...keys, sharedSecrets: [sharedSecret, other, upper] }
    expect(await ask(make(), { merchants })).toEqual([401, detail])
  })
})

describe('a version 1 token', () => {
  const x5c = () => [keys.provider.merchant.certificatePem.replace(/-----[^-]+-----|\s/g, '')]
  const send = async (
    {
      header = {},
      claims = {},
      body = '',
      key = privateKeyOf(keys),
    }: { header?: object; claims?: object; body?: string; key?: Parameters<typeof makeJwt>[2] },
    acceptJwtV1 = true,
  ) => {
    const { simulator } = await createMerchantClient({ clock, acceptJwtV1, requireRequestMle: false }, keys)
    const token = makeJwt(
      { typ: 'JWT', alg: 'RS256', 'v-c-merchant-id': 'sandbox_mid', x5c: x5c(), ...header },
      { iat: 'Sun, 22 Nov 2026 07:58:00 GMT', ...claims },
      key,
    )
    const path = body ? '/tms/v2/tokenized-cards' : '/tms/v2/tokenized-cards/ABC'
    const response = await simulator.fetch(`https://apitest.cybersource.com${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body }),
    })
    return [response.status, response.headers.get('x-sandbox-auth-detail')]
  }

  it('is refused unless the switch lets it in', async () => {
    expect(await send({}, false)).toEqual([
      401,
      'this is a version 1 token (x5c in the header): sign version 2, whose header is typ, alg and kid (acceptJwtV1: true lets version 1 in)',
    ])
    expect(await send({})).toEqual([404, null])
  })

  it('signs its body', async () => {
    const body =
      '{"source":"ONFILE","card":{"number":"4111111111111111","expirationMonth":"12","expirationYear":"2031"}}'
    const digest = 'Huj9GH9W4TzlWTPrqge/CAt2TIyPe9Z49crcrTFcZNg='
    expect(await send({ body, claims: { digest, digestAlgorithm: 'SHA-256' } })).toEqual([201, null])
    expect(await send({ body: `${body} `, claims: { digest, digestAlgorithm: 'SHA-256' } })).toEqual([
      401,
      'digest differs: the body was changed after signing',
    ])
  })

  it.each([
    [
      'another certificate',
      { header: { x5c: ['MII'] } },
      "x5c holds no certificate known here: send the merchant's own, as base64 of its DER",
    ],
    ['another algorithm', { header: { alg: 'RS512' } }, 'alg is "RS512": a version 1 token is signed RS256'],
    ['another key', { key: secretBytes }, 'signature does not fit the certificate in x5c: sign with its private key'],
    ['seconds as iat', { claims: { iat: 1 } }, 'iat is no text: an RFC 1123 date'],
    [
      'an old iat',
      { claims: { iat: 'Sun, 22 Nov 2026 07:00:00 GMT' } },
      "iat lies 3600 s in the past: check the client's clock",
    ],
    [
      'another merchant than the alias of the certificate',
      { header: { 'v-c-merchant-id': 'other_mid' } },
      'v-c-merchant-id is "other_mid": not a merchant that "sandbox_mid" may sign for',
    ],
  ])('says what is wrong: %s', async (_, mistake, detail) => {
    expect(await send(mistake)).toEqual([401, detail])
  })
})
