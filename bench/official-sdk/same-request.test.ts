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

const number = '4622943123100639'
const changes = {
  billTo: { postalCode: '94043', country: 'US' },
  processingInformation: {
    authorizationOptions: { initiator: { merchantInitiatedTransaction: { previousTransactionId: '123456789012345' } } },
  },
}
const wanted = { actionList: ['TOKEN_CREATE'], actionTokenTypes: ['instrumentIdentifier'] } as const

/** The same wish, put to both. */
interface Row {
  readonly wish: string
  readonly official: (sdk: OfficialSdk) => Promise<unknown>
  readonly own: (ours: Cybersource) => Promise<unknown>
  /** What the SDK sends otherwise. */
  readonly butForTheSdk?: object
}

const rows: readonly Row[] = [
  {
    wish: 'a token for a card',
    official: (sdk) =>
      sdk.call(
        'postTokenizedCard',
        { source: 'ONFILE', card: { number, ...card, securityCode: '123' }, billTo },
        { profileId },
      ),
    own: ({ tokenizedCards }) =>
      tokenizedCards.create({
        source: 'ONFILE',
        card: { number: Pan.parse(number), ...card, securityCode: new Secret('123') },
        billTo,
      }),
  },
  {
    wish: 'a lookup',
    official: (sdk) => sdk.call('getTokenizedCard', id, { profileId }),
    own: ({ tokenizedCards }) => tokenizedCards.get(id),
  },
  {
    wish: 'a removal with its reason',
    official: (sdk) =>
      sdk.call('postTokenizedCardDelete', id, {
        profileId,
        postTokenizedCardDeleteRequest: { reason: { code: 'FRAUD' } },
      }),
    own: ({ tokenizedCards }) => tokenizedCards.delete(id, { code: 'FRAUD' }),
  },
  {
    wish: 'an event at the issuer',
    official: (sdk) => sdk.call('postIssuerLifeCycleSimulation', profileId, id, { state: 'SUSPENDED' }),
    own: ({ tokenizedCards }) => tokenizedCards.simulateIssuerEvent(id, { state: 'SUSPENDED' }),
  },
  ...(['', 'V3'] as const).map((version) => ({
    wish: `a cryptogram${version && `, ${version}`}`,
    official: (sdk: OfficialSdk) =>
      sdk.call(
        `postTokenPaymentCredentials${version}`,
        id,
        { paymentCredentialType: 'CRYPTOGRAM', transactionType: 'ECOM', authenticatedIdentities: [identity] },
        { profileId },
      ),
    own: ({ paymentCredentials }: Cybersource) =>
      paymentCredentials[`create${version}`](id, {
        paymentCredentialType: 'CRYPTOGRAM',
        transactionType: 'ECOM',
        authenticatedIdentities: [identity],
      }),
  })),
  {
    wish: 'an instrument identifier',
    official: (sdk) =>
      sdk.call(
        'postInstrumentIdentifier',
        { type: 'enrollable card', card: { number, ...card }, ...changes },
        { profileId },
      ),
    own: ({ instrumentIdentifiers }) =>
      instrumentIdentifiers.create({
        type: 'enrollable card',
        card: { number: Pan.parse(number), ...card },
        ...changes,
      }),
  },
  {
    wish: 'a look at an instrument identifier',
    official: (sdk) => sdk.call('getInstrumentIdentifier', id, { profileId }),
    own: ({ instrumentIdentifiers }) => instrumentIdentifiers.get(id),
  },
  {
    wish: 'a change of an instrument identifier',
    official: (sdk) => sdk.call('patchInstrumentIdentifier', id, changes, { profileId, ifMatch: 'W/"1"' }),
    own: ({ instrumentIdentifiers }) => instrumentIdentifiers.update(id, changes, { ifMatch: 'W/"1"' }),
  },
  {
    wish: 'a removal of an instrument identifier',
    official: (sdk) => sdk.call('deleteInstrumentIdentifier', id, { profileId }),
    own: ({ instrumentIdentifiers }) => instrumentIdentifiers.delete(id),
  },
  {
    wish: 'an enrolment',
    official: (sdk) =>
      sdk.call('postInstrumentIdentifierEnrollment', id, { type: 'enrollable card', card }, { profileId }),
    own: ({ instrumentIdentifiers }) => instrumentIdentifiers.enroll(id, { type: 'enrollable card', card }),
  },
  {
    wish: 'the payment instruments of a card',
    official: (sdk) =>
      sdk.call('getInstrumentIdentifierPaymentInstrumentsList', id, { profileId, offset: 20, limit: 10 }),
    own: ({ instrumentIdentifiers }) => instrumentIdentifiers.listPaymentInstruments(id, { offset: 20, limit: 10 }),
  },
  {
    wish: 'several tokens at once',
    official: (sdk) =>
      sdk.call(
        'tokenize',
        { processingInformation: wanted, tokenInformation: { instrumentIdentifier: { card: { number } } } },
        { profileId },
      ),
    own: ({ tokenize }) =>
      tokenize.create({
        processingInformation: wanted,
        tokenInformation: { instrumentIdentifier: { card: { number: Pan.parse(number) } } },
      }),
  },
  {
    wish: 'card art',
    official: (sdk) => sdk.call('getCardArtAsset', id, 'vts', 'card-art-combined'),
    own: ({ cardArt }) => cardArt.get(id, 'vts', 'card-art-combined'),
    // Its method has no argument for one; ours names the profile of the settings in every call.
    butForTheSdk: { profile: undefined },
  },
]

/** What was asked, opened: without what differs from call to call, and without who asks. */
async function read({ method, target, headers, body }: Captured): Promise<object> {
  const { 'content-type': contentType, 'profile-id': profile, 'if-match': ifMatch } = headers
  const token = String(headers.authorization).replace('Bearer ', '')
  const [jwtHeader, jwt] = token.split('.').slice(0, 2).map(decode)
  const claims = Object.keys(jwt ?? {})
  if (!body) return { method, target, contentType, profile, ifMatch, jwtHeader, claims }
  const { encryptedRequest } = JSON.parse(body) as { encryptedRequest: string }
  const { iat, ...sealed } = decode(encryptedRequest.split('.')[0] ?? '')
  expect(iat).toBeTypeOf('number')
  const plain = JSON.parse(await openRequest(encryptedRequest, keys.provider.requestMle))
  return { method, target, contentType, profile, ifMatch, jwtHeader, claims, sealed, plain }
}

const decode = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString())

it.each(rows)('$wish is asked for in the same words', async ({ official, own, butForTheSdk }) => {
  await official(sdk)
  const [theirs] = capture.take()
  // The answer is no use to our client, and it says so; what it asked is all that counts here.
  await own(ours).catch(() => undefined)
  const [mine, ...more] = capture.take()
  if (!theirs || !mine) throw new Error('nothing was sent')
  expect(more).toEqual([])
  expect({ ...(await read(mine)), ...butForTheSdk }).toEqual(await read(theirs))
})
