import { NetworkTokenError } from '@nt/core'
import { makeMerchantKeys } from '@nt/mle/testing'
import { expect, it } from 'vitest'
import { settingsFor, testKeys } from './__fixtures__/fake-host.ts'
import { createCybersource } from './client.ts'
import type { CybersourceSettings } from './settings.ts'

const keys = await testKeys()
const portfolio = await makeMerchantKeys({ merchantId: 'group_mid', password: 'testpass' })
const good = settingsFor(keys, async () => new Response())
const shared = {
  keyId: '00000000-1111-2222-3333-444444444444',
  sharedSecret: Buffer.alloc(32, 7).toString('base64'),
} as const
const certificate = keys.provider.requestMle.certificatePem
const p12 = { type: 'jwt', p12: keys.p12.bytes, p12Password: keys.p12.password } as const
const jwtShared = { auth: { type: 'jwt-shared-secret', ...shared }, requestMle: { certificate } } as const
const http = { auth: { type: 'http-signature', ...shared, bodies: 'tls-only' } } as const
const responsePem = { privateKey: keys.responseMle.privateKeyPem, kid: keys.responseMle.kid }
const responseP12 = { p12: keys.responseMle.bytes, p12Password: keys.responseMle.password }

/** What construction says of settings with this change; `taken` when it says nothing. */
function said(change: object): string {
  try {
    createCybersource({ ...good, ...change } as CybersourceSettings)
    return 'taken'
  } catch (error) {
    if (!NetworkTokenError.isInstance(error)) throw new Error('a foreign error crossed the boundary')
    const [issue] = error.issues ?? []
    const problem = issue?.problem.replace(/(?<=may hold )[\w., ]+/, '…')
    return `${error.code}: ${issue?.path} ${problem}`
  }
}
const each = (changes: Record<string, object>) =>
  Object.fromEntries(Object.entries(changes).map(([name, change]) => [name, said(change)]))

it('takes every way of signing with all that goes with it', () => {
  const taken = each({
    'a P12': { auth: p12 },
    'a shared secret': jwtShared,
    'HTTP Signature': http,
    'HTTP Signature with v-c-date': { auth: { ...http.auth, dateHeader: 'v-c-date' } },
    "a portfolio's P12": { auth: { ...p12, p12: portfolio.p12.bytes, portfolioId: 'group_mid' } },
    "a portfolio's shared secret": { ...jwtShared, auth: { ...jwtShared.auth, portfolioId: 'group_mid' } },
    "a portfolio's HTTP Signature": { auth: { ...http.auth, portfolioId: 'group_mid' } },
    'a P12 and response MLE': { auth: p12, responseMle: { key: responsePem } },
    'a shared secret and response MLE': { ...jwtShared, responseMle: { key: responseP12 } },
    "the portal's id for the key of a P12": { responseMle: { key: { ...responseP12, kid: '5729358' } } },
    'several response keys': {
      responseMle: { key: [responsePem, { privateKey: portfolio.responseMle.privateKeyPem, kid: '2' }] },
    },
    'response MLE for one operation': { responseMle: { key: responsePem, operations: ['tokenizedCards.get'] } },
    'an operation that is not sealed': { requestMle: { notSealed: ['tokenizedCards.delete'] } },
  })
  expect(new Set(Object.values(taken)), JSON.stringify(taken)).toEqual(new Set(['taken']))
})

it('refuses what a way of signing lacks, or has too much', () => {
  expect(
    each({
      'no way': { auth: {} },
      'an unknown way': { auth: { type: 'oauth' } },
      'no key id': { ...jwtShared, auth: { ...jwtShared.auth, keyId: undefined } },
      'a key id that ends the quotation': { auth: { ...http.auth, keyId: 'a",b="' } },
      'no secret': { ...jwtShared, auth: { ...jwtShared.auth, sharedSecret: undefined } },
      'a secret that is not base64': { ...jwtShared, auth: { ...jwtShared.auth, sharedSecret: 'not base64!' } },
      'a secret with a line end': { auth: { ...http.auth, sharedSecret: `${shared.sharedSecret}\n` } },
      'a secret in base64url': { auth: { ...http.auth, sharedSecret: Buffer.alloc(33, 255).toString('base64url') } },
      'a secret that was cut off': { auth: { ...http.auth, sharedSecret: shared.sharedSecret.slice(0, 40) } },
      'a shared secret without a certificate to seal to': { auth: jwtShared.auth },
      'HTTP Signature that does not say how bodies leave': { auth: { ...http.auth, bodies: undefined } },
      'HTTP Signature that says something else': { auth: { ...http.auth, bodies: 'sealed' } },
      'another date header': { auth: { ...http.auth, dateHeader: 'x-date' } },
      'bodies without a seal and a JWT': { auth: { ...p12, bodies: 'tls-only' } },
      'a P12 beside a shared secret': { ...jwtShared, auth: { ...jwtShared.auth, p12: keys.p12.bytes } },
      'a shared secret beside a P12': { auth: { ...p12, ...shared } },
      'a date header and a JWT': { ...jwtShared, auth: { ...jwtShared.auth, dateHeader: 'date' } },
      'a member that does not exist': { auth: { ...p12, [shared.sharedSecret]: 1 } },
      'a portfolio id with a space': { auth: { ...p12, portfolioId: 'a b' } },
      "a portfolio's P12 without its id": { auth: { ...p12, p12: portfolio.p12.bytes } },
      "a merchant's P12 with a portfolio's id": { auth: { ...p12, portfolioId: 'group_mid' } },
    }),
  ).toMatchInlineSnapshot(`
    {
      "HTTP Signature that does not say how bodies leave": "configuration_invalid: auth.bodies must say "tls-only": Cybersource opens no sealed request with an HTTP Signature, so card numbers leave protected by TLS alone. Write it to accept that, or sign with auth.type "jwt" or "jwt-shared-secret"",
      "HTTP Signature that says something else": "configuration_invalid: auth.bodies must say "tls-only": Cybersource opens no sealed request with an HTTP Signature, so card numbers leave protected by TLS alone. Write it to accept that, or sign with auth.type "jwt" or "jwt-shared-secret"",
      "a P12 beside a shared secret": "configuration_invalid: auth.p12 has no place with auth.type "jwt-shared-secret", which takes type, portfolioId, keyId, sharedSecret",
      "a date header and a JWT": "configuration_invalid: auth.dateHeader has no place with auth.type "jwt-shared-secret", which takes type, portfolioId, keyId, sharedSecret",
      "a key id that ends the quotation": "configuration_invalid: auth.keyId must be the id of the shared secret, a UUID",
      "a member that does not exist": "configuration_invalid: auth has no place with auth.type "jwt", which takes type, portfolioId, p12, p12Password",
      "a merchant's P12 with a portfolio's id": "key_invalid: auth.p12 is refused: The .p12 has no private key for CN "group_mid". Check that it is the merchant's own file. It holds: "sandbox_mid", "CyberSource_SJC_US", "CyberSourceCertAuth"",
      "a portfolio id with a space": "configuration_invalid: auth.portfolioId must be the id of the portfolio that owns the key",
      "a portfolio's P12 without its id": "key_invalid: auth.p12 is refused: The .p12 has no private key for CN "sandbox_mid". Check that it is the merchant's own file. It holds: "group_mid", "CyberSource_SJC_US", "CyberSourceCertAuth"",
      "a secret in base64url": "configuration_invalid: auth.sharedSecret is not base64: copy it whole from where it was shown once (Business Center > Key Management > REST - Shared Secret), or make a new one",
      "a secret that is not base64": "configuration_invalid: auth.sharedSecret is not base64: copy it whole from where it was shown once (Business Center > Key Management > REST - Shared Secret), or make a new one",
      "a secret that was cut off": "configuration_invalid: auth.sharedSecret decodes to less than 32 bytes: copy it whole from where it was shown once (Business Center > Key Management > REST - Shared Secret), or make a new one",
      "a secret with a line end": "configuration_invalid: auth.sharedSecret is not base64: copy it whole from where it was shown once (Business Center > Key Management > REST - Shared Secret), or make a new one",
      "a shared secret beside a P12": "configuration_invalid: auth.keyId has no place with auth.type "jwt", which takes type, portfolioId, p12, p12Password",
      "a shared secret without a certificate to seal to": "configuration_invalid: requestMle.certificate is missing: requests are sealed to Cybersource's certificate, and a shared secret brings none. Give it as PEM: a .p12 of the Business Center holds it, and \`openssl pkcs12 -nokeys -in FILE\` prints it",
      "an unknown way": "configuration_invalid: auth.type must be one of "jwt", "jwt-shared-secret", "http-signature"",
      "another date header": "configuration_invalid: auth.dateHeader must be "date" or "v-c-date"",
      "bodies without a seal and a JWT": "configuration_invalid: auth.bodies has no place with auth.type "jwt", which takes type, portfolioId, p12, p12Password",
      "no key id": "configuration_invalid: auth.keyId must be the id of the shared secret, a UUID",
      "no secret": "configuration_invalid: auth.sharedSecret must be a string or a Secret",
      "no way": "configuration_invalid: auth.type must be one of "jwt", "jwt-shared-secret", "http-signature"",
    }
  `)
})

it('refuses encryption that cannot be, or that would not be', () => {
  expect(
    each({
      'sealed requests and HTTP Signature': { ...http, requestMle: { certificate } },
      'even without a certificate': { ...http, requestMle: {} },
      'sealed answers and HTTP Signature': { ...http, responseMle: { key: responsePem } },
      'no response key': { responseMle: {} },
      'an empty list of response keys': { responseMle: { key: [] } },
      'a response key without an id': { responseMle: { key: { privateKey: responsePem.privateKey } } },
      'a response key that is none': { responseMle: { key: { privateKey: certificate, kid: '1' } } },
      'a response P12 without its password': { responseMle: { key: { p12: keys.responseMle.bytes } } },
      'a response P12 with a wrong password': { responseMle: { key: { ...responseP12, p12Password: 'wrong' } } },
      'the path of a response P12': { responseMle: { key: { ...responseP12, p12: 'response.p12' } } },
      'a response key of both kinds': { responseMle: { key: { ...responseP12, ...responsePem } } },
      'an id with a line end': { responseMle: { key: { ...responsePem, kid: '1\n' } } },
      'two response keys of one id': {
        responseMle: { key: [responsePem, { ...responsePem, privateKey: portfolio.responseMle.privateKeyPem }] },
      },
      'the signing P12 as response key': { responseMle: { key: { p12: keys.p12.bytes, p12Password: 'testpass' } } },
      'the Token Management key as response key': {
        responseMle: { key: { privateKey: keys.tokenManagement.privateKeyPem, kid: '1' } },
      },
      'the response key as Token Management key': {
        responseMle: { key: responsePem },
        tokenManagementMle: [
          { privateKey: keys.tokenManagement.privateKeyPem },
          { privateKey: responsePem.privateKey, kid: '1' },
        ],
      },
      'a response for an operation that does not exist': {
        responseMle: { key: responsePem, operations: ['tokenizedCards.fetch'] },
      },
      'a response for no operation': { responseMle: { key: responsePem, operations: [] } },
      'an exception for an operation that does not exist': { requestMle: { notSealed: ['provision'] } },
      'an exception for one that has no body': { requestMle: { notSealed: ['tokenizedCards.get'] } },
      'an exception for tokenize': { requestMle: { notSealed: ['tokenize'] } },
    }),
  ).toMatchInlineSnapshot(`
    {
      "a response P12 with a wrong password": "key_invalid: responseMle.key.p12Password is refused: The password does not open this file; it is the one chosen when the file was made in the portal",
      "a response P12 without its password": "configuration_invalid: responseMle.key.p12Password must be a string or a Secret",
      "a response for an operation that does not exist": "configuration_invalid: responseMle.operations may hold …",
      "a response for no operation": "configuration_invalid: responseMle.operations names no operation: leave it out",
      "a response key of both kinds": "configuration_invalid: responseMle.key must hold either a p12 with its p12Password, or a privateKey with its kid",
      "a response key that is none": "key_invalid: responseMle.key is refused: This private key cannot be read. Give an RSA private key as PEM or JWK, and its passphrase if it is encrypted",
      "a response key without an id": "configuration_invalid: responseMle.key.kid is missing: a key without a certificate has no id of its own; copy it from Key Management in the Business Center",
      "an empty list of response keys": "configuration_invalid: responseMle.key is missing: answers are to come sealed to this key; make one under Key Management in the Business Center",
      "an exception for an operation that does not exist": "configuration_invalid: requestMle.notSealed may hold …; tokenize is always sealed",
      "an exception for one that has no body": "configuration_invalid: requestMle.notSealed may hold …; tokenize is always sealed",
      "an exception for tokenize": "configuration_invalid: requestMle.notSealed may hold …; tokenize is always sealed",
      "an id with a line end": "configuration_invalid: responseMle.key.kid must be the key id as the Business Center shows it",
      "even without a certificate": "configuration_invalid: requestMle does not go with auth.type "http-signature": Cybersource opens a sealed request only where a JWT signs it. Leave requestMle out, or sign with auth.type "jwt" or "jwt-shared-secret"",
      "no response key": "configuration_invalid: responseMle.key is missing: answers are to come sealed to this key; make one under Key Management in the Business Center",
      "sealed answers and HTTP Signature": "configuration_invalid: responseMle does not go with auth.type "http-signature": the key for the answer is named in the JWT, and there is none. Leave responseMle out, or sign with auth.type "jwt" or "jwt-shared-secret"",
      "sealed requests and HTTP Signature": "configuration_invalid: requestMle does not go with auth.type "http-signature": Cybersource opens a sealed request only where a JWT signs it. Leave requestMle out, or sign with auth.type "jwt" or "jwt-shared-secret"",
      "the Token Management key as response key": "configuration_invalid: responseMle.key is the key of another purpose too: signing, responseMle and tokenManagementMle have a key each in the Business Center",
      "the path of a response P12": "configuration_invalid: responseMle.key.p12 must be the bytes of the .p12 file",
      "the response key as Token Management key": "configuration_invalid: responseMle.key is the key of another purpose too: signing, responseMle and tokenManagementMle have a key each in the Business Center",
      "the signing P12 as response key": "configuration_invalid: responseMle.key is the key of another purpose too: signing, responseMle and tokenManagementMle have a key each in the Business Center",
      "two response keys of one id": "key_invalid: responseMle.key is refused: The ring already has another key with this kid. Retire that one first, or correct the kid",
    }
  `)
})
