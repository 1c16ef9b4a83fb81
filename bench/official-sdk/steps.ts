import { expect } from 'vitest'
import type { Mode } from './modes.ts'
import type { OfficialSdk, SdkResult, SdkVersion } from './sdk.ts'

/** One client of the SDK, and what its steps have learnt so far. */
export interface Journey {
  readonly mode: Mode
  readonly sdk: OfficialSdk
  /** Opens the bare JWE of a credential. */
  readonly openCredential: (jwe: string) => Promise<unknown>
  id: string
  instrumentIdentifier: string
  etag: string
}

/** One row of the table: an operation, and what shows that it did what it says. */
export interface Step {
  readonly name: string
  readonly run: (journey: Journey) => Promise<void>
}

const profileId = '11111111-2222-4333-8444-555555555555'
const card = { number: '4622943123144639', expirationMonth: '12', expirationYear: '2030', securityCode: '123' }
const order = {
  source: 'ONFILE',
  createInstrumentIdentifier: true,
  card,
  billTo: { firstName: 'Ann', lastName: 'Ünïcode', postalCode: '94043', country: 'US' },
}

/** The body as it came: `data` loses what the SDK's models do not name [X]. */
const bodyOf = ({ response }: SdkResult): Record<string, unknown> => JSON.parse(response.text)

const lastOf = (href: string | undefined): string => href?.split('/').at(-1) ?? ''

const remove: Record<SdkVersion, (journey: Journey) => Promise<SdkResult>> = {
  '0.0.83': ({ sdk, id }) =>
    sdk.call('postTokenizedCardDelete', id, {
      profileId,
      postTokenizedCardDeleteRequest: { reason: { code: 'PAYMENT_METHOD_REMOVED' } },
    }),
  '0.0.77': ({ sdk, id }) => sdk.call('deleteTokenizedCard', id, { profileId }),
}

const stateOf = async ({ sdk, id }: Journey): Promise<unknown> =>
  bodyOf(await sdk.call('getTokenizedCard', id, { profileId }))['state']

/** The life of a card, in the order in which its steps are run. */
export const steps: readonly Step[] = [
  {
    name: 'makes a token',
    run: async (journey) => {
      const made = await journey.sdk.call('postTokenizedCard', order, { profileId })
      expect(made.response.status).toBe(201)
      const body = bodyOf(made) as { id: string; state: string; _links: Record<string, { href: string }> }
      expect(body.state).toBe('ACTIVE')
      journey.id = body.id
      journey.instrumentIdentifier = lastOf(body._links['instrumentIdentifier']?.href)
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
    run: async ({ sdk, id, openCredential }) => {
      const asked = { paymentCredentialType: 'CRYPTOGRAM', transactionType: 'ECOM' }
      const { data, response } = await sdk.call('postTokenPaymentCredentials', id, asked, { profileId })
      expect(response.status).toBe(201)
      expect(await openCredential(data as string)).toMatchObject({
        tokenizedCard: {
          cryptogram: expect.stringMatching(/^[\w+/]{27}=$/),
          number: expect.stringMatching(/^\d{16}$/),
        },
      })
    },
  },
  {
    name: 'gets a credential, version 3',
    run: async ({ sdk, id, openCredential }) => {
      const { response } = await sdk.call('postTokenPaymentCredentialsV3', id, {}, { profileId })
      expect(response.status).toBe(201)
      // Its model holds nothing of a bare JWE [X].
      expect(await openCredential(JSON.parse(response.text))).toMatchObject({ tokenizedCard: { state: 'ACTIVE' } })
    },
  },
  {
    name: 'looks the instrument identifier up',
    run: async (journey) => {
      const { sdk, instrumentIdentifier } = journey
      const found = await sdk.call('getInstrumentIdentifier', instrumentIdentifier, { profileId })
      expect(found.data).toMatchObject({ id: instrumentIdentifier, state: 'ACTIVE' })
      journey.etag = found.response.header['etag'] ?? ''
      expect(journey.etag).not.toBe('')
    },
  },
  {
    name: 'updates it, and not from a stale version',
    run: async ({ sdk, instrumentIdentifier, etag }) => {
      const previousTransactionId = '123456789012345'
      const initiator = { merchantInitiatedTransaction: { previousTransactionId } }
      const patch = { processingInformation: { authorizationOptions: { initiator } } }
      const change = () =>
        sdk.call('patchInstrumentIdentifier', instrumentIdentifier, patch, { profileId, ifMatch: etag })
      expect((await change()).data).toMatchObject({ id: instrumentIdentifier, ...patch })
      await expect(change()).rejects.toMatchObject({ status: 412 })
    },
  },
  {
    name: 'lists its payment instruments',
    run: async ({ mode, sdk, instrumentIdentifier }) => {
      const list = (page: object) =>
        sdk.call('getInstrumentIdentifierPaymentInstrumentsList', instrumentIdentifier, { profileId, ...page })
      const page = { offset: 1, limit: 7 }
      // A defect of 0.0.77 that 0.0.78 mended: what it signs as the path lacks the query.
      if (mode.version === '0.0.77' && mode.auth !== 'HTTP Signature') {
        await expect(list(page)).rejects.toThrow('401 request-resource-path lacks the query string')
        expect((await list({})).data).toMatchObject({ total: 0 })
      } else expect((await list(page)).data).toMatchObject({ ...page, total: 0 })
    },
  },
  {
    name: 'gets the card art',
    run: async ({ sdk, instrumentIdentifier }) => {
      const { data } = await sdk.call('getCardArtAsset', instrumentIdentifier, 'vts', 'card-art-combined')
      const { content } = data as { content: { type: string; data: string }[] }
      expect(content[0]?.type).toBe('image/png')
      expect(
        Buffer.from(content[0]?.data ?? '', 'base64')
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG')
    },
  },
  {
    name: 'has the issuer suspend the token and wake it up',
    run: async (journey) => {
      for (const state of ['SUSPENDED', 'ACTIVE']) {
        const event = await journey.sdk.call('postIssuerLifeCycleSimulation', profileId, journey.id, { state })
        expect(event.response.status).toBe(204)
        expect(await stateOf(journey)).toBe(state)
      }
    },
  },
  {
    name: 'makes an instrument identifier, enrols it, and removes it',
    run: async ({ sdk }) => {
      const { securityCode: _, ...other } = { ...card, number: '4622943123144647' }
      const made = await sdk.call('postInstrumentIdentifier', { card: { number: other.number } }, { profileId })
      expect(made.response.status).toBe(201)
      const { id } = bodyOf(made) as { id: string }
      const enrolled = { type: 'enrollable card', card: other }
      const accepted = await sdk.call('postInstrumentIdentifierEnrollment', id, enrolled, { profileId })
      expect(accepted.response.status).toBe(202)
      const found = await sdk.call('getInstrumentIdentifier', id, { profileId })
      expect(bodyOf(found)).toMatchObject({ tokenizedCard: { state: 'ACTIVE' } })
      expect((await sdk.call('deleteInstrumentIdentifier', id, { profileId })).response.status).toBe(204)
    },
  },
  {
    name: 'makes several tokens in one call',
    run: async ({ sdk }) => {
      const asked = {
        processingInformation: { actionList: ['TOKEN_CREATE'], actionTokenTypes: ['instrumentIdentifier'] },
        tokenInformation: {
          instrumentIdentifier: { type: 'enrollable card', card: { ...card, number: '4622943123144654' } },
        },
      }
      const { response, data } = await sdk.call('tokenize', asked, { profileId })
      expect(response.status).toBe(200)
      expect((data as { responses: { httpStatus: number }[] }).responses.map(({ httpStatus }) => httpStatus)).toEqual([
        201, 201,
      ])
    },
  },
  {
    name: 'deletes the token',
    run: async (journey) => {
      expect((await remove[journey.mode.version](journey)).response.status).toBe(204)
      await expect(journey.sdk.call('getTokenizedCard', journey.id, {})).rejects.toMatchObject({ status: 410 })
    },
  },
]
