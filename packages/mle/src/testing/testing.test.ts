import { createPublicKey, X509Certificate } from 'node:crypto'
import { CompactEncrypt } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { MleError, merchantSigningKey, readPkcs12, requestMleCertificate, responseMleKey } from '../index.ts'
import { type MerchantKeys, makeMerchantKeys, openRequest, sealAnswer, sealResponse } from './index.ts'

const now = () => new Date('2027-03-01T12:00:00Z')
let keys: MerchantKeys
beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid', password: 'secret', now })
})

const headerOf = (jwe: string) => Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString()

describe('merchant keys', () => {
  it("come as a file shaped like Cybersource's", () => {
    const { certificates, privateKeys } = readPkcs12(keys.p12.bytes, 'secret')
    const mleKid = keys.provider.requestMle.kid
    expect(certificates.map(({ friendlyName, serialNumber }) => ({ friendlyName, serialNumber }))).toEqual([
      { friendlyName: `serialNumber=${keys.p12.kid},CN=sandbox_mid`, serialNumber: keys.p12.kid },
      { friendlyName: `serialNumber=${mleKid},CN=CyberSource_SJC_US`, serialNumber: mleKid },
      { friendlyName: 'CN=CyberSourceCertAuth', serialNumber: undefined },
    ])
    expect(privateKeys).toHaveLength(1)
    expect(keys.p12.kid).toMatch(/^1803902400\d{12}$/)
    expect(new Set([keys.p12.kid, mleKid, keys.responseMle.kid]).size).toBe(3)
  })

  it('have the digits of the subject as ASCII in the X.509 serial', () => {
    for (const { kid, certificatePem } of [keys.provider.merchant, keys.provider.requestMle]) {
      const x509 = new X509Certificate(certificatePem)
      expect(Buffer.from(x509.serialNumber, 'hex').toString('ascii')).toBe(kid)
      expect(x509.issuer).toBe('CN=CyberSourceCertAuth')
      expect(x509.subject).toContain(`serialNumber=${kid}`)
    }
  })

  it('last a year, the MLE certificate three', () => {
    const p12 = readPkcs12(keys.p12.bytes, 'secret')
    expect(merchantSigningKey(p12, undefined, { now }).certificate.notAfter).toEqual(new Date('2028-02-29T12:00:00Z'))
    expect(requestMleCertificate(p12, { now }).certificate.notAfter).toEqual(new Date('2030-02-28T12:00:00Z'))
  })

  it('write years after 2049 too', async () => {
    const late = await makeMerchantKeys({ merchantId: 'm', now: () => new Date('2060-06-01T00:00:00Z') })
    const p12 = readPkcs12(late.p12.bytes, 'm')
    expect(p12.certificates[0]?.notBefore).toEqual(new Date('2060-05-31T23:00:00Z'))
  })

  it.each(['3des', 'aes256', 'none'] as const)('are protected with %s when asked', async (protection) => {
    const made = await makeMerchantKeys({ merchantId: 'm', protection })
    expect(merchantSigningKey(readPkcs12(made.p12.bytes, 'm')).kid).toBe(made.p12.kid)
    expect(responseMleKey(readPkcs12(made.responseMle.bytes, 'm')).kid).toBe(made.responseMle.kid)
    const wrong = () => readPkcs12(made.p12.bytes, 'n')
    expect(wrong).toThrowError(expect.objectContaining({ code: 'pkcs12_password' }))
  })

  it('fit together on both sides', () => {
    const p12 = readPkcs12(keys.p12.bytes, 'secret')
    const { provider } = keys
    expect(requestMleCertificate(p12, { now }).publicKey.equals(createPublicKey(provider.requestMle.privateKey))).toBe(
      true,
    )
    expect(
      merchantSigningKey(p12, 'sandbox_mid', { now }).certificate.publicKey.equals(provider.merchant.publicKey),
    ).toBe(true)
    expect(createPublicKey(keys.tokenManagement.publicKeyPem).equals(provider.tokenManagement.publicKey)).toBe(true)
    expect(createPublicKey(keys.responseMle.privateKeyPem).equals(provider.responseMle.publicKey)).toBe(true)
  })

  it('are new each time', async () => {
    const again = await makeMerchantKeys({ merchantId: 'sandbox_mid', now })
    expect(again.tokenManagement.kid).not.toBe(keys.tokenManagement.kid)
    expect(again.p12.kid).not.toBe(keys.p12.kid)
  })

  it('are made in well under two seconds', async () => {
    const times: number[] = []
    for (let round = 0; round < 3; round++) {
      const start = performance.now()
      await makeMerchantKeys({ merchantId: 'm' })
      times.push(performance.now() - start)
    }
    expect(Math.min(...times)).toBeLessThan(2000)
  })
})

describe('sealed by the provider', () => {
  it('has the header of the guide', async () => {
    const { kid } = keys.tokenManagement
    const header = headerOf(await sealAnswer('{}', keys.provider.tokenManagement))
    expect(header).toBe(`{"kid":"${kid}","cty":"json","typ":"JWT","enc":"A256GCM","alg":"RSA-OAEP-256"}`)
  })

  it('has iat and kid in an encryptedResponse', async () => {
    const header = headerOf(await sealResponse('{}', keys.provider.responseMle, { now }))
    expect(JSON.parse(header)).toEqual({
      alg: 'RSA-OAEP-256',
      enc: 'A256GCM',
      iat: 1_803_902_400,
      kid: keys.responseMle.kid,
    })
  })
})

describe('opened by the provider', () => {
  const seal = (header: { alg: string; enc: string; kid?: string }, text = '{"a":1}') =>
    new CompactEncrypt(new TextEncoder().encode(text))
      .setProtectedHeader(header)
      .encrypt(createPublicKey(keys.provider.requestMle.privateKey))

  it.each(['RSA-OAEP-256', 'RSA-OAEP'])('is a request under %s', async (alg) => {
    const { kid } = keys.provider.requestMle
    expect(await openRequest(await seal({ alg, enc: 'A256GCM', kid }), keys.provider.requestMle)).toBe('{"a":1}')
  })

  it('is no request without its kid, nor one in another form', async () => {
    const refusal = (jwe: string) =>
      openRequest(jwe, keys.provider.requestMle).catch((error: unknown) => MleError.isInstance(error) && error.code)
    expect(await refusal(await seal({ alg: 'RSA-OAEP-256', enc: 'A256GCM' }))).toBe('key_unknown')
    expect(await refusal(await seal({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: '1' }))).toBe('key_unknown')
    expect(await refusal('{"card":{}}')).toBe('token_malformed')
  })
})
