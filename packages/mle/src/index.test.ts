import { expect, it } from 'vitest'
import * as mle from './index.ts'
import * as testing from './testing/index.ts'

it('exports exactly these names', () => {
  expect(Object.keys(mle).sort()).toMatchInlineSnapshot(`
    [
      "MleError",
      "createKeyRing",
      "expiresSoon",
      "merchantSigningKey",
      "open",
      "openJson",
      "openText",
      "readPem",
      "readPkcs12",
      "requestMleCertificate",
      "responseMleKey",
      "sealRequest",
      "spkiSha1",
      "tokenManagementMleKey",
    ]
  `)
  expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
    [
      "makeMerchantKeys",
      "openRequest",
      "sealAnswer",
      "sealResponse",
    ]
  `)
})

it('keeps the kinds of key apart by type', () => {
  const check = (
    certificate: mle.RequestMleCertificate,
    response: mle.ResponseMleKey,
    tokenManagement: mle.TokenManagementMleKey,
    signing: mle.MerchantSigningKey,
  ) => {
    const responseRing: mle.KeyRing<mle.ResponseMleKey> = mle.createKeyRing([response])
    // @ts-expect-error a ring of one purpose does not serve the other
    const wrongRing: mle.KeyRing<mle.TokenManagementMleKey> = responseRing
    // @ts-expect-error nor does a ring of both
    const mixedRing: mle.KeyRing<mle.TokenManagementMleKey> = mle.createKeyRing([response, tokenManagement])
    // @ts-expect-error a key of the other purpose is not added
    responseRing.add(tokenManagement)
    // @ts-expect-error the signing key opens nothing
    mle.createKeyRing([signing])
    // @ts-expect-error their certificate opens nothing
    mle.createKeyRing([certificate])
    // @ts-expect-error requests are not sealed to our own key
    mle.sealRequest('', response)
    return [wrongRing, mixedRing]
  }
  expect(check).toBeTypeOf('function')
})
