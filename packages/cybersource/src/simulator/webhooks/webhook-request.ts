import { createHmac } from 'node:crypto'
import type { JsonObject } from '../routes.ts'
import type { Settings } from '../settings.ts'

/** What goes out: the raw body and the documented headers. */
export interface WebhookRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Signs an event: `t=<epoch ms>;keyId=<uuid>;sig=<base64 HMAC-SHA256 of "<t>.<message>">`. [D/S §6.3] */
export function toWebhookRequest(
  event: JsonObject,
  key: { readonly keyId: string; readonly key: Uint8Array },
  time: Date,
  signed: Settings['webhookSignature'],
): WebhookRequest {
  const body = JSON.stringify(event)
  const message = signed === 'payload' ? JSON.stringify(event['payload']) : body
  const t = time.getTime()
  const sig = createHmac('sha256', key.key).update(`${t}.${message}`).digest('base64')
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'v-c-event-type': String(event['eventType']),
      'v-c-organization-id': String(event['organizationId']),
      'v-c-product-name': String(event['productId']),
      'v-c-request-type': String(event['requestType']),
      'v-c-retry-count': String(event['retryNumber']),
      'v-c-signature': `t=${t};keyId=${key.keyId};sig=${sig}`,
      'v-c-transaction-trace-id': String(event['transactionTraceId']),
      'v-c-webhook-id': String(event['webhookId']),
    },
  }
}
