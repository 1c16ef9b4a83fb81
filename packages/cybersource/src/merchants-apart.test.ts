import { createHmac, verify } from 'node:crypto'
import { Pan } from '@nt/core'
import { leaksIn, renderings } from '@nt/core/testing'
import { type MerchantKeys, makeMerchantKeys, openRequest, sealAnswer, sealResponse } from '@nt/mle/testing'
import type { Fetch, FetchInit } from '@nt/provider-kit'
import { expect, it } from 'vitest'
import { activeToken, credential, tokenId } from './__fixtures__/samples.ts'
import { createCybersource } from './client.ts'
import type { CybersourceSettings } from './settings.ts'

interface Merchant {
  readonly keys: MerchantKeys
  readonly secret: Buffer
  readonly pan: string
}
const make = async (merchantId: string, seed: number, pan: string): Promise<Merchant> => ({
  keys: await makeMerchantKeys({ merchantId, password: `password of ${merchantId}` }),
  secret: Buffer.alloc(32, seed),
  pan,
})
const first = await make('first_mid', 7, '4622943123116478')
const second = await make('second_mid', 9, '5555555555554444')
const merchants = new Map([first, second].map((merchant) => [merchant.keys.merchantId, merchant]))

/** Whoever a request says it is from: its signature must be that merchant's, and its body open with the key of that merchant's provider. */
const shownBy = new Map<string, number>()
const host: Fetch = async (_, init) => {
  // Answers come in another order than the requests did.
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
  const { claims, header, text, signature } = parts(init)
  const merchant = merchants.get(claims['v-c-merchant-id'])
  if (!merchant) throw new Error('nobody')
  const { keys, secret, pan } = merchant
  const good =
    header.alg === 'HS256'
      ? createHmac('sha256', secret).update(text).digest('base64url') === signature
      : verify('sha256', Buffer.from(text), keys.provider.merchant.publicKey, Buffer.from(signature, 'base64url'))
  const ownKid = header.kid === (header.alg === 'HS256' ? keyIdOf(keys) : keys.p12.kid)
  const answersToOwn = claims['v-c-response-mle-kid'] === keys.responseMle.kid
  if (!good || !ownKid || !answersToOwn || claims.iss !== keys.merchantId) throw new Error('signed by another')
  if (init.body !== undefined) {
    const opened = JSON.parse(await openRequest(JSON.parse(init.body).encryptedRequest, keys.provider.requestMle))
    if (opened.card && opened.card.number !== pan) throw new Error("another merchant's card")
  }
  shownBy.set(keys.merchantId, (shownBy.get(keys.merchantId) ?? 0) + 1)
  const { provider } = keys
  if (init.headers['accept']?.includes('jose')) {
    const answer = claims['request-resource-path'].endsWith('credentials') ? credential : created(pan)
    return new Response(await sealAnswer(JSON.stringify(answer), provider.tokenManagement))
  }
  const encryptedResponse = await sealResponse(JSON.stringify(activeToken), provider.responseMle)
  return new Response(JSON.stringify({ encryptedResponse }))
}

const created = (pan: string) => ({ ...activeToken, card: { ...activeToken.card, suffix: pan.slice(-4) } })
const keyIdOf = ({ merchantId }: MerchantKeys) => `key-of-${merchantId}`
function parts({ headers }: FetchInit) {
  const [header = '', payload = '', signature = ''] = (headers['authorization'] ?? '').replace('Bearer ', '').split('.')
  const [read, claims] = [header, payload].map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
  return { header: read, claims, text: `${header}.${payload}`, signature }
}

const settingsOf = ({ keys, secret }: Merchant, auth: 'jwt' | 'jwt-shared-secret'): CybersourceSettings => ({
  host: 'test',
  merchantId: keys.merchantId,
  auth:
    auth === 'jwt'
      ? { type: 'jwt', p12: keys.p12.bytes, p12Password: keys.p12.password }
      : { type: 'jwt-shared-secret', keyId: keyIdOf(keys), sharedSecret: secret.toString('base64') },
  requestMle: { certificate: keys.provider.requestMle.certificatePem },
  responseMle: { key: { privateKey: keys.responseMle.privateKeyPem, kid: keys.responseMle.kid } },
  tokenManagementMle: { privateKey: keys.tokenManagement.privateKeyPem },
  fetch: host,
})

it.each(['jwt', 'jwt-shared-secret'] as const)(
  "1,000 interleaved calls of two merchants never go out with the other's credentials: %s",
  async (auth) => {
    shownBy.clear()
    const clients = [first, second].map((merchant) => ({
      client: createCybersource(settingsOf(merchant, auth)),
      number: Pan.parse(merchant.pan),
    }))
    const expiry = { expirationMonth: '11', expirationYear: '2031' }
    const calls = Array.from({ length: 1000 }, (_, index) => {
      const { client, number } = clients[index % 2] ?? {}
      switch (index % 6) {
        case 0:
        case 1:
          return number && client?.tokenizedCards.create({ source: 'ONFILE', card: { number, ...expiry } })
        case 2:
        case 3:
          return client?.paymentCredentials.create(tokenId)
        default:
          return client?.tokenizedCards.get(tokenId)
      }
    })
    const outcomes = await Promise.allSettled(calls)
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([])
    expect(Object.fromEntries(shownBy)).toEqual({ first_mid: 500, second_mid: 500 })
  },
  60_000,
)

it('neither a client nor a refused construction shows a secret', () => {
  const { keys, secret } = first
  const secrets = [
    keys.p12.password,
    secret.toString('base64'),
    keys.responseMle.privateKeyPem.split('\n')[3] ?? '',
    keys.tokenManagement.privateKeyPem.split('\n')[3] ?? '',
  ]
  const clients = (['jwt', 'jwt-shared-secret'] as const).map((auth) => createCybersource(settingsOf(first, auth)))
  const refused = [
    { auth: { type: 'jwt-shared-secret', keyId: 'a', sharedSecret: `${secret.toString('base64')} ` } },
    { auth: { type: 'http-signature', keyId: 'a', sharedSecret: secret.toString('base64') } },
    { auth: { type: 'http-signature', keyId: `"${secret.toString('base64')}`, sharedSecret: 'x' } },
    { responseMle: { key: { p12: keys.responseMle.bytes, p12Password: secret.toString('base64') } } },
    { responseMle: { key: { privateKey: keys.responseMle.privateKeyPem } } },
    { responseMle: { key: { privateKey: keys.tokenManagement.privateKeyPem, kid: '1' } } },
  ].map((change) => {
    try {
      return createCybersource({ ...settingsOf(first, 'jwt'), ...change } as CybersourceSettings) && undefined
    } catch (error) {
      return error
    }
  })
  expect(refused).not.toContain(undefined)
  for (const value of [...clients, ...clients.map(({ keys: live }) => live.expiries()), ...refused]) {
    for (const output of renderings(value)) expect(leaksIn(output, secrets)).toEqual([])
  }
})
