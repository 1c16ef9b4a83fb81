import { createPrivateKey, createPublicKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type MerchantKeys, makeMerchantKeys } from '@nt/mle/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inOwnFolder } from './__fixtures__/run-in-memory.ts'

const { nt, folder, remove } = inOwnFolder()
afterAll(remove)

let keys: MerchantKeys
let password: string
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid', password: 'only-a-test' })
  password = file('password', 'only-a-test\n')
})

interface Inventory {
  readonly format: string
  readonly entries: readonly Record<string, unknown>[]
  readonly uses: readonly { readonly use: string; readonly state: string; readonly detail: string }[]
}
const inventory = async (path: string, options = ''): Promise<Inventory> =>
  JSON.parse((await nt(`keys inspect ${path} ${options} --json`)).stdout) as Inventory
const states = ({ uses }: Inventory) => uses.map(({ state }) => state).join(' ')

describe('nt keys inspect', () => {
  test('lists a P12: whose, its key ids, its dates', async () => {
    const found = await inventory(file('m.p12', keys.p12.bytes), `--password-file ${password}`)
    expect(found.format).toBe('P12')
    expect(found.entries).toMatchObject([
      {
        purpose: 'merchant',
        commonName: 'sandbox_mid',
        kid: keys.p12.kid,
        issuer: 'CyberSourceCertAuth',
        daysLeft: 364,
        key: 'RSA 2048 bits',
        hasPrivateKey: true,
      },
      {
        purpose: 'request-mle',
        commonName: 'CyberSource_SJC_US',
        kid: keys.provider.requestMle.kid,
        hasPrivateKey: false,
      },
      { purpose: 'certificate-authority', commonName: 'CyberSourceCertAuth' },
    ])
    expect(found.entries[0]?.['fingerprint']).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    expect(states(found)).toBe('ready ready possible missing')
  })

  test.each<[string, () => string, string, string]>([
    ['a private key', () => keys.tokenManagement.privateKeyPem, 'private-key', 'missing missing possible possible'],
    [
      'a JWK',
      () => JSON.stringify(createPrivateKey(keys.tokenManagement.privateKeyPem).export({ format: 'jwk' })),
      'private-key',
      'missing missing possible possible',
    ],
    ['a public key', () => keys.tokenManagement.publicKeyPem, 'public-key', 'missing missing missing missing'],
    [
      'a public JWK',
      () => JSON.stringify(createPublicKey(keys.tokenManagement.publicKeyPem).export({ format: 'jwk' })),
      'public-key',
      'missing missing missing missing',
    ],
  ])('gives the Token Management kid of %s', async (_, content, purpose, expected) => {
    const found = await inventory(file('key', content()))
    expect(found.entries).toMatchObject([{ purpose, tokenManagementKid: keys.tokenManagement.kid }])
    expect(states(found)).toBe(expected)
  })

  test('says what a certificate alone is good for', async () => {
    expect(states(await inventory(file('c', keys.provider.requestMle.certificatePem)))).toBe(
      'missing ready missing missing',
    )
    const own = await inventory(file('c', keys.provider.merchant.certificatePem))
    expect(states(own)).toBe('missing missing missing missing')
    expect(own.uses[1]?.detail).toMatch(
      /^There is no CyberSource_SJC_US certificate, and requests are sealed to it\. Download /,
    )
  })

  test('does not take the X.509 serial for a kid', async () => {
    const { stdout } = await nt(`keys inspect ${file('c', keys.provider.merchant.certificatePem)}`)
    expect(stdout).toMatch(new RegExp(`^ +kid +${keys.p12.kid}$`, 'm'))
    expect(stdout).not.toContain(Buffer.from(keys.p12.kid).toString('hex'))
  })

  test('tells of what has ended, and of what ends soon', async () => {
    const make = (validDays: number) => makeMerchantKeys({ merchantId: 'm', password: 'only-a-test', validDays })
    const [ended, soon] = await Promise.all([make(-0.01), make(10)])
    const gone = await nt(`keys inspect ${file('e', ended.provider.merchant.certificatePem + createPem(ended))}`)
    expect(gone.stdout).toMatch(/EXPIRED 1 day ago/)
    expect((await nt(`keys inspect ${file('s', soon.p12.bytes)} --password-file ${password}`)).stdout).toContain(
      'ONLY 9 days left',
    )
    expect(states(await inventory(file('p', ended.p12.bytes), `--password-file ${password}`))).toBe(
      'unusable ready possible missing',
    )
  })

  test('finds a key that is too short, and one that is not RSA', async () => {
    const weak = await makeMerchantKeys({ merchantId: 'm', password: 'only-a-test', modulusLength: 1024 })
    const found = await inventory(file('w', weak.p12.bytes), `--password-file ${password}`)
    expect(states(found)).toBe('unusable unusable unusable missing')
    expect(found.uses[0]?.detail).toContain('has 1024 bits; 2048 are needed')
    const fixtures = join(import.meta.dirname, '../../../packages/mle/src/__fixtures__')
    const curve = await inventory(join(fixtures, 'openssl3-ec-key.p12'), `--password-file ${file('t', 'testpass')}`)
    expect(states(curve)).toBe('unusable missing unusable missing')
    const unprotected = await inventory(join(fixtures, 'openssl3-sha512-mac-empty-password.p12'))
    expect(states(unprotected)).toBe('ready ready possible missing')
  })

  test.each<[string, () => string, number, RegExp]>([
    ['no file', () => '', 64, /^nt: usage: missing required argument 'file'/],
    ['a file that is not there', () => join(folder, 'nowhere'), 78, /^nt: key_invalid: FILE: there is no such file\./],
    [
      'a P12 without a password',
      () => file('m.p12', keys.p12.bytes),
      78,
      /^nt: key_invalid: FILE: the P12 is protected: give its password with --password-file FILE\./,
    ],
    [
      'half a P12',
      () => file('half.p12', keys.p12.bytes.subarray(0, 900)),
      78,
      /^nt: key_invalid: FILE: This is not a PKCS#12/,
    ],
    ['something endless', () => '/dev/zero', 78, /^nt: key_invalid: FILE: the file is larger than 1 MiB/],
    [
      'an encrypted key',
      () => file('enc.pem', encrypted()),
      78,
      /^nt: key_invalid: FILE: the private key is encrypted: give its password/,
    ],
    [
      'a broken key',
      () => file('broken.pem', '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n'),
      78,
      /^nt: key_invalid: FILE: This private key cannot be read\./,
    ],
    ['a set of keys', () => file('jwks', '{"keys":[]}'), 78, /^nt: key_invalid: FILE: this is a set of keys/],
    [
      'the password as an argument',
      () => `${file('m.p12', keys.p12.bytes)} --password only-a-test`,
      64,
      /^nt: usage: a password in an argument .* --password-file FILE\./,
    ],
  ])('given %s says in one line what to do', async (_, argv, exitCode, message) => {
    const ran = await nt(`keys inspect ${argv()}`)
    expect(ran.stderr).toMatch(message)
    expect(ran.stderr.trim().split('\n')).toHaveLength(1)
    expect(ran.stderr).not.toContain('only-a-test')
    expect([ran.exitCode, ran.stdout]).toEqual([exitCode, ''])
  })

  test('opens an encrypted key with the password in the file', async () => {
    const found = await inventory(file('enc.pem', encrypted()), `--password-file ${password}`)
    expect(found.entries).toMatchObject([{ tokenManagementKid: keys.tokenManagement.kid }])
  })

  const encrypted = () =>
    createPrivateKey(keys.tokenManagement.privateKeyPem)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'only-a-test' })
      .toString()
})

const createPem = ({ tokenManagement }: MerchantKeys): string => tokenManagement.privateKeyPem
