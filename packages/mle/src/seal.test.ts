import { compactDecrypt } from 'jose'
import { beforeAll, expect, it } from 'vitest'
import { MleError, type RequestMleCertificate, readPkcs12, requestMleCertificate, sealRequest } from './index.ts'
import { type MerchantKeys, makeMerchantKeys, openRequest } from './testing/index.ts'

const now = () => new Date('2027-03-01T12:00:00.999Z')
let keys: MerchantKeys
let certificate: RequestMleCertificate

beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid', now })
  certificate = requestMleCertificate(readPkcs12(keys.p12.bytes, keys.p12.password), { now })
})

const headerOf = (jwe: string) => Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString()

it('writes the header the official SDK writes, member for member', async () => {
  const { kid } = keys.provider.requestMle
  const header = headerOf(await sealRequest('{}', certificate, { now }))
  expect(header).toBe(`{"alg":"RSA-OAEP-256","enc":"A256GCM","cty":"JWT","kid":"${kid}","iat":1803902400}`)
})

it('takes a clock as it is, and the machine clock by default', async () => {
  const clock = {
    time: now(),
    now(): Date {
      return this.time
    },
  }
  expect(JSON.parse(headerOf(await sealRequest('{}', certificate, clock))).iat).toBe(1_803_902_400)
  const { iat } = JSON.parse(headerOf(await sealRequest('{}', certificate)))
  expect(Math.abs(iat - Date.now() / 1000)).toBeLessThan(5)
})

it.each(['', '{"number":"4111111111111111"}', '{"name":"Zoë 卡"}'])(
  'seals %j unchanged, as text or bytes',
  async (text) => {
    for (const plaintext of [text, new TextEncoder().encode(text)]) {
      const jwe = await sealRequest(plaintext, certificate, { now })
      expect(await openRequest(jwe, keys.provider.requestMle)).toBe(text)
      const byJose = await compactDecrypt(jwe, keys.provider.requestMle.privateKey)
      expect(Buffer.from(byJose.plaintext).toString()).toBe(text)
    }
  },
)

it('never makes the same message twice', async () => {
  const sealed = await Promise.all(Array.from({ length: 20 }, () => sealRequest('{}', certificate, { now })))
  for (const part of [1, 2, 4]) expect(new Set(sealed.map((jwe) => jwe.split('.')[part])).size).toBe(20)
})

it('refuses a certificate made by hand', async () => {
  const bad = { ...certificate, publicKey: keys.provider.requestMle.privateKey }
  await expect(sealRequest('{}', bad)).rejects.toSatisfy(
    (error) => MleError.isInstance(error) && error.code === 'key_invalid',
  )
})

it('is opened by the provider only under its own kid', async () => {
  const jwe = await sealRequest('{}', { ...certificate, kid: '1' }, { now })
  await expect(openRequest(jwe, keys.provider.requestMle)).rejects.toMatchObject({ code: 'key_unknown' })
})
