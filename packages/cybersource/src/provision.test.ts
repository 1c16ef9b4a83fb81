import { type Card, Pan, Secret, TokenNumber } from '@nt/core'
import { describe, expect, it } from 'vitest'
import { fakeHost } from './__fixtures__/fake-host.ts'
import { activeToken, canary, card, tokenId } from './__fixtures__/samples.ts'
import { createCybersourceProvider } from './adapter.ts'
import { createCybersource } from './client.ts'
import { fromCard, toProvisionRequest } from './provision.ts'
import type { CreateTokenizedCard } from './tokenized-card-request.ts'

async function provision(sealed: unknown, { status = 201, given = card }: { status?: number; given?: Card } = {}) {
  const host = await fakeHost({ status, sealed })
  return createCybersourceProvider(host.settings).provision(given)
}
const token = async (sealed: unknown) => {
  const outcome = await provision(sealed)
  if (outcome.status === 'refused') throw new Error('expected a token')
  return outcome.token
}

describe('the request', () => {
  it('holds what was given and nothing else', () => {
    const minimal: Card = { pan: card.pan, expiry: { month: 12, year: 2031 } }
    expect(JSON.parse(JSON.stringify(toProvisionRequest(fromCard(minimal))))).toEqual({
      source: 'ONFILE',
      card: { number: canary, expirationMonth: '12', expirationYear: '2031' },
    })
  })

  it('holds security code and address, but no name and no second line', () => {
    const full: Card = {
      ...card,
      cardholderName: 'Ann Test',
      billingAddress: {
        line1: '1 Main St',
        line2: 'Flat 2',
        city: 'Oslo',
        region: '03',
        postalCode: '0150',
        country: 'NO',
      },
    }
    expect(toProvisionRequest(fromCard(full))).toEqual({
      source: 'ONFILE',
      card: { number: canary, expirationMonth: '03', expirationYear: '2031', securityCode: '942' },
      billTo: { address1: '1 Main St', locality: 'Oslo', administrativeArea: '03', postalCode: '0150', country: 'NO' },
    })
  })

  const billTo = { firstName: 'Ann', lastName: 'Test', postalCode: '94043', country: 'US', email: 'a@example.com' }
  const more = { consumerId: 'c1', createInstrumentIdentifier: true, createPanInstrumentIdentifier: true, billTo }
  const expiry = { expirationMonth: '12', expirationYear: '2031' }
  it.each<[CreateTokenizedCard, object]>([
    [
      {
        source: 'ONFILE',
        card: { number: card.pan, ...expiry, type: '001', securityCode: new Secret('942') },
        ...more,
      },
      { source: 'ONFILE', card: { number: canary, ...expiry, type: '001', securityCode: '942' }, ...more },
    ],
    [
      { source: 'TOKEN', card: { number: new TokenNumber('4895370000000007'), ...expiry }, ...more },
      { source: 'TOKEN', card: { number: '4895370000000007', ...expiry }, ...more },
    ],
    [
      {
        source: 'ISSUER',
        card: { type: '001' },
        accountReferenceId: 'abcdef0123456789',
        passcode: { value: new Secret('123456') },
        ...more,
      },
      {
        source: 'ISSUER',
        card: { type: '001' },
        accountReferenceId: 'abcdef0123456789',
        passcode: { value: '123456' },
        ...more,
      },
    ],
  ])('of source $source carries every field of the provider, secrets unwrapped', async (request, expected) => {
    const host = await fakeHost({ status: 201, sealed: { ...activeToken, source: request.source } })
    await createCybersource(host.settings).tokenizedCards.create(request)
    expect(host.seen[0]).toMatchObject({ method: 'POST', path: '/tms/v2/tokenized-cards' })
    expect(host.seen[0]?.json).toEqual(expected)
  })
})

describe('the answer', () => {
  it.each([
    ['flat, as the guide has it', activeToken],
    ['nested, as the SDK has it', { _links: activeToken._links, tokenizedCard: activeToken }],
    ['flat with a nested copy', { ...activeToken, tokenizedCard: activeToken }],
    ['with nothing in it that can be spared', { id: tokenId, state: 'ACTIVE' }],
    [
      'with null for what is not there',
      { ...activeToken, reason: null, card: null, number: null, type: null, expirationMonth: null },
    ],
    [
      'with fields that nobody documented',
      { ...activeToken, novelty: { deep: [1] }, card: { ...activeToken.card, novelty: 1 } },
    ],
    [
      'with odd values where nothing depends on them',
      { ...activeToken, type: 7, paymentAccountReference: {}, expirationMonth: [] },
    ],
  ])('is read %s', async (_, sealed) => {
    expect(await token(sealed)).toMatchObject({
      ref: { provider: 'cybersource', id: tokenId },
      state: 'active',
      network: 'visa',
    })
  })

  it.each([200, 201])('means the same with HTTP %i', async (status) => {
    expect(await provision(activeToken, { status })).toMatchObject({ status: 'active' })
  })

  it('tells the whole number, wrapped', async () => {
    const { number, lastFour } = await token(activeToken)
    expect(number?.reveal()).toBe('4895370000000007')
    expect(lastFour).toBe('0007')
  })

  it('tells only the last four digits of a masked number', async () => {
    expect(await token({ ...activeToken, number: '489537XXXXXX0007' })).toMatchObject({
      number: undefined,
      lastFour: '0007',
    })
  })

  it.each<[string, string]>([
    ['visa', 'visa'],
    ['VISA', 'visa'],
    ['001', 'visa'],
    ['mastercard', 'mastercard'],
    ['002', 'mastercard'],
    ['americanexpress', 'american-express'],
    ['003', 'american-express'],
    ['004', 'discover'],
    ['005', 'diners-club'],
    ['007', 'jcb'],
    ['novelty', 'visa'],
    ['constructor', 'visa'],
  ])('of type %s is of the network %s', async (type, network) => {
    expect((await token({ ...activeToken, type })).network).toBe(network)
  })

  it.each([
    ['SUSPENDED', 'suspended', 'suspended'],
    ['INACTIVE', 'suspended', 'suspended'],
    ['active', 'suspended', 'suspended'],
    ['constructor', 'suspended', 'suspended'],
  ])('in state %s is %s and never active', async (state, status, expected) => {
    expect(await provision({ ...activeToken, state })).toMatchObject({
      status,
      token: { ref: { id: tokenId }, state: expected, providerState: state },
    })
  })

  it.each([
    ['INVALID_REQUEST', 'invalid_request', 'INVALID_REQUEST'],
    ['CARD_VERIFICATION_FAILED', 'card_verification_failed', 'CARD_VERIFICATION_FAILED'],
    ['CARD_NOT_ELIGIBLE', 'card_not_eligible', 'CARD_NOT_ELIGIBLE'],
    ['CARD_NOT_ALLOWED', 'card_not_allowed', 'CARD_NOT_ALLOWED'],
    ['DECLINED', 'declined', 'DECLINED'],
    ['SERVICE_UNAVAILABLE', 'service_unavailable', 'SERVICE_UNAVAILABLE'],
    ['SYSTEM_ERROR', 'system_error', 'SYSTEM_ERROR'],
    ['A_NEW_REASON', 'unmapped', 'A_NEW_REASON'],
    ['constructor', 'unmapped', 'constructor'],
    [canary, 'unmapped', 'UNPROVISIONED'],
    [undefined, 'unmapped', 'UNPROVISIONED'],
  ])('UNPROVISIONED for %s is the refusal %s', async (reason, expected, providerCode) => {
    const refused = { status: 'refused', refusal: { reason: expected, providerCode } }
    expect(await provision({ state: 'UNPROVISIONED', reason, type: 'visa' })).toEqual(refused)
    expect(
      await provision({ tokenizedCard: { state: 'UNPROVISIONED', reason, type: 'visa' } }, { status: 200 }),
    ).toEqual(refused)
  })

  it.each(['DELETED', 'EXPIRED'])('that leads to a token %s is a refusal: there is none to use', async (state) => {
    expect(await provision({ ...activeToken, state })).toEqual({
      status: 'refused',
      refusal: { reason: 'unmapped', providerCode: state },
    })
  })

  it.each<[string, unknown]>([
    ['is empty', {}],
    ['names no state', { ...activeToken, state: undefined }],
    ['names no token', { ...activeToken, id: undefined }],
    ['is a list', [activeToken]],
    ['is null', null],
    ['has a state that is no text', { ...activeToken, state: 1 }],
    ['has an id that is no text', { ...activeToken, id: { a: 1 } }],
    ['has a suffix that is no text', { ...activeToken, card: { suffix: 6478 } }],
  ])('that %s is unreadable, and may have taken effect', async (_, sealed) => {
    await expect(provision(sealed)).rejects.toMatchObject({
      code: 'answer_unreadable',
      mayHaveTakenEffect: true,
      correlationId: 'corr-1',
      status: 201,
    })
  })

  it.each([
    ['flat', { ...activeToken, card: { suffix: '1111' } }],
    ['nested', { tokenizedCard: { ...activeToken, card: { suffix: '1111' } } }],
    ['refused', { state: 'UNPROVISIONED', reason: 'DECLINED', card: { suffix: '1111' } }],
  ])('for another card is refused, %s', async (_, sealed) => {
    await expect(provision(sealed)).rejects.toMatchObject({ code: 'answer_mismatch', correlationId: 'corr-1' })
  })
})

it('refuses a provision answer in clear, however good it looks', async () => {
  const host = await fakeHost({ status: 201, json: activeToken })
  await expect(createCybersourceProvider(host.settings).provision(card)).rejects.toMatchObject({
    code: 'answer_unreadable',
    mayHaveTakenEffect: true,
    message: expect.stringContaining('downgrade'),
  })
})

it('asks for a sealed answer, once, however the first attempt ends', async () => {
  const host = await fakeHost({ status: 500 }, { status: 201, sealed: activeToken })
  await expect(createCybersourceProvider(host.settings).provision(card)).rejects.toMatchObject({
    code: 'outcome_unknown',
  })
  expect(host.seen.map(({ headers }) => headers['accept'])).toEqual(['application/jose'])
})

it('takes a number of any length that a card may have', async () => {
  const given = { ...card, pan: Pan.parse('5120342233150747') }
  expect(await provision({ ...activeToken, type: 'mastercard', card: { suffix: '0747' } }, { given })).toMatchObject({
    token: { network: 'mastercard', card: { lastFour: '0747' } },
  })
})
