import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  createKeyRing,
  expiresSoon,
  MleError,
  merchantSigningKey,
  openText,
  type Pkcs12,
  readPem,
  readPkcs12,
  requestMleCertificate,
  responseMleKey,
  sealRequest,
  tokenManagementMleKey,
} from './index.ts'
import { type MerchantKeys, makeMerchantKeys, openRequest, sealAnswer, sealResponse } from './testing/index.ts'

const START = new Date('2027-03-01T12:00:00Z')
const now = () => START
const later = (days: number) => () => new Date(START.getTime() + days * 86_400_000)

let keys: MerchantKeys
let p12: Pkcs12
beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid', now, validDays: 365 })
  p12 = readPkcs12(keys.p12.bytes, keys.p12.password)
})

const errorOf = (run: () => unknown): MleError => {
  try {
    run()
  } catch (error) {
    if (MleError.isInstance(error)) return error
    throw error
  }
  return expect.fail('was accepted')
}

it('carries a request out and both kinds of answer back', async () => {
  const sealed = await sealRequest('{"a":1}', requestMleCertificate(p12, { now }), { now })
  expect(await openRequest(sealed, keys.provider.requestMle)).toBe('{"a":1}')
  const tokenManagement = createKeyRing([tokenManagementMleKey(keys.tokenManagement.privateKeyPem)])
  expect(await openText(await sealAnswer('{"b":2}', keys.provider.tokenManagement), tokenManagement)).toBe('{"b":2}')
  const response = createKeyRing([responseMleKey(readPkcs12(keys.responseMle.bytes, 'sandbox_mid'), { now })])
  expect(await openText(await sealResponse('{"c":3}', keys.provider.responseMle, { now }), response)).toBe('{"c":3}')
})

describe('the merchant signing key', () => {
  it.each(['sandbox_mid', 'SANDBOX_MID', undefined])('is found for %s', (merchantId) => {
    const key = merchantSigningKey(p12, merchantId, { now })
    expect(key).toMatchObject({ purpose: 'merchant-signing', kid: keys.p12.kid })
    expect(createPublicKey(key.privateKey).equals(keys.provider.merchant.publicKey)).toBe(true)
  })

  it('has the serialNumber of the subject as kid, not the X.509 serial', () => {
    expect(merchantSigningKey(p12, undefined, { now }).kid).toMatch(/^1803902400\d{12}$/)
  })

  it.each([
    [
      'another merchant',
      'other_mid',
      'The .p12 has no private key for CN "other_mid". Check that it is the merchant\'s own file. It holds: "sandbox_mid", "CyberSource_SJC_US", "CyberSourceCertAuth".',
    ],
    [
      'a certificate without its key',
      'CyberSource_SJC_US',
      'The .p12 has no private key for CN "CyberSource_SJC_US". Check that it is the merchant\'s own file. It holds: "sandbox_mid", "CyberSource_SJC_US", "CyberSourceCertAuth".',
    ],
  ])('is missing for %s', (_, merchantId, message) => {
    expect(errorOf(() => merchantSigningKey(p12, merchantId, { now }))).toMatchObject({ code: 'key_missing', message })
  })

  it('asks for the merchant id when the file has several merchants', async () => {
    const other = await makeMerchantKeys({ merchantId: 'other_mid', now })
    const both = merged(p12, readPkcs12(other.p12.bytes, 'other_mid'))
    expect(errorOf(() => merchantSigningKey(both, undefined, { now })).message).toContain('name the merchant id')
    expect(merchantSigningKey(both, 'other_mid', { now }).kid).toBe(other.p12.kid)
  })

  it('is the one that is valid now, and of these the one that lasts longest', async () => {
    const renewed = await makeMerchantKeys({ merchantId: 'sandbox_mid', now: later(300) })
    const both = merged(p12, readPkcs12(renewed.p12.bytes, 'sandbox_mid'))
    expect(merchantSigningKey(both, undefined, { now }).kid).toBe(keys.p12.kid)
    expect(merchantSigningKey(both, undefined, { now: later(310) }).kid).toBe(renewed.p12.kid)
    expect(requestMleCertificate(both, { now }).kid).toBe(keys.provider.requestMle.kid)
    expect(requestMleCertificate(both, { now: later(310) }).kid).toBe(renewed.provider.requestMle.kid)
  })

  it('is refused once it has expired, and before it is valid', () => {
    expect(errorOf(() => merchantSigningKey(p12, undefined, { now: later(366) }))).toMatchInlineSnapshot(
      `[MleError: The certificate "sandbox_mid" expired on 2028-02-29. Make a new one in the portal, download it and put it in the old one's place.]`,
    )
    expect(errorOf(() => merchantSigningKey(p12, undefined, { now: later(-1) }))).toMatchInlineSnapshot(
      `[MleError: The certificate "sandbox_mid" is not valid before 2027-03-01. Check the clock of this machine.]`,
    )
  })
})

describe('the request-MLE certificate', () => {
  it('comes from the .p12 or from a PEM, alone or among others', () => {
    const fromFile = requestMleCertificate(p12, { now })
    expect(fromFile).toMatchObject({ purpose: 'request-mle', kid: keys.provider.requestMle.kid })
    const { merchant, requestMle } = keys.provider
    for (const pem of [requestMle.certificatePem, `# note\n${merchant.certificatePem}\n${requestMle.certificatePem}`]) {
      expect(requestMleCertificate(pem, { now }).kid).toBe(fromFile.kid)
      expect(requestMleCertificate(Buffer.from(pem), { now }).certificate.fingerprint).toBe(
        fromFile.certificate.fingerprint,
      )
    }
  })

  it('takes another alias and another kid when told', () => {
    expect(requestMleCertificate(p12, { now, alias: 'sandbox_mid' }).kid).toBe(keys.p12.kid)
    expect(requestMleCertificate(p12, { now, kid: '42' }).kid).toBe('42')
    expect(errorOf(() => requestMleCertificate(p12, { now, alias: 'CyberSource_TYO_JP' }))).toMatchInlineSnapshot(
      `[MleError: There is no certificate with CN "CyberSource_TYO_JP", so requests cannot be sealed. Make a .p12 of type "MLE" in the portal, or give the certificate as PEM. It holds: "sandbox_mid", "CyberSource_SJC_US", "CyberSourceCertAuth".]`,
    )
  })

  it('is missing when the file has only the merchant', () => {
    const error = errorOf(() => requestMleCertificate(keys.provider.merchant.certificatePem, { now }))
    expect(error).toMatchInlineSnapshot(
      `[MleError: There is no certificate with CN "CyberSource_SJC_US", so requests cannot be sealed. Make a .p12 of type "MLE" in the portal, or give the certificate as PEM. It holds: "sandbox_mid".]`,
    )
  })

  it.each([
    ['no PEM', 'hello', 'key_missing'],
    ['a private key', '', 'key_missing'],
    ['a broken certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'certificate_invalid'],
  ])('is not read from %s', (_, pem, code) => {
    expect(errorOf(() => requestMleCertificate(pem || keys.tokenManagement.privateKeyPem, { now })).code).toBe(code)
  })

  it('is refused once it has expired', () => {
    expect(errorOf(() => requestMleCertificate(p12, { now: later(3 * 365 + 1) })).code).toBe('certificate_expired')
  })

  it('is refused with a key of 1024 bits, as old files have', async () => {
    const weak = await makeMerchantKeys({ merchantId: 'old_mid', now, modulusLength: 1024 })
    const old = readPkcs12(weak.p12.bytes, 'old_mid')
    expect(errorOf(() => requestMleCertificate(old, { now }))).toMatchInlineSnapshot(
      `[MleError: The RSA key of the certificate "CyberSource_SJC_US" has 1024 bits; 2048 are needed. Make a new one and upload or download it in the portal.]`,
    )
    expect(errorOf(() => merchantSigningKey(old, 'old_mid', { now })).code).toBe('key_weak')
  })
})

describe('the response-MLE key', () => {
  it('takes the kid of its certificate, and a configured one before it', () => {
    const file = readPkcs12(keys.responseMle.bytes, keys.responseMle.password)
    expect(responseMleKey(file, { now })).toMatchObject({ purpose: 'response-mle', kid: keys.responseMle.kid })
    expect(responseMleKey(file, { now, kid: 'from-the-portal' }).kid).toBe('from-the-portal')
    expect(responseMleKey(file, { now, kid: '' }).kid).toBe(keys.responseMle.kid)
  })

  it('needs a kid when it comes alone', () => {
    expect(responseMleKey(keys.responseMle.privateKeyPem, { kid: 'k' }).kid).toBe('k')
    expect(errorOf(() => responseMleKey(keys.responseMle.privateKeyPem))).toMatchInlineSnapshot(
      `[MleError: A response-MLE key without a certificate needs its kid: copy it from the portal.]`,
    )
  })
})

describe('the Token Management key', () => {
  it('has the SHA-1 of its public key as kid, unless told', () => {
    const key = tokenManagementMleKey(keys.tokenManagement.privateKeyPem)
    expect(key.kid).toBe(keys.tokenManagement.kid)
    expect(key.kid).toMatch(/^[0-9a-f]{40}$/)
    expect(tokenManagementMleKey(keys.tokenManagement.privateKeyPem, { kid: 'portal' }).kid).toBe('portal')
  })

  it('comes as PKCS#8, PKCS#1, encrypted PEM, bytes, JWK or KeyObject', () => {
    const key = createPrivateKey(keys.tokenManagement.privateKeyPem)
    const encrypted = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'pass' }).toString()
    const sources = [
      key,
      key.export({ type: 'pkcs1', format: 'pem' }).toString(),
      Buffer.from(keys.tokenManagement.privateKeyPem),
      key.export({ format: 'jwk' }),
      encrypted,
    ]
    for (const source of sources) {
      expect(tokenManagementMleKey(source, { passphrase: 'pass' }).kid).toBe(keys.tokenManagement.kid)
    }
    expect(errorOf(() => tokenManagementMleKey(encrypted)).code).toBe('key_invalid')
    expect(errorOf(() => tokenManagementMleKey(encrypted, { passphrase: 'wrong' })).code).toBe('key_invalid')
  })

  const make = (modulusLength: number, publicExponent?: number) =>
    generateKeyPairSync('rsa', { modulusLength, ...(publicExponent && { publicExponent }) }).privateKey
  it.each([
    ['1024 bits', () => make(1024), 'key_weak'],
    ['2047 bits', () => make(2047), 'key_weak'],
    ['public exponent 3', () => make(2048, 3), 'key_invalid'],
    ['an elliptic curve', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'key_invalid'],
    ['RSA-PSS', () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey, 'key_invalid'],
    ['only its public half', () => createPublicKey(keys.tokenManagement.publicKeyPem), 'key_invalid'],
    ['only its public half as PEM', () => keys.tokenManagement.publicKeyPem, 'key_invalid'],
    [
      'only its public half as JWK',
      () => createPublicKey(keys.tokenManagement.publicKeyPem).export({ format: 'jwk' }),
      'key_invalid',
    ],
    ['no content', () => '', 'key_invalid'],
    ['an empty JWK', () => ({}), 'key_invalid'],
    ['a secret', () => ({ kty: 'oct', k: 'AAAA' }), 'key_invalid'],
  ])('is refused with %s', (_, source, code) => {
    expect(errorOf(() => tokenManagementMleKey(source())).code).toBe(code)
  })
})

describe('a PEM bundle', () => {
  it('serves where a .p12 does', () => {
    const key = p12.privateKeys[0]?.export({ type: 'pkcs8', format: 'pem' })
    const bundle = `Bag Attributes\n${keys.provider.requestMle.certificatePem}${key}\n${keys.provider.merchant.certificatePem}`
    const opened = readPem(bundle)
    expect(merchantSigningKey(opened, 'sandbox_mid', { now }).kid).toBe(keys.p12.kid)
    expect(requestMleCertificate(opened, { now }).kid).toBe(keys.provider.requestMle.kid)
  })
})

it('lists the certificates that end soon, soonest first', () => {
  const names = (days: number, at = now) =>
    expiresSoon(p12.certificates, { withinDays: days, now: at }).map((one) => one.commonName)
  expect(names(364)).toEqual([])
  expect(names(365)).toEqual(['sandbox_mid'])
  expect(names(3 * 365)).toEqual(['sandbox_mid', 'CyberSource_SJC_US'])
  expect(names(30, later(340))).toEqual(['sandbox_mid'])
  expect(names(30, later(400))).toEqual(['sandbox_mid'])
  expect(expiresSoon(p12.certificates, { now: later(334) })).toEqual([])
  expect(expiresSoon(p12.certificates, { now: later(335) })).toHaveLength(1)
})

const merged = (...files: Pkcs12[]): Pkcs12 => ({
  certificates: files.flatMap((file) => file.certificates),
  privateKeys: files.flatMap((file) => file.privateKeys),
})
