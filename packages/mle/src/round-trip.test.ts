import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import {
  createKeyRing,
  merchantSigningKey,
  open,
  openText,
  readPkcs12,
  requestMleCertificate,
  responseMleKey,
  sealRequest,
  tokenManagementMleKey,
} from './index.ts'
import { makeMerchantKeys, openRequest, sealAnswer, sealResponse } from './testing/index.ts'

it('carries a request out and both kinds of answer back', async () => {
  const keys = await makeMerchantKeys({ merchantId: 'sandbox_mid', password: 'pässword' })
  const p12 = readPkcs12(keys.p12.bytes, keys.p12.password)
  const signing = merchantSigningKey(p12, 'sandbox_mid')
  expect(signing.kid).toBe(keys.p12.kid)
  const certificate = requestMleCertificate(p12)
  expect(await openRequest(await sealRequest('{"a":1}', certificate), keys.provider.requestMle)).toBe('{"a":1}')

  const tms = createKeyRing([tokenManagementMleKey(keys.tokenManagement.privateKeyPem)])
  expect(await openText(await sealAnswer('{"b":2}', keys.provider.tokenManagement), tms)).toBe('{"b":2}')

  const response = createKeyRing([responseMleKey(readPkcs12(keys.responseMle.bytes, 'pässword'))])
  expect(Buffer.from(await open(await sealResponse('{"c":3}', keys.provider.responseMle), response)).toString()).toBe(
    '{"c":3}',
  )
  expect(readFileSync).toBeDefined()
})
