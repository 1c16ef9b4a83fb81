import { describe, expect, it } from 'vitest'
import { type FakeAnswer, fakeHost } from './__fixtures__/fake-host.ts'
import { credential, tokenId } from './__fixtures__/samples.ts'
import { createCybersourceProvider } from './adapter.ts'

const ref = { provider: 'cybersource', id: tokenId }
const withToken = (change: object) => ({ ...credential, tokenizedCard: { ...credential.tokenizedCard, ...change } })

async function ask(answer: FakeAnswer, initiator: 'customer' | 'merchant' = 'customer') {
  const host = await fakeHost(answer)
  const provider = createCybersourceProvider({ ...host.settings, retries: 0 })
  const given = await provider.credential(ref, { initiator })
  // Not the host itself: a failing test would print its keys.
  return { given, request: host.seen[0] }
}

describe("a customer's payment", () => {
  it.each([200, 201])('gets number, expiry, cryptogram and ECI with HTTP %i', async (status) => {
    const { given, request } = await ask({ status, sealed: credential })
    expect(given).toMatchObject({
      ref,
      network: 'visa',
      expiry: { month: 12, year: 2031 },
      eci: '05',
      requestorId: '40010000001',
    })
    expect(given.tokenNumber.reveal()).toBe('4895370000000007')
    expect(given.cryptogram?.reveal()).toBe('AgAAAAAAAIR8CQrXcIhbQAAAAAA=')
    expect(request).toMatchObject({ json: {}, headers: { accept: 'application/jose;charset=utf-8' } })
  })

  it("gets American Express's dynamic code in place of a cryptogram", async () => {
    const sealed = withToken({ type: 'americanexpress', cryptogram: undefined, securityCode: '1234', eci: undefined })
    const { given } = await ask({ status: 201, sealed })
    expect(given).toMatchObject({ network: 'american-express', cryptogram: undefined, eci: undefined })
    expect(given.dynamicSecurityCode?.reveal()).toBe('1234')
  })
})

it("gives a merchant's payment neither cryptogram nor ECI, even where the answer has them", async () => {
  const { given, request } = await ask({ status: 201, sealed: credential }, 'merchant')
  expect(given.tokenNumber.lastFour).toBe('0007')
  expect([given.cryptogram, given.dynamicSecurityCode, given.eci]).toEqual([undefined, undefined, undefined])
  expect(request?.json).toEqual({ paymentCredentialType: 'NETWORK_TOKEN' })
})

it.each<[string, unknown]>([
  ['flat', { _links: credential._links, ...credential.tokenizedCard }],
  ['with fields that nobody documented', { ...withToken({ novelty: [1] }), novelty: 1 }],
  ['without a state', withToken({ state: undefined })],
  ['without a link', { ...credential, _links: undefined }],
  [
    'with an absolute link',
    {
      ...credential,
      _links: { self: { href: `https://api.example/tms/v2/tokens/${tokenId.toLowerCase()}/payment-credentials` } },
    },
  ],
  ['with a link of another shape', { ...credential, _links: { self: 'x' } }],
  ['with the id it was asked for', withToken({ id: tokenId })],
])('reads an answer %s', async (_, sealed) => {
  expect((await ask({ status: 201, sealed })).given.tokenNumber.lastFour).toBe('0007')
})

it.each<[string, unknown, string]>([
  ['SUSPENDED', withToken({ state: 'SUSPENDED' }), 'token_not_active'],
  ['DELETED', withToken({ state: 'DELETED' }), 'token_not_active'],
  ['EXPIRED', withToken({ state: 'EXPIRED' }), 'token_not_active'],
  ['UNPROVISIONED', withToken({ state: 'UNPROVISIONED' }), 'token_not_active'],
  ['in an unknown state', withToken({ state: 'A_NEW_STATE' }), 'token_not_active'],
  ['of another token, by its id', withToken({ id: 'A'.repeat(32) }), 'answer_mismatch'],
  [
    'of another token, by its link',
    { ...credential, _links: { self: { href: '/tms/v2/tokens/ABC/payment-credentials' } } },
    'answer_mismatch',
  ],
  ['with a masked number', withToken({ number: '489537XXXXXX0007' }), 'answer_unreadable'],
  ['with half a number', withToken({ number: '4895' }), 'answer_unreadable'],
  ['without a number', withToken({ number: undefined }), 'answer_unreadable'],
  ['without an expiry', withToken({ expirationYear: undefined }), 'answer_unreadable'],
  ['with a month that is none', withToken({ expirationMonth: '13' }), 'answer_unreadable'],
  ['with a year of two digits', withToken({ expirationYear: '31' }), 'answer_unreadable'],
  ['without cryptogram and code', withToken({ cryptogram: undefined }), 'answer_unreadable'],
  ['with an empty cryptogram', withToken({ cryptogram: '' }), 'answer_unreadable'],
  ['that is empty', {}, 'answer_unreadable'],
])('gives nothing from an answer %s', async (_, sealed, code) => {
  await expect(ask({ status: 201, sealed })).rejects.toMatchObject({
    code,
    correlationId: 'corr-1',
    mayHaveTakenEffect: false,
  })
})

it('refuses a credential in clear', async () => {
  await expect(ask({ status: 201, json: credential })).rejects.toMatchObject({ code: 'answer_unreadable' })
})

it('asks again after a lost answer: a repeat only wastes a cryptogram', async () => {
  const host = await fakeHost({ status: 502, headers: { 'retry-after': '0' } }, { status: 201, sealed: credential })
  await createCybersourceProvider(host.settings).credential(ref, { initiator: 'customer' })
  expect(host.seen).toHaveLength(2)
  expect(new Set(host.seen.map(({ body }) => body)).size).toBe(2)
})
