import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type MerchantKeys, makeMerchantKeys, openRequest, sealAnswer, sealResponse } from '@nt/mle/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inOwnFolder } from './__fixtures__/run-in-memory.ts'

const { nt, folder, remove } = inOwnFolder()
afterAll(remove)

let keys: MerchantKeys
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
let certificate: string
beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid', password: 'only-a-test' })
  certificate = file('mle.pem', keys.provider.requestMle.certificatePem)
})

describe('nt mle seal', () => {
  test('seals what comes in, byte for byte', async () => {
    const { exitCode, stdout } = await nt(`mle seal --certificate ${certificate}`, { stdin: '{"ä":1}\n' })
    expect(exitCode).toBe(0)
    expect(await openRequest(stdout.trimEnd(), keys.provider.requestMle)).toBe('{"ä":1}\n')
    const header = JSON.parse(Buffer.from(stdout.split('.')[0] ?? '', 'base64url').toString())
    expect(Object.keys(header)).toEqual(['alg', 'enc', 'cty', 'kid', 'iat'])
  })

  test.each(['--envelope', '--json'])('wraps it with %s', async (option) => {
    const { stdout } = await nt(`mle seal --certificate ${certificate} ${option}`, { stdin: '{}' })
    const { encryptedRequest } = JSON.parse(stdout)
    expect(await openRequest(encryptedRequest, keys.provider.requestMle)).toBe('{}')
  })

  test('takes the certificate out of the P12, and the DER form of it', async () => {
    const p12 = file('m.p12', keys.p12.bytes)
    const password = file('password', 'only-a-test')
    const body = Buffer.from(keys.provider.requestMle.certificatePem.replace(/-----[A-Z ]+-----/g, ''), 'base64')
    for (const given of [`${p12} --password-file ${password}`, file('mle.cer', body)]) {
      const { stdout } = await nt(`mle seal --certificate ${given}`, { stdin: '{}' })
      expect(await openRequest(stdout.trimEnd(), keys.provider.requestMle)).toBe('{}')
    }
  })

  test.each<[string, () => string, string, number, RegExp]>([
    ['nothing', () => certificate, '', 65, /^nt: input_invalid: standard input is empty\./],
    [
      'more than a request can be',
      () => certificate,
      'x'.repeat(1024 * 1024 + 1),
      65,
      /^nt: input_invalid: standard input holds more than 1048576 bytes\./,
    ],
    [
      "the merchant's certificate",
      () => file('own.pem', keys.provider.merchant.certificatePem),
      '{}',
      78,
      /^nt: key_invalid: --certificate: There is no certificate with CN "CyberSource_SJC_US"/,
    ],
    [
      'a key',
      () => file('key.pem', keys.tokenManagement.privateKeyPem),
      '{}',
      78,
      /^nt: key_invalid: --certificate: There is no certificate with CN/,
    ],
  ])('given %s says in one line what to do', async (_, path, stdin, exitCode, message) => {
    const ran = await nt(`mle seal --certificate ${path()}`, { stdin })
    expect(ran.stderr).toMatch(message)
    expect(ran.stderr.trim().split('\n')).toHaveLength(1)
    expect([ran.exitCode, ran.stdout]).toEqual([exitCode, ''])
  })
})

const token = (header: unknown, ...more: unknown[]): string =>
  [header, ...more]
    .map((part) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url'))
    .join('.')
const now = Math.floor(Date.now() / 1000)
const claims = {
  digest: 'Huj9GH9W4TzlWTPrqge/CAt2TIyPe9Z49crcrTFcZNg=',
  'digest-algorithm': 'SHA-256',
  iat: now,
  exp: now + 120,
  'request-host': 'apitest.cybersource.com',
  'request-resource-path': '/tms/v2/tokenized-cards',
  'request-method': 'post',
  iss: 'sandbox_mid',
  jti: '00000000-0000-4000-8000-000000000001',
  'v-c-jwt-version': '2',
  'v-c-merchant-id': 'sandbox_mid',
}
const jwtHeader = { typ: 'JWT', alg: 'RS256', kid: '1790000000000000000001' }
const jwt = (more: Record<string, unknown> = {}, header: unknown = jwtHeader) =>
  token(header, { ...claims, ...more }, 'sig')

interface Report {
  readonly kind: string
  readonly unusual: readonly string[]
  readonly facts: Readonly<Record<string, string>>
  readonly wrapping?: string
}
const inspect = async (stdin: string): Promise<Report> =>
  JSON.parse((await nt('mle inspect --json', { stdin })).stdout) as Report

describe('nt mle inspect', () => {
  test.each<[string, () => Promise<string> | string, string]>([
    [
      'a sealed request',
      async () => (await nt(`mle seal --certificate ${certificate}`, { stdin: '{}' })).stdout,
      'request-mle',
    ],
    [
      'its envelope',
      async () => (await nt(`mle seal --certificate ${certificate} --json`, { stdin: '{}' })).stdout,
      'request-mle',
    ],
    ['a Token Management answer', () => sealAnswer('{}', keys.provider.tokenManagement), 'token-management-answer'],
    ['a response-MLE answer', () => sealResponse('{}', keys.provider.responseMle), 'response-mle'],
    ['the signature of a request', () => jwt(), 'jwt-v2'],
    ['an Authorization header', () => `Authorization: Bearer ${jwt()}`, 'jwt-v2'],
    [
      'the signature of a lookup',
      () => jwt({ 'request-method': 'get', digest: undefined, 'digest-algorithm': undefined }),
      'jwt-v2',
    ],
    ['an error answer', () => '{"errors":[]}', 'json'],
  ])('finds nothing unusual about %s', async (_, stdin, kind) => {
    expect(await inspect(await stdin())).toMatchObject({ kind, unusual: [] })
  })

  test('knows the older JWT by its certificate', async () => {
    const x5c = [keys.provider.merchant.certificatePem.replace(/-----[A-Z ]+-----|\n/g, '')]
    const report = await inspect(
      token(
        { typ: 'JWT', alg: 'RS256', 'v-c-merchant-id': 'sandbox_mid', x5c },
        { iat: 'Sun, 22 Nov 2026 06:57:41 GMT' },
        'sig',
      ),
    )
    expect(report.kind).toBe('jwt-v1')
    expect(report.facts['x5c']).toContain(`CN sandbox_mid, serialNumber ${keys.p12.kid}`)
    expect(report.facts['iat']).toMatch(/^2026-11-22T06:57:41Z \(/)
    expect(report.unusual.join()).toContain('outdated')
  })

  const x509Serial = Buffer.from(jwtHeader.kid).toString('hex')
  test.each<[string, () => string, RegExp]>([
    ['the X.509 serial as kid', () => jwt({}, { ...jwtHeader, kid: x509Serial }), /would be 1790000000000000000001$/],
    ['an hour of life', () => jwt({ exp: now + 3600 }), /^it lasts 3600 seconds; Cybersource takes 120/],
    ['its end behind it', () => jwt({ iat: now - 300, exp: now - 180 }), /^it has expired/],
    ['a clock ahead', () => jwt({ iat: now + 90, exp: now + 200 }), /^iat is in the future/],
    ['the prefix of the HTTP header', () => jwt({ digest: 'SHA-256=abc' }), /^digest has the prefix/],
    ['a digest on a lookup', () => jwt({ 'request-method': 'get' }), /^a get has no body/],
    ['no digest', () => jwt({ digest: undefined }), /^there is no digest/],
    ['upper case', () => jwt({ 'request-method': 'POST' }), /^request-method is not in lower case/],
    ['a portfolio as issuer', () => jwt({ iss: 'portfolio' }), /meta key/],
    ['claims left out', () => jwt({ jti: undefined, exp: undefined }), /^claims are missing: exp, jti$/],
    ['alg none', () => jwt({}, { ...jwtHeader, alg: 'none' }), /^alg is none of those/],
    ['a number for a version', () => jwt({ 'v-c-jwt-version': 2 }), /^v-c-jwt-version is not the string/],
    [
      'a member that does not belong',
      () => token({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'a', zip: 'DEF' }, 'a', 'b', 'c', 'd'),
      /^nt mle open refuses it as it is: header_not_allowed/,
    ],
    [
      'iat in milliseconds',
      () => token({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'a', iat: 1.8e12 }, 'a', 'b', 'c', 'd'),
      /^iat is in milliseconds/,
    ],
    [
      'padding',
      () => `${token({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'a' }, 'a', 'b', 'c', 'd')}==`,
      /^its tag is not canonical base64url/,
    ],
    ['clear JSON', () => '{"card":{}}', /^where a sealed message is due this is a downgrade/],
  ])('names %s', async (_, stdin, expected) => {
    expect((await inspect(stdin())).unusual).toContainEqual(expect.stringMatching(expected))
  })

  test('shows no card number, no unknown claim, and nothing that moves the cursor', async () => {
    const card = '4111111111111111'
    const hostile = [
      jwt({
        card: { number: card },
        'request-resource-path': `/tms/v2/tokens/${card}`,
        [card]: 1,
        iss: '4111 1111 1111 1111',
      }),
      token(
        { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: card, [card]: card, typ: `\u001b[2J${card}` },
        'a',
        'b',
        'c',
        'd',
      ),
      JSON.stringify({ card: { number: card }, [card]: card }),
      JSON.stringify({ encryptedRequest: card }),
      card,
      `${card}.${card}.${card}`,
    ]
    for (const stdin of hostile) {
      for (const option of ['', ' --json']) {
        const { exitCode, stdout, stderr } = await nt(`mle inspect${option}`, { stdin })
        expect(exitCode).toBe(0)
        expect(stdout + stderr).not.toMatch(/4111|\p{Cc}(?<!\n)/u)
      }
    }
  })

  test('says so when it is nothing of the kind', async () => {
    for (const stdin of ['hello', 'a.b', 'a.b.c.d.e.f', '"', '{', '\0', '.'.repeat(1e6)]) {
      const { exitCode, stdout } = await nt('mle inspect', { stdin })
      expect([exitCode, stdout.split('\n')[0]]).toEqual([
        0,
        'This is neither a JWE (five parts with dots between them) nor a JWT (three).',
      ])
    }
    expect((await nt('mle inspect', { stdin: '' })).exitCode).toBe(65)
  })

  test('reads well', async () => {
    const { stdout } = await nt('mle inspect', {
      stdin: await sealAnswer('{}', { ...keys.provider.tokenManagement, kid: 'ab12' }),
    })
    expect(stdout).toMatchInlineSnapshot(`
      "This is an answer sealed to your Token Management MLE key (application/jose).

      alg            RSA-OAEP-256
      enc            A256GCM
      kid            ab12
      cty            json
      typ            JWT
      encrypted key  256 bytes, an RSA key of 2048 bits
      ciphertext     2 bytes, and as many of plaintext
      IV and tag     12 and 16 bytes

      Nothing is unusual.

      nt mle open --key FILE --kid ID opens it, with the private half of the key uploaded under Key Management > Message-Level Encryption.
      "
    `)
  })
})

test.each(['mle', 'mle frob', 'keys'])('nt %s says which commands there are', async (argv) => {
  const { exitCode, stderr } = await nt(argv)
  expect(exitCode).toBe(64)
  expect(stderr).toMatch(/^nt: usage: say which: nt (mle open, nt mle seal, nt mle inspect|keys inspect)\./)
})
