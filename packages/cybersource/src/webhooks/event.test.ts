import { describe, expect, it } from 'vitest'
import { type WebhookChange, webhookBody, webhookKey } from '../__fixtures__/webhook.ts'
import { parseWebhook } from './event.ts'
import { readEvents } from './provider-events.ts'
import { signWebhook } from './signature.ts'
import { type VerifiedWebhook, verifyWebhook } from './verify.ts'

const at = new Date('2026-11-22T08:00:00Z')
const tokenId = 'F'.repeat(32)

function received(body: unknown, covers: 'body' | 'payload' = 'body') {
  const rawBody = JSON.stringify(body)
  return { headers: { 'v-c-signature': signWebhook(rawBody, webhookKey, { at, covers }) }, rawBody }
}
const verified = (body: unknown, covers?: 'body' | 'payload'): VerifiedWebhook =>
  verifyWebhook(received(body, covers), [webhookKey], { now: at })
const provided = (body: unknown) => readEvents(received(body), { keys: [webhookKey] }, { provider: 'cybersource', at })

it.each([false, true])('reads the documented body, its payload in a list: %s', (array) => {
  expect(parseWebhook(verified(webhookBody({ array, event: 'E1' })))).toEqual([
    {
      id: 'E1',
      type: 'tokenizedCardUpdates',
      reason: 'TOKEN_STATUS_UPDATED',
      version: '1.0',
      organizationId: 'sandbox_mid',
      tokenizedCards: [{ id: tokenId, href: `/tms/v2/tokenized-cards/${tokenId}`, state: 'SUSPENDED' }],
      instrumentIdentifiers: [{ id: '7030000000000014639', href: '/tms/v1/instrumentidentifiers/7030000000000014639' }],
      paymentInstruments: [],
      customers: [],
      delivery: {
        eventType: 'tms.networktoken.updated',
        webhookId: 'e1b2c3d4-0000-4000-8000-000000000001',
        productId: 'tokenManagement',
        organizationId: 'sandbox_mid',
        eventDate: '2026-11-22T07:00:00',
        transactionTraceId: '5f0e1d2c-0',
        retryNumber: 0,
        requestType: 'NEW',
      },
    },
  ])
})

it('tells nothing of the delivery where only the payload is signed', () => {
  const [event] = parseWebhook(verified(webhookBody(), 'payload'))
  expect(event?.tokenizedCards).toHaveLength(1)
  expect(event?.delivery).toBeUndefined()
})

it('reads every event of a list', () => {
  const { payload } = webhookBody({ event: 'E1' })
  const { payload: other } = webhookBody({ event: 'E2' })
  expect(parseWebhook(verified({ payload: [payload, other] })).map(({ id }) => id)).toEqual(['E1', 'E2'])
  const nested = { organizationId: 'sandbox_mid', data: [{ id: 'E3' }, { id: 'E4' }] }
  expect(parseWebhook(verified({ payload: nested })).map(({ id }) => id)).toEqual(['E3', 'E4'])
})

it.each<[string, string]>([
  ['PROVISIONED', 'token-provisioned'],
  ['CARD_UPDATED', 'card-changed'],
  ['TOKEN_EXPIRY_UPDATED', 'token-expiry-changed'],
  ['TOKEN_UPDATED', 'token-changed'],
  ['METADATA_UPDATED', 'metadata-changed'],
  ['TOKEN_STATUS_UPDATED', 'token-state-changed'],
  ['REDIGITALIZATION', 'token-replaced'],
  ['REDIGITIZATION', 'token-replaced'],
  ['A_NEW_REASON', 'other'],
  ['constructor', 'other'],
])('the reason %s survives, and is %s in our words', (reason, kind) => {
  expect(parseWebhook(verified(webhookBody({ reason })))[0]?.reason).toBe(reason)
  expect(provided(webhookBody({ reason, event: 'E1' }))).toEqual([
    {
      provider: 'cybersource',
      id: 'E1',
      kind,
      providerReason: reason,
      tokens: [{ provider: 'cybersource', id: tokenId }],
    },
  ])
})

describe('the id of an event', () => {
  const idOf = (body: object) => parseWebhook(verified(body))[0]?.id
  const without = (change: WebhookChange) => {
    const { payload, ...around } = webhookBody(change) as { payload: { data: object } }
    return { ...around, payload: { ...payload, data: { ...payload.data, id: undefined } } }
  }

  it('is the same for every delivery', () => {
    expect(idOf(webhookBody({ event: 'E1', retry: 0 }))).toBe(idOf(webhookBody({ event: 'E1', retry: 3 })))
  })

  it('is made from the event where it has none, and is the same for every delivery then too', () => {
    expect(idOf(without({ retry: 0 }))).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(idOf(without({ retry: 0 }))).toBe(idOf(without({ retry: 3 })))
    expect(idOf(without({}))).not.toBe(idOf(without({ reason: 'PROVISIONED' })))
  })
})

it.each<[string, unknown, string[]]>([
  ['by its link alone', [{ href: `https://api.example/tms/v2/tokenized-cards/${tokenId}?x=1` }], [tokenId]],
  ['not in a list', { id: tokenId }, [tokenId]],
  ['with an id that could not be in a path', [{ id: '../x' }, { id: 'a b' }, { id: '' }, { id: 7 }, 'x', null], []],
  ['twice', [{ id: 'A1' }, { id: 'B2' }], ['A1', 'B2']],
  ['not at all', undefined, []],
])('finds the token that is named %s', (_, links, ids) => {
  const body = { payload: { data: { id: 'E1', _links: { 'tokenized-cards': links } } } }
  expect(parseWebhook(verified(body))[0]?.tokenizedCards.map(({ id }) => id)).toEqual(ids)
})

it("names a wallet's token by its instrument identifier, where nothing else is named", () => {
  const body = { payload: { data: { id: 'E1', _links: { instrumentIdentifiers: [{ id: '7030000000000014639' }] } } } }
  expect(provided(body)[0]?.tokens).toEqual([
    { provider: 'cybersource', id: 'instrument-identifier:7030000000000014639' },
  ])
})

it.each<[string, object]>([
  ['a test', { payloads: { testPayload: { message: 'x' } } }],
  ['an empty payload', { payload: {} }],
  ['a payload that is a text', { payload: 'x' }],
  ['a list of odd things', { payload: [null, 7, 'x', []] }],
])('takes %s for no event, or one that names nothing', (_, body) => {
  for (const { tokens } of provided(body)) expect(tokens).toEqual([])
})

it('keeps a number that should not be there out of what is shown', () => {
  const canary = '4622943123116478'
  const { payload, ...around } = webhookBody({ reason: canary }) as { payload: { data: object } }
  const body = { ...around, payload: { ...payload, data: { ...payload.data, type: `a ${canary}`, card: canary } } }
  expect(JSON.stringify([parseWebhook(verified(body)), provided(body)])).not.toContain(canary)
})
