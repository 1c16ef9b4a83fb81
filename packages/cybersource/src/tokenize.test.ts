import { Secret } from '@nt/core'
import { describe, expect, it } from 'vitest'
import { fakeHost } from './__fixtures__/fake-host.ts'
import { instrumentIdentifierId } from './__fixtures__/instrument-identifier.ts'
import { canary, card, tokenId } from './__fixtures__/samples.ts'
import { createCybersource } from './client.ts'
import type { Tokenize } from './tokenize.ts'

const request: Tokenize = {
  processingInformation: { actionTokenTypes: ['instrumentIdentifier', 'tokenizedCard'] },
  tokenInformation: { instrumentIdentifier: { card: { number: card.pan } } },
}
const identifier = { resource: 'instrumentIdentifier', httpStatus: 200, id: instrumentIdentifierId }
const token = { resource: 'tokenizedCard', httpStatus: 201, id: tokenId }

async function tokenize(responses: unknown, asked: Tokenize = request) {
  const host = await fakeHost({ json: { responses } })
  const value = await createCybersource(host.settings).tokenize.create(asked)
  return { value, request: host.seen[0] }
}

describe('the request', () => {
  const expiry = { expirationMonth: '03', expirationYear: '2031' }
  it.each<[string, Tokenize, object]>([
    [
      'a card number',
      request,
      {
        processingInformation: {
          actionList: ['TOKEN_CREATE'],
          actionTokenTypes: ['instrumentIdentifier', 'tokenizedCard'],
        },
        tokenInformation: { instrumentIdentifier: { card: { number: canary } } },
      },
    ],
    [
      'a transient token alone',
      { tokenInformation: { transientTokenJwt: new Secret('a.b.c') } },
      { tokenInformation: { transientTokenJwt: 'a.b.c' } },
    ],
    [
      'everything',
      {
        processingInformation: { actionList: ['A_NEW_ACTION'], actionTokenTypes: ['customer'] },
        tokenInformation: {
          jti: 'j',
          customer: { buyerInformation: { email: 'a@example.com' } },
          shippingAddress: { default: true },
          paymentInstrument: { card: expiry },
          instrumentIdentifier: { id: instrumentIdentifierId },
          tokenizedCard: { source: 'ONFILE', card: { number: card.pan, ...expiry } },
        },
      },
      {
        processingInformation: { actionList: ['A_NEW_ACTION'], actionTokenTypes: ['customer'] },
        tokenInformation: {
          jti: 'j',
          customer: { buyerInformation: { email: 'a@example.com' } },
          shippingAddress: { default: true },
          paymentInstrument: { card: expiry },
          instrumentIdentifier: { id: instrumentIdentifierId },
          tokenizedCard: { source: 'ONFILE', card: { number: canary, ...expiry } },
        },
      },
    ],
  ])('with %s leaves sealed', async (_, asked, json) => {
    const { request: sent } = await tokenize([identifier], asked)
    expect(sent).toMatchObject({ method: 'POST', path: '/tms/v2/tokenize' })
    expect(sent?.json).toEqual(json)
    expect(Object.keys(JSON.parse(sent?.body ?? ''))).toEqual(['encryptedRequest'])
  })

  it('is not sent at all where it cannot be sealed: the official SDK sends it in clear there', async () => {
    const host = await fakeHost()
    const client = createCybersource({
      ...host.settings,
      auth: {
        type: 'http-signature',
        keyId: '00000000-1111-2222-3333-444444444444',
        sharedSecret: btoa('0'.repeat(32)),
        bodies: 'tls-only',
      },
    })
    await expect(client.tokenize.create(request)).rejects.toMatchObject({ code: 'operation_unsupported' })
    expect(host.seen).toEqual([])
  })

  it('is not repeated after a lost answer', async () => {
    const host = await fakeHost({ status: 500 })
    const { create } = createCybersource(host.settings).tokenize
    await expect(create(request)).rejects.toMatchObject({ code: 'outcome_unknown' })
    expect(host.seen).toHaveLength(1)
  })
})

describe('a success outside', () => {
  it('is complete when every part has succeeded', async () => {
    expect((await tokenize([identifier, token])).value).toEqual({
      outcome: 'complete',
      resources: [
        { status: 'succeeded', ...identifier },
        { status: 'succeeded', ...token },
      ],
      raw: expect.any(Secret),
      correlationId: 'corr-1',
    })
  })

  it('is complete with a part more than was asked for', async () => {
    const asked: Tokenize = { ...request, processingInformation: { actionTokenTypes: ['instrumentIdentifier'] } }
    expect((await tokenize([identifier, token], asked)).value.outcome).toBe('complete')
  })

  const errors = [{ type: 'serverError', message: `about ${canary}`, details: [{ name: 'number', location: 'card' }] }]
  it.each<[string, unknown]>([
    ['has an error status', { ...token, httpStatus: 500 }],
    ['has an error status and no id', { resource: 'tokenizedCard', httpStatus: 400, errors }],
    ['has errors under a good status', { ...token, errors }],
    ['has errors that cannot be read', { ...token, errors: ['x'] }],
    ['has errors that are no list', { ...token, errors: 'x' }],
    ['has no id', { ...token, id: undefined }],
    ['has an empty id', { ...token, id: '' }],
    ['has an id that is no text', { ...token, id: 7 }],
    ['is a redirect', { ...token, httpStatus: 302 }],
    ['has no name', { ...token, resource: undefined }],
  ])('is partial when a part %s', async (_, part) => {
    const { value } = await tokenize([identifier, part])
    expect(value.outcome).toBe('partial')
    expect(value.resources.filter(({ status }) => status === 'succeeded')).toEqual([
      { status: 'succeeded', ...identifier },
    ])
    for (const resource of value.resources) if (resource.status === 'failed') expect(resource).not.toHaveProperty('id')
  })

  it('is partial when a part that was asked for is not mentioned', async () => {
    expect((await tokenize([identifier])).value).toMatchObject({
      outcome: 'partial',
      resources: [{ status: 'succeeded' }, { status: 'failed', resource: 'tokenizedCard', errors: [] }],
    })
  })

  it('is a failure when no part has succeeded', async () => {
    const { value } = await tokenize([
      { resource: 'instrumentIdentifier', httpStatus: 400, errors },
      { resource: 'tokenizedCard', httpStatus: 424, errors: [{ type: 'notAttempted' }] },
    ])
    expect(value).toMatchObject({
      outcome: 'failed',
      resources: [
        {
          status: 'failed',
          resource: 'instrumentIdentifier',
          httpStatus: 400,
          errors: [
            { type: 'serverError', message: expect.any(Secret), details: [{ name: 'number', location: 'card' }] },
          ],
        },
        { status: 'failed', httpStatus: 424, errors: [{ type: 'notAttempted' }] },
      ],
    })
    expect(JSON.stringify(value)).not.toContain(canary)
  })

  it.each<[string, unknown]>([
    ['no parts', []],
    ['no list', { resource: 'tokenizedCard' }],
    ['a part that is none', [identifier, 'x']],
    ['a part without a status', [{ ...token, httpStatus: undefined }]],
    ['a part with a status that is a text', [{ ...token, httpStatus: '201' }]],
  ])('is unreadable with %s', async (_, responses) => {
    await expect(tokenize(responses)).rejects.toMatchObject({ code: 'answer_unreadable', mayHaveTakenEffect: true })
  })
})
