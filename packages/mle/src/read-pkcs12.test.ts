import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { MleError, merchantSigningKey, type Pkcs12, readPkcs12, requestMleCertificate } from './index.ts'
import { type MerchantKeys, makeMerchantKeys } from './testing/index.ts'
import { type Bag, writePkcs12 } from './testing/write-pkcs12.ts'

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '__fixtures__', `${name}.p12`))
/** The fixtures' certificates are valid from November 2026 for a year. */
const now = () => new Date('2027-01-01T00:00:00Z')
const codeOf = (run: () => unknown): string => {
  try {
    run()
    return 'accepted'
  } catch (error) {
    return MleError.isInstance(error) ? error.code : `foreign ${error}`
  }
}

describe('files of other makers', () => {
  it.each([
    ['sdk-merchant', 'testpass', 'certificates in the open, key under 3DES, as Cybersource writes it'],
    ['openssl3-aes256', 'testpass', 'PBES2 with AES-256'],
    ['openssl3-aes256-no-mac', 'testpass', 'PBES2 without a MAC'],
    ['openssl-legacy-rc2', 'testpass', 'RC2-40 certificates, 3DES key, SHA-1 MAC'],
    ['openssl3-accented-password', 'pässwörd€', 'PBES2, where the password goes in as UTF-8'],
    ['openssl3-sha512-mac-empty-password', '', 'SHA-512 MAC and an empty password'],
  ])('opens %s', (name, password) => {
    const p12 = readPkcs12(fixture(name), password)
    const signing = merchantSigningKey(p12, 'sandbox_mid', { now })
    expect(signing).toMatchObject({ purpose: 'merchant-signing', kid: '1790000000000000000001' })
    expect(signing.privateKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 })
    expect(requestMleCertificate(p12, { now }).kid).toBe('1690000000000000000002')
  })

  it.each([
    ['sdk-merchant', 'Testpass'],
    ['sdk-merchant', ''],
    ['sdk-merchant', 'testpass '],
    ['openssl3-aes256', 'wrong'],
    ['openssl3-aes256', 'würong'],
    ['openssl3-aes256-no-mac', 'wrong'],
    ['openssl-legacy-rc2', 'wrong'],
    ['openssl3-accented-password', 'pässwörd'],
    ['openssl3-accented-password', 'passwort'],
    ['openssl3-sha512-mac-empty-password', 'x'],
  ])('says of %s that %j is not its password', (name, password) => {
    expect(codeOf(() => readPkcs12(fixture(name), password))).toBe('pkcs12_password')
  })

  it('reads a key of another kind, which only its user refuses', () => {
    const p12 = readPkcs12(fixture('openssl3-ec-key'), 'testpass')
    expect(p12.privateKeys[0]?.asymmetricKeyType).toBe('ec')
    expect(codeOf(() => merchantSigningKey(p12, 'ec_mid', { now }))).toBe('key_invalid')
  })

  it('reads a certificate as it is named', () => {
    const [certificate] = readPkcs12(fixture('sdk-merchant'), 'testpass').certificates
    expect(certificate).toMatchObject({
      commonName: 'sandbox_mid',
      serialNumber: '1790000000000000000001',
      issuer: 'CyberSourceCertAuth',
      notBefore: new Date('2026-11-22T06:51:00Z'),
      notAfter: new Date('2027-11-22T06:51:00Z'),
      fingerprint: '3A:99:6C:59:4C:E7:9A:30:46:8E:24:7B:D9:66:1D:BB:A5:5B:1A:A7:90:F2:1E:60:BD:9C:76:B6:C0:C4:87:8F',
      friendlyName: 'serialNumber=1790000000000000000001,CN=sandbox_mid',
    })
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('hello')],
    ['a PEM', Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n')],
    ['its base64', Buffer.from(fixture('sdk-merchant').toString('base64'))],
    ['half of it', fixture('sdk-merchant').subarray(0, 2000)],
    ['it with a byte too many', Buffer.concat([fixture('sdk-merchant'), Buffer.of(0)])],
    ['other DER', Buffer.from('300506032a0304', 'hex')],
    ['zeros', Buffer.alloc(4096)],
  ])('does not read %s', (_, bytes) => {
    expect(codeOf(() => readPkcs12(bytes, 'testpass'))).toBe('pkcs12_unreadable')
  })

  it('throws nothing but MleError, whichever byte is broken', () => {
    const file = fixture('sdk-merchant')
    for (let index = 0; index < file.length; index += 41) {
      const broken = Buffer.from(file)
      broken[index] = (broken[index] ?? 0) ^ 0x55
      expect(
        codeOf(() => readPkcs12(broken, 'testpass')),
        `byte ${index}`,
      ).toMatch(/^(pkcs12_|accepted)/)
    }
  })
})

describe('bags in any order and under any protection', () => {
  let keys: MerchantKeys
  let bags: Bag[]
  beforeAll(async () => {
    keys = await makeMerchantKeys({ merchantId: 'sandbox_mid', password: 'pä€ss' })
    bags = bagsOf(readPkcs12(keys.p12.bytes, 'pä€ss'), keys)
  })

  it.each(['3des', 'aes256', 'none'] as const)('finds every key by name in a file under %s', (protection) => {
    for (const turn of [0, 1, 2]) {
      for (const order of [bags, bags.toReversed()]) {
        const turned = [...order.slice(turn), ...order.slice(0, turn)]
        const p12 = readPkcs12(writePkcs12(turned, 'pä€ss', protection), 'pä€ss')
        expect(p12.certificates).toHaveLength(2)
        expect(merchantSigningKey(p12).kid).toBe(keys.p12.kid)
        expect(requestMleCertificate(p12).kid).toBe(keys.provider.requestMle.kid)
      }
    }
  })

  it('needs neither friendly names nor local key ids', () => {
    const bare = bags.map(({ kind, bytes }) => ({ kind, bytes }))
    const p12 = readPkcs12(writePkcs12(bare, 'x', '3des'), 'x')
    expect(p12.certificates.map((certificate) => certificate.friendlyName)).toEqual([undefined, undefined])
    expect(merchantSigningKey(p12, 'sandbox_mid').kid).toBe(keys.p12.kid)
  })

  it('is not misled by names on the wrong bags', () => {
    const names = bags.map((bag) => bag.friendlyName)
    const swapped = bags.map((bag, index) => ({ ...bag, friendlyName: names.at(index - 1), localKeyId: undefined }))
    const p12 = readPkcs12(writePkcs12(swapped, 'x', 'aes256'), 'x')
    expect(merchantSigningKey(p12, 'sandbox_mid').kid).toBe(keys.p12.kid)
    expect(requestMleCertificate(p12).kid).toBe(keys.provider.requestMle.kid)
  })

  it('opens a file without any key, or without any certificate', () => {
    const certificatesOnly = readPkcs12(writePkcs12(bags.filter(isCertificate), 'x', 'aes256'), 'x')
    expect(requestMleCertificate(certificatesOnly).kid).toBe(keys.provider.requestMle.kid)
    expect(codeOf(() => merchantSigningKey(certificatesOnly))).toBe('key_missing')
    const keyOnly = readPkcs12(
      writePkcs12(
        bags.filter((bag) => !isCertificate(bag)),
        'x',
        '3des',
      ),
      'x',
    )
    expect(keyOnly).toMatchObject({ certificates: [], privateKeys: [{}] })
    expect(codeOf(() => merchantSigningKey(keyOnly))).toBe('key_missing')
    expect(codeOf(() => requestMleCertificate(keyOnly))).toBe('key_missing')
  })
})

const isCertificate = (bag: Bag) => bag.kind === 'certificate'

/** The merchant's certificate and key and the MLE certificate, to be put into files of other shapes. */
function bagsOf(p12: Pkcs12, keys: MerchantKeys): Bag[] {
  const der = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const key = p12.privateKeys[0] ?? expect.fail()
  return [
    { kind: 'certificate', bytes: der(keys.provider.merchant.certificatePem), friendlyName: 'merchant' },
    { kind: 'certificate', bytes: der(keys.provider.requestMle.certificatePem), friendlyName: 'mle' },
    { kind: 'key', bytes: key.export({ type: 'pkcs8', format: 'der' }), friendlyName: 'key' },
  ]
}
