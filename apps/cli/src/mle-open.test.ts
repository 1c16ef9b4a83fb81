import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type MerchantKeys, makeMerchantKeys, sealAnswer, sealResponse } from '@nt/mle/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inOwnFolder } from './__fixtures__/run-in-memory.ts'

const { nt, folder, remove } = inOwnFolder()
afterAll(remove)

let keys: MerchantKeys
let good: string
let key: string
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid', password: 'only-a-test' })
  good = await sealAnswer('{"a":"grüße"}', keys.provider.tokenManagement)
  key = file('tms.pem', keys.tokenManagement.privateKeyPem)
})

const base64url = (text: string) => Buffer.from(text).toString('base64url')
const opened = (text = '{"a":"grüße"}') => ({ ok: true, plaintext: base64url(text) })
const refused = (code: string) => ({ ok: false, code })
const parsed = (stdout: string) =>
  stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { ok: boolean; plaintext?: string; code?: string })

describe('nt mle open --lines', () => {
  test.each<[string, () => string | Buffer, () => object[]]>([
    ['a line', () => `${good}\n`, () => [opened()]],
    ['a line without an end', () => good, () => [opened()]],
    ['nothing', () => '', () => []],
    [
      'blank lines, each with its answer',
      () => `\n${good}\n\n`,
      () => [refused('token_malformed'), opened(), refused('token_malformed')],
    ],
    ['CRLF throughout', () => `${good}\r\n${good}\r\n`, () => [opened(), opened()]],
    [
      'CRLF after an LF, as part of the token',
      () => `${good}\n${good}\r\n`,
      () => [opened(), refused('token_malformed')],
    ],
    ['two carriage returns', () => `${good}\r\r\n`, () => [refused('token_malformed')]],
    [
      'a space before and after',
      () => ` ${good}\n${good} \n`,
      () => [refused('token_malformed'), refused('token_malformed')],
    ],
    ['a byte order mark', () => `\uFEFF${good}\n`, () => [refused('token_malformed')]],
    [
      'bytes that are no text',
      () => Buffer.concat([Buffer.from([0xff, 0xfe, 0, 10]), Buffer.from(good)]),
      () => [refused('token_malformed'), opened()],
    ],
    ['a quoted token', () => `"${good}"\n`, () => [refused('token_malformed')]],
    ['an envelope', () => `{"encryptedResponse":"${good}"}\n`, () => [refused('token_malformed')]],
    [
      '65,536 characters',
      () => `${'A'.repeat(65_536)}\n${'A'.repeat(65_537)}\n`,
      () => [refused('token_malformed'), refused('token_too_large')],
    ],
    [
      '65,536 characters and CRLF',
      () => `${'A'.repeat(65_536)}\r\n${'A'.repeat(65_537)}\r\n${good}\r\n`,
      () => [refused('token_malformed'), refused('token_too_large'), opened()],
    ],
  ])('takes %s', async (_, stdin, answers) => {
    const { exitCode, stdout, stderr } = await nt(`mle open --key ${key} --lines`, { stdin: stdin() })
    expect(parsed(stdout)).toEqual(answers())
    expect([exitCode, stderr]).toEqual([0, ''])
  })

  test('reads past a line of 32 MiB', async () => {
    const stdin = Buffer.concat([Buffer.alloc(32 * 1024 * 1024, 'A'), Buffer.from(`\n${good}\n`)])
    const { stdout } = await nt(`mle open --key ${key} --lines`, { stdin })
    expect(parsed(stdout)).toEqual([refused('token_too_large'), opened()])
  })

  test('answers in the order of the lines, however long each takes', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        index % 3 === 0 ? Promise.resolve('x') : sealAnswer(`${index}`, keys.provider.tokenManagement),
      ),
    )
    const { stdout } = await nt(`mle open --key ${key} --lines`, { stdin: tokens.join('\n') })
    expect(parsed(stdout)).toEqual(
      tokens.map((_, index) => (index % 3 === 0 ? refused('token_malformed') : opened(`${index}`))),
    )
  })

  test('stops when it is stopped', async () => {
    const { exitCode, stderr } = await nt(`mle open --key ${key} --lines`, { stdin: good, signal: AbortSignal.abort() })
    expect([exitCode, stderr]).toEqual([130, expect.stringContaining('nt: aborted: stopped')])
  })
})

describe('nt mle open', () => {
  test.each<[string, () => string]>([
    ['alone', () => good],
    ['with a line end', () => `${good}\r\n`],
    ['in encryptedResponse', () => ` {"encryptedResponse": "${good}"}\n`],
    ['in quotes, as the official SDK hands it over', () => JSON.stringify(good)],
  ])('prints what is in a token %s', async (_, stdin) => {
    const { exitCode, stdout, stderr } = await nt(`mle open --key ${key}`, { stdin: stdin() })
    expect([exitCode, stdout, stderr]).toEqual([0, '{"a":"grüße"}\n', ''])
  })

  test('prints the bytes as base64url with --json', async () => {
    const { stdout } = await nt(`mle open --key ${key} --json`, { stdin: good })
    expect(JSON.parse(stdout)).toEqual(opened())
  })

  test('lets nothing inside move the cursor', async () => {
    const stdin = await sealAnswer('a\u001b[2Jb\u009bc\u202ed\r\ne\tf', keys.provider.tokenManagement)
    const { stdout } = await nt(`mle open --key ${key}`, { stdin })
    expect(stdout).toBe('a\\u{1b}[2Jb\\u{9b}c\\u{202e}d\\u{d}\ne\tf\n')
  })

  test.each<[string, () => string, () => string, number, RegExp]>([
    ['nothing', () => '', () => `--key ${key}`, 65, /^nt: input_invalid: standard input is empty/],
    ['no token', () => 'hello', () => `--key ${key}`, 65, /^nt: input_invalid: The message is not one compact JWE/],
    [
      '1 MB',
      () => 'A'.repeat(1e6),
      () => `--key ${key}`,
      65,
      /^nt: input_invalid: standard input holds more than 131072 bytes/,
    ],
    [
      'a changed token',
      () => good.replace(/.{4}\.[^.]*$/, 'AAAA.AAAAAAAAAAAAAAAAAAAAAA'),
      () => `--key ${key}`,
      65,
      /^nt: input_invalid: The JWE does not open with this key\. /,
    ],
    [
      'the token of another key id',
      () => good,
      () => `--key ${key} --kid other`,
      78,
      /^nt: key_invalid: the JWE names another key id than the key goes by, which is other: .* --kid\./,
    ],
    [
      'a key file that is not there',
      () => good,
      () => `--key ${key}x`,
      78,
      /^nt: key_invalid: --key: there is no such file\./,
    ],
    [
      'a folder for a key',
      () => good,
      () => `--key ${folder}`,
      78,
      /^nt: key_invalid: --key: the file cannot be read\./,
    ],
    [
      'something else for a key',
      () => good,
      () => `--key ${file('x', 'hello')}`,
      78,
      /^nt: key_invalid: --key: the file is neither a P12 nor a PEM nor a JWK\./,
    ],
    [
      'nothing for a key',
      () => good,
      () => `--key ${file('empty', '')}`,
      78,
      /^nt: key_invalid: --key: the file is empty\./,
    ],
    [
      'a public key',
      () => good,
      () => `--key ${file('pub', keys.tokenManagement.publicKeyPem)}`,
      78,
      /^nt: key_invalid: --key: the file holds no private key; /,
    ],
    [
      'a certificate',
      () => good,
      () => `--key ${file('crt', keys.provider.merchant.certificatePem)}`,
      78,
      /^nt: key_invalid: --key: the file holds no private key, only certificates; /,
    ],
    [
      'a shared secret',
      () => good,
      () => `--key ${file('oct', '{"kty":"oct","k":"c2VjcmV0"}')}`,
      78,
      /^nt: key_invalid: --key: this JWK is no RSA key; /,
    ],
    [
      'broken JSON',
      () => good,
      () => `--key ${file('json', '{"kty":"RSA","d":"c2VjcmV0')}`,
      78,
      /^nt: key_invalid: --key: the file begins like JSON and is none\./,
    ],
    [
      'a JWK with half a key',
      () => good,
      () => `--key ${file('half', '{"kty":"RSA","d":"c2VjcmV0","n":"AQAB","e":"AQAB"}')}`,
      78,
      /^nt: key_invalid: --key: This private key cannot be read\./,
    ],
    [
      'a P12 without its password',
      () => good,
      () => `--key ${file('p12', keys.p12.bytes)}`,
      78,
      /^nt: key_invalid: --key: the P12 is protected: give its password with --password-file FILE\./,
    ],
    [
      'a P12 with a wrong password',
      () => good,
      () => `--key ${file('p12', keys.p12.bytes)} --password-file ${file('wrong', 'other\n')}`,
      78,
      /^nt: key_invalid: --key: The password does not open this file/,
    ],
    [
      'a password file that is not there',
      () => good,
      () => `--key ${file('p12', keys.p12.bytes)} --password-file ${folder}/no`,
      78,
      /^nt: key_invalid: the file named by --password-file cannot be read\./,
    ],
    [
      'a password of two lines',
      () => good,
      () => `--key ${file('p12', keys.p12.bytes)} --password-file ${file('two', 'a\nb')}`,
      78,
      /^nt: key_invalid: the file named by --password-file holds more than one line/,
    ],
    ['no key', () => good, () => '', 64, /^nt: usage: required option '--key <file>' not specified/],
  ])('given %s says in one line what to do', async (_, stdin, options, exitCode, message) => {
    const ran = await nt(`mle open ${options()}`, { stdin: stdin() })
    expect(ran.stderr).toMatch(message)
    expect(ran.stderr.trim().split('\n')).toHaveLength(1)
    expect([ran.exitCode, ran.stdout]).toEqual([exitCode, ''])
  })

  test.each([
    '--password canary-8153',
    '--password=canary-8153',
    '--passphrase canary-8153',
    '--pass=canary-8153',
    '--p12-password canary-8153',
    '--password',
    '--secret-phrase=canary-8153',
  ])('takes no password from the arguments: %s', async (argument) => {
    const { exitCode, stdout, stderr } = await nt(`mle open --key ${key} ${argument}`, { stdin: good })
    expect([exitCode, stdout]).toEqual([64, ''])
    expect(stderr).toMatch(/--password-file FILE|unknown option '--secret-phrase'/)
    expect(stderr).not.toContain('canary')
  })
})

describe('the key', () => {
  const open = async (options: string, stdin: string) => (await nt(`mle open ${options}`, { stdin })).stdout
  test.each<[string, () => string | Uint8Array]>([
    ['a P12', () => keys.responseMle.bytes],
    ['a P12 whose name says PEM', () => keys.responseMle.bytes],
  ])('may be in %s, with its password in a file', async (name, bytes) => {
    const path = file(name.includes('PEM') ? 'response.pem' : 'response.p12', bytes())
    const password = file('password', 'only-a-test\r\n')
    const answer = await sealResponse('{"b":2}', keys.provider.responseMle)
    expect(await open(`--key ${path} --password-file ${password}`, answer)).toBe('{"b":2}\n')
    expect(await open(`--key ${path} --password-file ${password} --kid ${keys.responseMle.kid}`, answer)).toBe(
      '{"b":2}\n',
    )
  })

  test('goes by the id of the JWK, or by the one given', async () => {
    const { createPrivateKey } = await import('node:crypto')
    const jwk = { ...createPrivateKey(keys.tokenManagement.privateKeyPem).export({ format: 'jwk' }), kid: 'its own' }
    const path = file('key.jwk', JSON.stringify(jwk))
    const { publicKey } = keys.provider.tokenManagement
    expect(await open(`--key ${path}`, await sealAnswer('1', { kid: 'its own', publicKey }))).toBe('1\n')
    expect(await open(`--key ${path} --kid given`, await sealAnswer('2', { kid: 'given', publicKey }))).toBe('2\n')
    expect(await open(`--key ${path} --kid given`, await sealAnswer('3', { kid: 'its own', publicKey }))).toBe('')
  })

  test('may be one of several, by its id', async () => {
    const path = file('two.pem', keys.responseMle.privateKeyPem + keys.tokenManagement.privateKeyPem)
    expect(await open(`--key ${path} --kid ${keys.tokenManagement.kid}`, good)).toBe('{"a":"grüße"}\n')
    const { stderr } = await nt(`mle open --key ${path}`, { stdin: good })
    expect(stderr).toContain(
      'the file holds 2 private keys; name one of them with --kid, as nt keys inspect lists them',
    )
  })
})
