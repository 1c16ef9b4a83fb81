import { Secret } from '@nt/core'
import { describe, expect, it } from 'vitest'
import { type FakeAnswer, fakeHost } from '../__fixtures__/fake-host.ts'
import { instrumentIdentifierId as id, instrumentIdentifier } from '../__fixtures__/instrument-identifier.ts'
import { canary } from '../__fixtures__/samples.ts'
import { createCybersource } from '../client.ts'
import type { InstrumentIdentifiers } from './client.ts'

async function use<Value>(work: (client: InstrumentIdentifiers) => Promise<Value>, ...answers: FakeAnswer[]) {
  const host = await fakeHost(...answers)
  const value = await work(createCybersource({ ...host.settings, retries: 0 }).instrumentIdentifiers)
  return { value, request: host.seen[0] }
}
const path = `/tms/v1/instrumentidentifiers/${id}`

describe('a lookup', () => {
  it('tells the identifier, its token and its ETag', async () => {
    const { value, request } = await use((client) => client.get(id), {
      json: instrumentIdentifier,
      headers: { etag: 'W/"3"' },
    })
    expect(request).toMatchObject({ method: 'GET', path, body: undefined })
    expect(value).toEqual({ ...instrumentIdentifier, etag: 'W/"3"', raw: expect.any(Secret), correlationId: 'corr-1' })
  })

  it('asks for BIN details, and for the number in full in a sealed answer', async () => {
    const sealed = { ...instrumentIdentifier, card: { number: canary } }
    const { value, request } = await use((client) => client.get(id, { unmasked: true, retrieveBinDetails: true }), {
      sealed,
    })
    expect(request).toMatchObject({ path: `${path}?retrieveBinDetails=true`, headers: { accept: 'application/jose' } })
    expect(value.card?.number).toBeInstanceOf(Secret)
    expect(value.raw.reveal()).toMatchObject({ card: { number: canary } })
    expect(JSON.stringify(value)).not.toContain(canary)
  })

  it('takes no clear answer where a sealed one was asked for', async () => {
    const work = use((client) => client.get(id, { unmasked: true }), { json: instrumentIdentifier })
    await expect(work).rejects.toMatchObject({ code: 'answer_unreadable' })
  })

  it.each([
    [404, 'token_not_found'],
    [410, 'token_gone'],
    [424, 'configuration_invalid'],
    [403, 'permission_denied'],
  ])('answered with HTTP %i is %s', async (status, code) => {
    const json = { errors: [{ type: 'x' }] }
    await expect(use((client) => client.get(id), { status, json })).rejects.toMatchObject({ code })
  })

  it('answered for another one is refused, whatever the case of the id', async () => {
    const hex = 'a'.repeat(32)
    const json = { ...instrumentIdentifier, id: hex.toUpperCase() }
    expect((await use((client) => client.get(hex), { json })).value.id).toBe(hex.toUpperCase())
    await expect(use((client) => client.get(id), { json })).rejects.toMatchObject({ code: 'answer_mismatch' })
  })
})

describe('an update', () => {
  const changes = {
    billTo: { address1: '2 Main St', address2: null },
    processingInformation: {
      authorizationOptions: {
        initiator: { merchantInitiatedTransaction: { previousTransactionId: '123456789012345' } },
      },
    },
  }

  it('is a merge patch under the ETag that was read', async () => {
    const { value, request } = await use((client) => client.update(id, changes, { ifMatch: 'W/"3"' }), {
      json: instrumentIdentifier,
      headers: { etag: 'W/"4"' },
    })
    expect(request).toMatchObject({ method: 'PATCH', path, headers: { 'if-match': 'W/"3"' } })
    expect(request?.json).toEqual(changes)
    expect(value.etag).toBe('W/"4"')
  })

  it('names no state when none is given', async () => {
    const { request } = await use((client) => client.update(id, { billTo: null }), { json: instrumentIdentifier })
    expect(request?.headers).not.toHaveProperty('if-match')
    expect(request?.json).toEqual({ billTo: null })
  })

  it('of what somebody else has changed in between is a conflict', async () => {
    const json = { errors: [{ type: 'conflict' }] }
    await expect(
      use((client) => client.update(id, changes, { ifMatch: 'W/"1"' }), { status: 412, json }),
    ).rejects.toMatchObject({ code: 'conflict', status: 412, mayHaveTakenEffect: false })
  })

  it.each(['a\r\nb: c', '', 'ü'])('sends no odd ETag: %j', async (ifMatch) => {
    const host = await fakeHost()
    const { instrumentIdentifiers } = createCybersource(host.settings)
    await expect(instrumentIdentifiers.update(id, changes, { ifMatch })).rejects.toMatchObject({
      code: 'input_invalid',
    })
    expect(host.seen).toEqual([])
  })

  it('is not repeated after a lost answer', async () => {
    const host = await fakeHost({ status: 500 })
    const { instrumentIdentifiers } = createCybersource(host.settings)
    await expect(instrumentIdentifiers.update(id, changes)).rejects.toMatchObject({ code: 'outcome_unknown' })
    expect(host.seen).toHaveLength(1)
  })
})

describe('a deletion', () => {
  it.each([
    [204, false],
    [410, true],
  ])('with HTTP %i is done', async (status, alreadyGone) => {
    const { value, request } = await use((client) => client.delete(id), { status })
    expect(request).toMatchObject({ method: 'DELETE', path, body: undefined })
    expect(value).toEqual({ alreadyGone, correlationId: 'corr-1' })
  })

  it('of one that is linked is a conflict that names what is linked', async () => {
    const href = (instrument: string) => ({
      href: `https://apitest.cybersource.com/tms/v1/paymentinstruments/${instrument}`,
    })
    const error = {
      type: 'instrumentIdentifierDeletionError',
      message:
        'Action cannot be performed as the InstrumentIdentifier is associated with one or more PaymentInstruments.',
      _links: { paymentInstruments: [href('A'.repeat(32)), href(canary), {}, href('B'.repeat(32))] },
    }
    const work = (links: object) =>
      use((client) => client.delete(id), { status: 409, json: { errors: [{ ...error, _links: links }] } })
    await expect(work({ paymentInstruments: [href('A'.repeat(32)), href(canary)] })).rejects.toMatchObject({
      code: 'conflict',
      providerCode: 'instrumentIdentifierDeletionError',
      issues: [
        { path: `paymentInstruments.${'A'.repeat(32)}`, problem: 'is linked to it' },
        { path: 'paymentInstruments', problem: 'is linked to it' },
      ],
    })
    for (const odd of [error._links, 'x', null, { paymentInstruments: 'x' }]) {
      await expect(work(odd as object)).rejects.toMatchObject({ code: 'conflict' })
    }
  })
})

describe('an enrolment', () => {
  const request = {
    type: 'enrollable card',
    card: { expirationMonth: '12', expirationYear: '2031', securityCode: new Secret('123') },
    billTo: { postalCode: '0150' },
  } as const

  it.each([
    [202, 'accepted'],
    [204, 'already-enrolled'],
  ] as const)('with HTTP %i is %s', async (status, expected) => {
    const { value, request: sent } = await use((client) => client.enroll(id, request), { status })
    expect(sent).toMatchObject({ method: 'POST', path: `${path}/enrollment` })
    expect(sent?.json).toEqual({ ...request, card: { ...request.card, securityCode: '123' } })
    expect(value).toEqual({ status: expected, correlationId: 'corr-1' })
  })

  it('is no success with a status that nobody documented', async () => {
    await expect(use((client) => client.enroll(id, request), { status: 200 })).rejects.toMatchObject({
      code: 'answer_unreadable',
    })
  })
})

describe('the list of payment instruments', () => {
  const instrument = (place: number) => ({
    _links: { self: { href: `/tms/v1/paymentinstruments/${place}` } },
    id: String(place).padStart(32, 'A'),
    object: 'paymentInstrument',
    state: 'ACTIVE',
    card: { expirationMonth: '12', expirationYear: '2031', type: '001' },
    billTo: { firstName: 'Ann', lastName: 'Test' },
    instrumentIdentifier: { id },
    metadata: { creator: 'sandbox_mid' },
  })
  const page = (offset: number, limit: number, count: number, total: number) => ({
    object: 'collection',
    offset,
    limit,
    count,
    total,
    _links: { next: { href: 'https://elsewhere.example/' } },
    ...(count > 0 && {
      _embedded: { paymentInstruments: Array.from({ length: count }, (_, at) => instrument(offset + at)) },
    }),
  })

  it('comes in pages', async () => {
    const { value, request } = await use((client) => client.listPaymentInstruments(id, { offset: 2, limit: 2 }), {
      json: page(2, 2, 2, 5),
    })
    expect(request?.path).toBe(`${path}/paymentinstruments?offset=2&limit=2`)
    expect(value).toEqual({
      offset: 2,
      limit: 2,
      total: 5,
      paymentInstruments: [instrument(2), instrument(3)],
      nextOffset: 4,
      raw: expect.any(Secret),
      correlationId: 'corr-1',
    })
  })

  it('asks for the first twenty unless told otherwise', async () => {
    const { request } = await use((client) => client.listPaymentInstruments(id), { json: page(0, 20, 0, 0) })
    expect(request?.path).toBe(`${path}/paymentinstruments?offset=0&limit=20`)
  })

  it.each<[string, object, Record<string, string>, object]>([
    ['the last page', page(4, 2, 1, 5), {}, { total: 5, nextOffset: undefined }],
    ['past the end', page(9, 2, 0, 5), {}, { total: 5, paymentInstruments: [], nextOffset: undefined }],
    [
      'a total in the header only',
      { ...page(0, 2, 2, 0), total: undefined },
      { 'x-total-count': '3' },
      { total: 3, nextOffset: 2 },
    ],
    ['no total and a full page', { ...page(0, 2, 2, 0), total: undefined }, {}, { nextOffset: 2 }],
    ['no total and half a page', { ...page(0, 2, 1, 0), total: undefined }, {}, { nextOffset: undefined }],
    [
      'nothing but the list',
      { _embedded: page(0, 2, 1, 1)._embedded },
      {},
      { offset: 0, limit: 2, nextOffset: undefined },
    ],
  ])('is read with %s', async (_, json, headers, expected) => {
    const { value } = await use((client) => client.listPaymentInstruments(id, { offset: 0, limit: 2 }), {
      json,
      headers,
    })
    for (const [name, member] of Object.entries(expected)) expect(value[name as never]).toEqual(member)
  })

  it.each([{ limit: 0 }, { limit: 101 }, { limit: 1.5 }, { offset: -1 }, { offset: Number.NaN }])(
    'has no page %o',
    async (call) => {
      const host = await fakeHost()
      const { instrumentIdentifiers } = createCybersource(host.settings)
      await expect(instrumentIdentifiers.listPaymentInstruments(id, call)).rejects.toMatchObject({
        code: 'input_invalid',
      })
      expect(host.seen).toEqual([])
    },
  )

  it.each(['x', [7], { a: 1 }])('is not read in part: %j', async (paymentInstruments) => {
    const json = { ...page(0, 2, 0, 1), _embedded: { paymentInstruments } }
    await expect(use((client) => client.listPaymentInstruments(id), { json })).rejects.toMatchObject({
      code: 'answer_unreadable',
    })
  })
})
