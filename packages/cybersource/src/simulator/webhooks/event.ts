import type { JsonObject } from '../routes.ts'
import type { Settings } from '../settings.ts'
import type { TokenRecord } from '../token-record.ts'
import type { WebhookReason } from './notify.ts'
import type { Subscription } from './webhook-record.ts'

/** One thing that has happened to a token. `id` is what a receiver tells repeats by. [D+I §6.2] */
export interface WebhookEvent {
  readonly id: string
  readonly traceId: string
  readonly reason: WebhookReason
  readonly token: Pick<TokenRecord, 'id' | 'owner' | 'state' | 'instrumentIdentifier'>
  readonly paymentInstruments: readonly string[]
  readonly date: Date
}

export const eventTypeOf = (reason: WebhookReason): string =>
  reason === 'PROVISIONED' ? 'tms.networktoken.provisioned' : 'tms.networktoken.updated'

/** The body of §6.2: ids, links and the state; no card data. [D] */
export function toEventBody(
  event: WebhookEvent,
  { webhookId, organizationId }: Subscription,
  retry: number,
  payload: Settings['webhookPayload'],
): JsonObject {
  const { id, reason, token, paymentInstruments, date, traceId } = event
  const { instrumentIdentifier } = token
  const content = {
    organizationId,
    data: {
      version: '1.0',
      id,
      type: reason === 'PROVISIONED' ? 'tokenizedCardEnrollments' : 'tokenizedCardUpdates',
      reason,
      _links: {
        'tokenized-cards': [{ href: `/tms/v2/tokenized-cards/${token.id}`, id: token.id, state: token.state }],
        instrumentIdentifiers: instrumentIdentifier
          ? [{ href: `/tms/v1/instrumentidentifiers/${instrumentIdentifier}`, id: instrumentIdentifier }]
          : [],
        paymentInstruments: paymentInstruments.map((one) => ({ href: `/tms/v1/paymentinstruments/${one}`, id: one })),
        customers: [],
      },
    },
  }
  return {
    eventType: eventTypeOf(reason),
    webhookId,
    productId: 'tokenManagement',
    organizationId,
    // To the second, without a zone. [D]
    eventDate: date.toISOString().slice(0, 19),
    transactionTraceId: `${traceId}-${retry}`,
    retryNumber: retry,
    requestType: 'NEW',
    payload: payload === 'array' ? [content] : content,
  }
}
