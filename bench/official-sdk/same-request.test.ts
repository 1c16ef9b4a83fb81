import { Pan, Secret } from '@nt/core'
import { type Cybersource, createCybersource } from '@nt/cybersource'
import { type MerchantKeys, makeMerchantKeys, openRequest } from '@nt/mle/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ourSettings } from '../call/orders.ts'
import { type Capture, type Captured, startCapture } from './capture.ts'
import { type KeyFolder, writeKeyFolder } from './modes.ts'
import { createOfficialSdk, type OfficialSdk } from './sdk.ts'

let keys: MerchantKeys
let folder: KeyFolder
let capture: Capture
let sdk: OfficialSdk
let ours: Cybersource
const profileId = '11111111-2222-4333-8444-555555555555'
beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
  folder = writeKeyFolder(keys)
  capture = await startCapture()
  sdk = createOfficialSdk(
    '0.0.83',
    folder.settings({ version: '0.0.83', auth: 'JWT, P12', mle: 'request MLE' }, capture.url),
  )
  ours = createCybersource({ ...ourSettings(keys, capture.url, 'JWT, P12'), profileId })
}, 60_000)
afterAll(async () => {
  await capture.close()
  folder.remove()
})

const id = 'F0E1D2C3B4A5968778695A4B3C2D1E0F'
const billTo = {
  firstName: 'Zoë',
  lastName: '陳大文 🙂',
  address1: '1 Main Street',
  postalCode: '94043',
  country: 'US',
}
const card = { expirationMonth: '12', expirationYear: '2030' }
const identity = { type: 'PASSKEY', data: 'ey…' }

/** The same wish, put to both. */
const rows: readonly (readonly [
  string,
  (sdk: OfficialSdk) => Promise<unknown>,
  (ours: Cybersource) => Promise<unknown>,
])[] = [
  [
    'a token for a card',
    (sdk) =>
      sdk.call(
        'postTokenizedCard',
        { source: 'ONFILE', card: { number: '4622943123100639', ...card, securityCode: '123' }, billTo },
        { profileId },
      ),
    ({ tokenizedCards }) =>
      tokenizedCards.create({
        source: 'ONFILE',
        card: { number: Pan.parse('4622943123100639'), ...card, securityCode: new Secret('123') },
        billTo,
      }),
  ],
  [
    'a lookup',
    (sdk) => sdk.call('getTokenizedCard', id, { profileId }),
    ({ tokenizedCards }) => tokenizedCards.get(id),
  ],
  [
    'a removal with its reason',
    (sdk) =>
      sdk.call('postTokenizedCardDelete', id, {
        profileId,
        postTokenizedCardDeleteRequest: { reason: { code: 'FRAUD' } },
      }),
    ({ tokenizedCards }) => tokenizedCards.delete(id, { code: 'FRAUD' }),
  ],
  [
    'a cryptogram',
    (sdk) =>
      sdk.call(
        'postTokenPaymentCredentials',
        id,
        { paymentCredentialType: 'CRYPTOGRAM', transactionType: 'ECOM', authenticatedIdentities: [identity] },
        { profileId },
      ),
    ({ paymentCredentials }) =>
      paymentCredentials.create(id, {
        paymentCredentialType: 'CRYPTOGRAM',
        transactionType: 'ECOM',
        authenticatedIdentities: [identity],
      }),
  ],
]

/** What was asked, opened: without what differs from call to call, and without who asks. */
async function read({ method, target, headers, body }: Captured): Promise<object> {
  const { 'content-type': contentType, 'profile-id': profile } = headers
  const token = String(headers.authorization).replace('Bearer ', '')
  const [jwtHeader, jwt] = token.split('.').slice(0, 2).map(decode)
  const claims = Object.keys(jwt ?? {})
  if (!body) return { method, target, contentType, profile, jwtHeader, claims }
  const { encryptedRequest } = JSON.parse(body) as { encryptedRequest: string }
  const { iat, ...sealed } = decode(encryptedRequest.split('.')[0] ?? '')
  expect(iat).toBeTypeOf('number')
  const plain = JSON.parse(await openRequest(encryptedRequest, keys.provider.requestMle))
  return { method, target, contentType, profile, jwtHeader, claims, sealed, plain }
}

const decode = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString())

it.each(rows)('%s is asked for in the same words', async (_, official, own) => {
  await official(sdk)
  const [theirs] = capture.take()
  // The answer is no use to our client, and it says so; what it asked is all that counts here.
  await own(ours).catch(() => undefined)
  const [mine, ...more] = capture.take()
  if (!theirs || !mine) throw new Error('nothing was sent')
  expect(more).toEqual([])
  expect(await read(mine)).toEqual(await read(theirs))
})
