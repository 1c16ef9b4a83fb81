import { createCybersourceSimulator } from '@nt/cybersource/simulator'
import { type MerchantKeys, makeMerchantKeys } from '@nt/mle/testing'
import { type Listening, listen } from '@nt/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type KeyFolder, type Mode, modes, sealsRequests, sharedSecret, writeKeyFolder } from './modes.ts'
import { createOfficialSdk, loadSdk, type OfficialSdk, type SdkResult, type SdkVersion } from './sdk.ts'

const profileId = '11111111-2222-4333-8444-555555555555'
const order = {
  source: 'ONFILE',
  createInstrumentIdentifier: true,
  card: { number: '4622943123144639', expirationMonth: '12', expirationYear: '2030', securityCode: '123' },
  billTo: { firstName: 'Ann', lastName: 'Ünïcode', postalCode: '94043', country: 'US' },
}

let keys: MerchantKeys
let folder: KeyFolder
beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
  folder = writeKeyFolder(keys)
  for (const version of ['0.0.83', '0.0.77'] as const) loadSdk(version)
}, 60_000)
afterAll(() => folder.remove())

/** What a step knows of the steps before it. */
interface Journey {
  readonly sdk: OfficialSdk
  id: string
  instrumentIdentifier: string
}

interface Step {
  readonly name: string
  readonly run: (journey: Journey) => Promise<void>
}

/** The body as it came: `data` loses what the SDK's models do not name [X]. */
const bodyOf = ({ response }: SdkResult): Record<string, unknown> => JSON.parse(response.text)

const remove: Record<SdkVersion, (journey: Journey) => Promise<SdkResult>> = {
  '0.0.83': ({ sdk, id }) =>
    sdk.call('postTokenizedCardDelete', id, {
      profileId,
      postTokenizedCardDeleteRequest: { reason: { code: 'PAYMENT_METHOD_REMOVED' } },
    }),
  '0.0.77': ({ sdk, id }) => sdk.call('deleteTokenizedCard', id, { profileId }),
}

const steps: readonly Step[] = [
  {
    name: 'makes a token',
    run: async (journey) => {
      const made = await journey.sdk.call('postTokenizedCard', order, { profileId })
      expect(made.response.status).toBe(201)
      const { id, state, _links } = bodyOf(made) as {
        id: string
        state: string
        _links: Record<string, { href: string }>
      }
      expect(state).toBe('ACTIVE')
      journey.id = id
      journey.instrumentIdentifier = _links['instrumentIdentifier']?.href.split('/').at(-1) ?? ''
    },
  },
  {
    name: 'looks it up',
    run: async ({ sdk, id }) => {
      const found = await sdk.call('getTokenizedCard', id, { profileId })
      expect(found.response.status).toBe(200)
      expect(bodyOf(found)).toMatchObject({ id, state: 'ACTIVE', card: { suffix: '4639' } })
    },
  },
  {
    name: 'gets a cryptogram',
    run: async ({ sdk, id }) => {
      const asked = { paymentCredentialType: 'CRYPTOGRAM', transactionType: 'ECOM' }
      const { data, response } = await sdk.call('postTokenPaymentCredentials', id, asked, { profileId })
      expect(response.status).toBe(201)
      expect(await sdk.open(keys.tokenManagement.privateKeyPem, data as string)).toMatchObject({
        tokenizedCard: {
          cryptogram: expect.stringMatching(/^[\w+/]{27}=$/),
          number: expect.stringMatching(/^\d{16}$/),
        },
      })
    },
  },
  {
    name: 'deletes the token',
    run: async (journey) => {
      expect((await remove[journey.sdk.version](journey)).response.status).toBe(204)
      await expect(journey.sdk.call('getTokenizedCard', journey.id, {})).rejects.toMatchObject({ status: 410 })
    },
  },
]

const name = ({ version, auth, mle }: Mode): string => `the official SDK ${version}, ${auth}, ${mle}`

describe.each(modes.map((mode) => [name(mode), mode] as const))('%s', (_, mode) => {
  let host: Listening
  let journey: Journey
  beforeAll(async () => {
    const simulator = createCybersourceSimulator({
      merchants: { ...keys, sharedSecrets: [sharedSecret] },
      requireRequestMle: sealsRequests(mode),
    })
    host = await listen(simulator)
    const sdk = createOfficialSdk(mode.version, folder.settings(mode, host.url))
    journey = { sdk, id: '', instrumentIdentifier: '' }
  })
  afterAll(() => host.close())

  it.each(steps.map((step) => [step.name, step] as const))('%s', (_name, step) => step.run(journey))
})
