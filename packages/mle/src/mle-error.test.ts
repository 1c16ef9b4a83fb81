import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { createKeyRing, MleError, openText, readPem, readPkcs12, sealRequest, tokenManagementMleKey } from './index.ts'
import { makeMerchantKeys, sealAnswer } from './testing/index.ts'

it('words every refusal', () => {
  const codes = [
    'token_malformed',
    'token_too_large',
    'header_not_allowed',
    'algorithm_not_allowed',
    'key_unknown',
    'decryption_failed',
    'plaintext_invalid',
    'key_invalid',
    'key_weak',
    'key_missing',
    'certificate_invalid',
    'certificate_expired',
    'certificate_not_yet_valid',
    'pkcs12_password',
    'pkcs12_unreadable',
  ] as const
  expect(Object.fromEntries(codes.map((code) => [code, new MleError(code).message]))).toMatchInlineSnapshot(`
    {
      "algorithm_not_allowed": "The JWE asks for an algorithm this profile does not use; nothing was decrypted.",
      "certificate_expired": "The certificate has expired. Download a new one from the portal.",
      "certificate_invalid": "This is not an X.509 certificate in PEM form.",
      "certificate_not_yet_valid": "The certificate is not valid yet. Check the clock of this machine.",
      "decryption_failed": "The JWE does not open with this key.",
      "header_not_allowed": "The JWE header has a member this profile does not use; nothing was decrypted.",
      "key_invalid": "This is not an RSA key this package can use. Give a PEM or JWK RSA key with public exponent 65537.",
      "key_missing": "The key or certificate for this purpose is not in what was given.",
      "key_unknown": "No key of the ring has the key id of this JWE. Compare the configured key id with the one in the portal.",
      "key_weak": "The RSA key is shorter than 2048 bits. Make a new key of 2048 bits or more and upload it in the portal.",
      "pkcs12_password": "The password does not open this file; it is the one chosen when the file was made in the portal.",
      "pkcs12_unreadable": "This is not a PKCS#12 (.p12) file this package can read. Download it again, in binary form.",
      "plaintext_invalid": "The JWE opened, but its content is not the text or JSON that was asked for.",
      "token_malformed": "The message is not one compact JWE: five canonical base64url parts and a plain JSON header.",
      "token_too_large": "The message is longer than the limit for a JWE and was not read.",
    }
  `)
})

it('knows its own from another copy of the package', async () => {
  const copy: typeof import('./mle-error.ts') = await import(`./mle-error.ts?${'copy'}`)
  expect(copy.MleError).not.toBe(MleError)
  const foreign: unknown = new copy.MleError('key_unknown')
  expect(foreign).not.toBeInstanceOf(MleError)
  expect(MleError.isInstance(foreign)).toBe(true)
  expect(copy.MleError.isInstance(new MleError('key_weak'))).toBe(true)
})

it.each([null, undefined, 'decryption_failed', {}, new Error('x'), { code: 'key_weak', name: 'MleError' }])(
  'does not take %o for one of its own',
  (value) => expect(MleError.isInstance(value)).toBe(false),
)

it('prints as code and sentence only', () => {
  const error = new MleError('key_unknown')
  expect(Object.keys(error).sort()).toEqual(['code', 'name'])
  expect(JSON.parse(JSON.stringify(error))).toEqual({ name: 'MleError', code: 'key_unknown', message: error.message })
  expect(String(error)).toBe(`MleError: ${error.message}`)
  expect('cause' in error).toBe(false)
})

const CANARY = 'canary-4895370013341927'

it('holds nothing of a key, a password, a token or a plaintext in any rendering', async () => {
  const keys = await makeMerchantKeys({ merchantId: 'sandbox_mid', password: CANARY })
  const other = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
  const ring = createKeyRing([tokenManagementMleKey(keys.tokenManagement.privateKeyPem)])
  const good = await sealAnswer(CANARY, keys.provider.tokenManagement)
  const foreign = await sealAnswer(CANARY, { ...other.provider.tokenManagement, kid: keys.tokenManagement.kid })
  const notText = await sealAnswer(Buffer.concat([Buffer.from(CANARY), Buffer.of(0xff)]), keys.provider.tokenManagement)
  const pemBody = keys.tokenManagement.privateKeyPem.split('\n')[3] ?? ''
  const brokenPem = keys.tokenManagement.privateKeyPem.replace(pemBody, CANARY.padEnd(pemBody.length, 'A'))

  const attempts: (() => unknown)[] = [
    () => openText(`${good}A`, ring),
    () => openText(good.replace(/.$/, '-'), ring),
    () => openText(foreign, ring),
    () => openText(notText, ring),
    () => openText(`{"data":"${CANARY}"}`, ring),
    () => openText(`${CANARY}.${good}`, ring),
    () => openText(good, createKeyRing([tokenManagementMleKey(other.tokenManagement.privateKeyPem)])),
    () => readPkcs12(keys.p12.bytes, `${CANARY}-wrong`),
    () => readPkcs12(Buffer.from(CANARY), CANARY),
    () => tokenManagementMleKey(brokenPem),
    () => tokenManagementMleKey({ kty: 'RSA', d: CANARY, n: CANARY, e: 'AQAB' }),
    () => tokenManagementMleKey(CANARY),
    () => readPem(brokenPem),
    () => readPem(CANARY, CANARY),
    () => sealRequest(CANARY, { publicKey: undefined } as never),
  ]
  const secrets = [CANARY, pemBody, good.slice(0, 60), good.slice(-60), foreign.slice(100, 160)]
  for (const attempt of attempts) {
    const error: unknown = await Promise.resolve()
      .then(attempt)
      .then(
        () => expect.fail('was accepted'),
        (reason: unknown) => reason,
      )
    expect(MleError.isInstance(error), inspect(error)).toBe(true)
    const renderings = [
      inspect(error, { depth: 9, showHidden: true, getters: true }),
      JSON.stringify(error),
      String(error),
      (error as Error).stack ?? '',
      `${error}`,
      Object.values(error as object).join(),
    ].join('\n')
    for (const secret of secrets) expect(renderings).not.toContain(secret)
  }
})

it('shows no key when a key, a ring or an opened file is printed', async () => {
  const keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
  const key = tokenManagementMleKey(keys.tokenManagement.privateKeyPem)
  const printed = inspect([key, createKeyRing([key]), readPkcs12(keys.p12.bytes, keys.p12.password)], {
    depth: 9,
    showHidden: true,
    getters: true,
  })
  const lines = keys.tokenManagement.privateKeyPem.split('\n').slice(1, -2)
  for (const line of lines) expect(printed).not.toContain(line)
  expect(JSON.stringify(key)).not.toContain('"d"')
})
