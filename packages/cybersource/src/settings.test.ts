import { NetworkTokenError, Secret } from '@nt/core'
import { makeMerchantKeys } from '@nt/mle/testing'
import { describe, expect, it } from 'vitest'
import { fakeHost, settingsFor, testKeys } from './__fixtures__/fake-host.ts'
import { activeToken, card, tokenId } from './__fixtures__/samples.ts'
import { createCybersourceProvider } from './adapter.ts'
import { createCybersource } from './client.ts'
import { cybersourceHosts } from './hosts.ts'
import { type CybersourceSettings, readSettings } from './settings.ts'

const keys = await testKeys()
const other = await makeMerchantKeys({ merchantId: 'other_mid', password: 'testpass' })
const weak = await makeMerchantKeys({ merchantId: 'sandbox_mid', password: 'testpass', modulusLength: 1024 })
const good = settingsFor(keys, async () => new Response())
const auth = { type: 'jwt', p12: keys.p12.bytes, p12Password: keys.p12.password } as const

function refusal(change: object): NetworkTokenError {
  try {
    createCybersource({ ...good, ...change } as CybersourceSettings)
  } catch (error) {
    if (NetworkTokenError.isInstance(error)) return error
    throw new Error('a foreign error crossed the boundary')
  }
  throw new Error('expected a refusal')
}

it.each(Object.entries(cybersourceHosts))('knows the host of %s', (host, url) => {
  const connection = readSettings({ ...good, host }, 'cybersource')
  expect([connection.baseUrl, connection.signedHost]).toEqual([url, url.replace('https://', '')])
})

it.each([
  ['https://apitest.visaacceptance.com/', 'https://apitest.visaacceptance.com', 'apitest.visaacceptance.com'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', '127.0.0.1:8080'],
  ['http://localhost:8080/cybersource', 'http://localhost:8080/cybersource', 'localhost:8080'],
])('takes %s as a host', (host, baseUrl, signedHost) => {
  expect(readSettings({ ...good, host }, 'cybersource')).toMatchObject({ baseUrl, signedHost })
})

it('signs for another host when told to: a simulator on this machine plays one', () => {
  expect(readSettings({ ...good, signedHost: 'apitest.cybersource.com' }, 'c').signedHost).toBe(
    'apitest.cybersource.com',
  )
})

describe('construction refuses', () => {
  it.each<[string, object, string, string]>([
    ['an unknown region', { host: 'sandbox' }, 'configuration_invalid', 'host'],
    ['a host without a scheme', { host: 'apitest.cybersource.com' }, 'configuration_invalid', 'host'],
    ['no host', { host: undefined }, 'configuration_invalid', 'host'],
    ['plain http to another machine', { host: 'http://api.cybersource.com' }, 'configuration_invalid', 'host'],
    ['an inherited name as a region', { host: 'constructor' }, 'configuration_invalid', 'host'],
    ['no merchant id', { merchantId: undefined }, 'configuration_invalid', 'merchantId'],
    ['a merchant id with a line end', { merchantId: 'a\nb' }, 'configuration_invalid', 'merchantId'],
    ['an unknown way of signing', { auth: { type: 'oauth' } }, 'configuration_invalid', 'auth.type'],
    ['an inherited name as a way of signing', { auth: { type: 'toString' } }, 'configuration_invalid', 'auth.type'],
    ['no auth', { auth: undefined }, 'configuration_invalid', 'auth.type'],
    ['the path of a P12', { auth: { ...auth, p12: 'merchant.p12' } }, 'configuration_invalid', 'auth.p12'],
    ['no password', { auth: { ...auth, p12Password: undefined } }, 'configuration_invalid', 'auth.p12Password'],
    ['a wrong password', { auth: { ...auth, p12Password: 'wrong' } }, 'key_invalid', 'auth.p12Password'],
    ['something else than a P12', { auth: { ...auth, p12: Buffer.from('PK') } }, 'key_invalid', 'auth.p12'],
    ['the P12 of another merchant', { auth: { ...auth, p12: other.p12.bytes } }, 'key_invalid', 'auth.p12'],
    ['a weak key', { auth: { ...auth, p12: weak.p12.bytes } }, 'key_invalid', 'auth.p12'],
    [
      'an expired certificate',
      { clock: { now: () => new Date(Date.now() + 400 * 86_400_000) } },
      'key_invalid',
      'auth.p12',
    ],
    ['a missing MLE certificate', { requestMle: { alias: 'CyberSource_OTHER' } }, 'key_invalid', 'requestMle'],
    ['an MLE certificate that is none', { requestMle: { certificate: 'x' } }, 'key_invalid', 'requestMle.certificate'],
    ['no Token Management key', { tokenManagementMle: undefined }, 'configuration_invalid', 'tokenManagementMle'],
    ['an empty list of keys', { tokenManagementMle: [] }, 'configuration_invalid', 'tokenManagementMle'],
    ['a key without a key', { tokenManagementMle: {} }, 'configuration_invalid', 'tokenManagementMle'],
    [
      'the public half',
      { tokenManagementMle: { privateKey: keys.tokenManagement.publicKeyPem } },
      'key_invalid',
      'tokenManagementMle',
    ],
    [
      'a weak Token Management key',
      { tokenManagementMle: { privateKey: weak.tokenManagement.privateKeyPem } },
      'key_invalid',
      'tokenManagementMle',
    ],
    ['a profile id that splits the header', { profileId: 'a\r\nb: c' }, 'configuration_invalid', 'profileId'],
    ['a URL as signed host', { signedHost: 'https://api.cybersource.com' }, 'configuration_invalid', 'signedHost'],
    ['another way of deleting', { deleteMethod: 'put' }, 'configuration_invalid', 'deleteMethod'],
  ])('%s', (_, change, code, path) => {
    const error = refusal(change)
    expect([error.code, error.issues?.[0]?.path, error.mayHaveTakenEffect]).toEqual([code, path, false])
  })

  it('in words that say what to do', () => {
    const words = (change: object) => refusal(change).message
    expect(words({ host: 'sandbox' })).toMatchInlineSnapshot(
      `"cybersource: the configuration is not usable: host must be one of test, production, production-india, production-saudi-arabia, test-saudi-arabia, or a URL that begins with https://. Correct the setting named and start again."`,
    )
    expect(words({ auth: { ...auth, p12Password: 'wrong' } })).toMatchInlineSnapshot(
      `"cybersource: a key or certificate is not usable: auth.p12Password is refused: The password does not open this file; it is the one chosen when the file was made in the portal. Correct the file or the password named; \`nt keys inspect FILE\` says what a key file holds and lacks."`,
    )
    expect(words({ auth: { ...auth, p12: other.p12.bytes } })).toMatchInlineSnapshot(
      `"cybersource: a key or certificate is not usable: auth.p12 is refused: The .p12 has no private key for CN "sandbox_mid". Check that it is the merchant's own file. It holds: "other_mid", "CyberSource_SJC_US", "CyberSourceCertAuth". Correct the file or the password named; \`nt keys inspect FILE\` says what a key file holds and lacks."`,
    )
    expect(words({ requestMle: { alias: 'CyberSource_OTHER' } })).toMatchInlineSnapshot(
      `"cybersource: a key or certificate is not usable: requestMle is refused: There is no certificate with CN "CyberSource_OTHER", so requests cannot be sealed. Make a .p12 of type "MLE" in the portal, or give the certificate as PEM. It holds: "sandbox_mid", "CyberSource_SJC_US", "CyberSourceCertAuth". Correct the file or the password named; \`nt keys inspect FILE\` says what a key file holds and lacks."`,
    )
    expect(words({ tokenManagementMle: undefined })).toMatchInlineSnapshot(
      `"cybersource: the configuration is not usable: tokenManagementMle is missing: answers with a token number come sealed to this key; make an RSA key, upload its public half under Key Management > Message-Level Encryption. Correct the setting named and start again."`,
    )
    expect(words({ tokenManagementMle: { privateKey: 'x' } })).toMatchInlineSnapshot(
      `"cybersource: a key or certificate is not usable: tokenManagementMle is refused: This private key cannot be read. Give an RSA private key as PEM or JWK, and its passphrase if it is encrypted. Correct the file or the password named; \`nt keys inspect FILE\` says what a key file holds and lacks."`,
    )
  })
})

it('takes passwords and keys as secrets too, and the MLE certificate as PEM', async () => {
  const host = await fakeHost({ status: 201, sealed: activeToken })
  const provider = createCybersourceProvider({
    ...host.settings,
    id: 'cybersource-eu',
    auth: { ...auth, p12Password: new Secret('testpass') },
    requestMle: { certificate: keys.provider.requestMle.certificatePem },
    tokenManagementMle: { privateKey: new Secret(keys.tokenManagement.privateKeyPem) },
  })
  const outcome = await provider.provision(card)
  expect(outcome).toMatchObject({ status: 'active', token: { ref: { provider: 'cybersource-eu', id: tokenId } } })
})

it('opens answers with either key while one is being replaced', async () => {
  const host = await fakeHost({ status: 201, sealed: activeToken })
  const current = { privateKey: keys.tokenManagement.privateKeyPem, kid: keys.tokenManagement.kid }
  const next = { privateKey: other.tokenManagement.privateKeyPem }
  const provider = createCybersourceProvider({ ...host.settings, tokenManagementMle: [next, current] })
  expect(await provider.provision(card)).toMatchObject({ status: 'active' })
})

it('sends the profile with every call, and nothing about itself', async () => {
  const host = await fakeHost({ status: 201, sealed: activeToken }, { json: { ...activeToken, number: undefined } })
  const { tokenizedCards } = createCybersource({ ...host.settings, profileId: '93B32398-AD51-4CC2-A682-EA3E93614EB1' })
  await tokenizedCards.create({
    source: 'ONFILE',
    card: { number: card.pan, expirationMonth: '03', expirationYear: '2031' },
  })
  await tokenizedCards.get(tokenId)
  expect(host.seen.map(({ headers }) => Object.keys(headers))).toEqual([
    ['accept', 'content-type', 'profile-id', 'authorization'],
    ['accept', 'profile-id', 'authorization'],
  ])
  expect(host.seen[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    'profile-id': '93B32398-AD51-4CC2-A682-EA3E93614EB1',
  })
})

it('keeps two merchants apart', async () => {
  const one = await fakeHost({ json: { state: 'ACTIVE' } })
  const seen: string[] = []
  const two = createCybersource({
    ...settingsFor(other, async (_, { headers }) => {
      seen.push(
        JSON.parse(Buffer.from(headers['authorization']?.split('.')[1] ?? '', 'base64url').toString())[
          'v-c-merchant-id'
        ],
      )
      return new Response('{}', { headers: { 'content-type': 'application/json' } })
    }),
  })
  const first = createCybersource(one.settings)
  await Promise.all([first.tokenizedCards.get('a'), two.tokenizedCards.get('a'), first.tokenizedCards.get('b')])
  expect([one.seen.map(({ claims }) => claims['v-c-merchant-id']), seen]).toEqual([
    ['sandbox_mid', 'sandbox_mid'],
    ['other_mid'],
  ])
})

it('repeats as often as the settings say', async () => {
  const host = await fakeHost({ status: 503, headers: { 'retry-after': '0' } })
  const { tokenizedCards } = createCybersource({ ...host.settings, retries: 1 })
  await expect(tokenizedCards.get(tokenId)).rejects.toMatchObject({ code: 'provider_unavailable' })
  expect(host.seen).toHaveLength(2)
})
