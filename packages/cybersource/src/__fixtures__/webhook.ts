import { createHmac } from 'node:crypto'
import type { RawRequest } from '@nt/core'
import type { WebhookDelivery } from '@nt/core/testing'

/** A signing key that is used nowhere else. */
export const webhookKey = {
  keyId: '6d75ffad-ed36-4a6d-85af-5609185494f4',
  key: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
}
const strangersKey = 'ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA='

/** What may differ from the guide's example. */
export interface WebhookChange {
  readonly event?: string
  readonly tokenId?: string
  readonly reason?: string
  readonly retry?: number
  readonly array?: boolean
}

/** A delivery as the guide prints it. */
export function webhookBody({ event = 'E'.repeat(32), tokenId = 'F'.repeat(32), ...change }: WebhookChange = {}) {
  const { reason = 'TOKEN_STATUS_UPDATED', retry = 0, array = false } = change
  const payload = {
    organizationId: 'sandbox_mid',
    data: {
      version: '1.0',
      id: event,
      type: 'tokenizedCardUpdates',
      reason,
      _links: {
        'tokenized-cards': [{ href: `/tms/v2/tokenized-cards/${tokenId}`, id: tokenId, state: 'SUSPENDED' }],
        instrumentIdentifiers: [
          { href: '/tms/v1/instrumentidentifiers/7030000000000014639', id: '7030000000000014639' },
        ],
        paymentInstruments: [],
        customers: [],
      },
    },
  }
  return {
    eventType: 'tms.networktoken.updated',
    webhookId: 'e1b2c3d4-0000-4000-8000-000000000001',
    productId: 'tokenManagement',
    organizationId: 'sandbox_mid',
    eventDate: '2026-11-22T07:00:00',
    transactionTraceId: `5f0e1d2c-${retry}`,
    retryNumber: retry,
    requestType: 'NEW',
    payload: array ? [payload] : payload,
  }
}

/** Signed here, not by the code under test. */
export function deliverWebhook({ token, event, retry, at, signedBy }: WebhookDelivery): RawRequest {
  const rawBody = JSON.stringify(webhookBody({ event, tokenId: token.id, retry }))
  const key = Buffer.from(signedBy === 'provider' ? webhookKey.key : strangersKey, 'base64')
  const t = at.getTime()
  const sig = createHmac('sha256', key).update(`${t}.${rawBody}`).digest('base64')
  return { headers: { 'v-c-signature': `t=${t};keyId=${webhookKey.keyId};sig=${sig}` }, rawBody }
}
