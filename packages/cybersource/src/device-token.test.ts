import { NetworkTokenError, TokenNumber } from '@nt/core'
import { describe, expect, it } from 'vitest'
import { type FakeAnswer, fakeHost } from './__fixtures__/fake-host.ts'
import { instrumentIdentifier, instrumentIdentifierId } from './__fixtures__/instrument-identifier.ts'
import { canary, credential, tokenId } from './__fixtures__/samples.ts'
import { createCybersourceProvider } from './adapter.ts'
import { instrumentReference } from './token-reference.ts'

const token = { number: new TokenNumber('4622943123116478'), expiry: { month: 3, year: 2031 } }
const { id: _, ...walletToken } = { ...instrumentIdentifier.tokenizedCard, source: 'TOKEN' }
const enrolled = { ...instrumentIdentifier, tokenizedCard: walletToken }
const ref = { provider: 'cybersource', id: instrumentReference(instrumentIdentifierId) }

async function open(...answers: FakeAnswer[]) {
  const host = await fakeHost(...answers)
  return { provider: createCybersourceProvider({ ...host.settings, retries: 0 }), seen: host.seen }
}
const enroll = async (json: unknown, status = 201) => (await open({ status, json })).provider.enrollDeviceToken(token)

describe("a wallet's token", () => {
  it('is taken into the vault, and referred to by its instrument identifier', async () => {
    const { provider, seen } = await open({ status: 201, json: enrolled })
    expect(await provider.enrollDeviceToken(token)).toEqual({
      status: 'active',
      token: {
        ref,
        state: 'active',
        providerState: 'ACTIVE',
        network: 'visa',
        number: undefined,
        lastFour: '6478',
        expiry: { month: 12, year: 2031 },
        card: { lastFour: '6478', expiry: { month: 3, year: 2031 } },
        paymentAccountReference: 'V0010013000000000000000000000',
        confirmed: { at: expect.any(Date), by: 'provision', asOf: 'now' },
      },
    })
    expect(seen[0]).toMatchObject({
      path: '/tms/v1/instrumentidentifiers',
      headers: { 'content-type': 'application/jose' },
    })
    expect(seen[0]?.json).toEqual({
      type: 'enrollable token',
      card: { number: canary, expirationMonth: '03', expirationYear: '2031' },
    })
  })

  it('leaves as the settings say, with what is known of it', async () => {
    const host = await fakeHost({ status: 201, json: enrolled })
    const provider = createCybersourceProvider({ ...host.settings, deviceTokenFormat: 'encryptedRequest' })
    await provider.enrollDeviceToken({ number: token.number })
    expect(host.seen[0]?.headers['content-type']).toBe('application/json')
    expect(host.seen[0]?.json).toEqual({ type: 'enrollable token', card: { number: canary } })
  })

  it('that has an id of its own is referred to by that', async () => {
    expect(await enroll({ ...enrolled, tokenizedCard: { ...walletToken, id: tokenId } })).toMatchObject({
      token: { ref: { id: tokenId } },
    })
  })

  it('keeps the expiry that the wallet told where the answer has none', async () => {
    const tokenizedCard = { ...walletToken, expirationMonth: undefined }
    expect(await enroll({ ...enrolled, tokenizedCard }, 200)).toMatchObject({ token: { expiry: token.expiry } })
  })

  it.each([
    ['INVALID_REQUEST', 'invalid_request'],
    ['CARD_VERIFICATION_FAILED', 'card_verification_failed'],
    ['CARD_NOT_ELIGIBLE', 'card_not_eligible'],
    ['CARD_NOT_ALLOWED', 'card_not_allowed'],
    ['DECLINED', 'declined'],
    ['SERVICE_UNAVAILABLE', 'service_unavailable'],
    ['SYSTEM_ERROR', 'system_error'],
    ['A_NEW_REASON', 'unmapped'],
  ])('that is refused for %s is the refusal %s', async (providerCode, reason) => {
    const tokenizedCard = { state: 'UNPROVISIONED', reason: providerCode, type: 'visa' }
    expect(await enroll({ ...enrolled, tokenizedCard })).toEqual({
      status: 'refused',
      refusal: { reason, providerCode },
    })
  })

  it.each([
    ['SUSPENDED', 'suspended'],
    ['A_NEW_STATE', 'suspended'],
  ])('in state %s is %s and never active', async (state, expected) => {
    expect(await enroll({ ...enrolled, tokenizedCard: { ...walletToken, state } })).toMatchObject({
      status: expected,
      token: { state: expected, providerState: state },
    })
  })

  it.each<[string, object]>([
    ['no token', { ...enrolled, tokenizedCard: undefined }],
    ['a token without a state', { ...enrolled, tokenizedCard: { type: 'visa' } }],
    ['no id', { ...enrolled, id: undefined }],
  ])('is not there when the answer has %s', async (_, json) => {
    await expect(enroll(json)).rejects.toMatchObject({ code: 'answer_unreadable', mayHaveTakenEffect: true })
  })
})

describe('the reference of one', () => {
  it('is looked up, paid with and removed at its instrument identifier', async () => {
    const { provider, seen } = await open(
      { json: enrolled },
      { status: 201, sealed: credential },
      { status: 204 },
      { status: 410 },
    )
    expect(await provider.retrieve(ref)).toMatchObject({
      ref,
      state: 'active',
      paymentAccountReference: 'V0010013000000000000000000000',
      confirmed: { by: 'retrieve' },
    })
    await expect(provider.credential(ref, { initiator: 'customer' })).rejects.toMatchObject({ code: 'answer_mismatch' })
    await provider.remove(ref, 'fraud')
    await provider.remove(ref, 'fraud')
    expect(seen.map(({ method, path }) => [method, path])).toEqual([
      ['GET', `/tms/v1/instrumentidentifiers/${instrumentIdentifierId}`],
      ['POST', `/tms/v2/tokens/${instrumentIdentifierId}/payment-credentials`],
      ['DELETE', `/tms/v1/instrumentidentifiers/${instrumentIdentifierId}`],
      ['DELETE', `/tms/v1/instrumentidentifiers/${instrumentIdentifierId}`],
    ])
  })

  it('gives a credential whose token has an id of its own', async () => {
    const self = { href: `/tms/v2/tokens/${instrumentIdentifierId}/payment-credentials` }
    const sealed = { ...credential, _links: { self }, tokenizedCard: { ...credential.tokenizedCard, id: tokenId } }
    const { provider } = await open({ status: 201, sealed })
    expect(await provider.credential(ref, { initiator: 'customer' })).toMatchObject({ ref, eci: '05' })
  })

  it('is asked once what a 403 means', async () => {
    const suspended = { ...enrolled, tokenizedCard: { ...walletToken, state: 'SUSPENDED' } }
    const { provider } = await open({ status: 403, json: { errors: [{ type: 'forbidden' }] } }, { json: suspended })
    await expect(provider.credential(ref, { initiator: 'merchant' })).rejects.toMatchObject({
      code: 'token_not_active',
    })
  })

  it('has no token when the identifier has none', async () => {
    const { provider } = await open({ json: { ...enrolled, tokenizedCard: null } })
    await expect(provider.retrieve(ref)).rejects.toMatchObject({ code: 'token_not_found' })
  })
})

describe('the provider', () => {
  it('reads webhooks only where it has keys', async () => {
    const host = await fakeHost()
    expect('readEvents' in createCybersourceProvider(host.settings)).toBe(false)
    const webhooks = { keys: [{ keyId: 'k', key: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=' }] }
    const { readEvents } = createCybersourceProvider({ ...host.settings, webhooks })
    const error: unknown = await readEvents?.({ headers: {}, rawBody: '{}' }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'webhook_refused', provider: 'cybersource' })
    expect(NetworkTokenError.isInstance(error)).toBe(true)
  })

  it('is not made with a key that is none', async () => {
    const host = await fakeHost()
    const webhooks = { keys: [{ keyId: 'k', key: '' }] }
    expect(() => createCybersourceProvider({ ...host.settings, webhooks })).toThrow(
      expect.objectContaining({ code: 'key_invalid', issues: [expect.objectContaining({ path: 'webhooks.keys' })] }),
    )
  })
})
