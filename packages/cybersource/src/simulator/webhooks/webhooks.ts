import type { Background } from '../background.ts'
import type { InstrumentBook } from '../instrument-identifiers/instrument-record.ts'
import type { Settings } from '../settings.ts'
import type { TokenRecord } from '../token-record.ts'
import { eventTypeOf, toEventBody, type WebhookEvent } from './event.ts'
import type { WebhookReason } from './notify.ts'
import { sendToLoopback } from './send.ts'
import type { Subscription, WebhookBook } from './webhook-record.ts'
import { toWebhookRequest } from './webhook-request.ts'

/** How a delivery goes wrong. */
export type WebhookVariant = 'duplicate' | 'late' | 'out-of-order' | 'forged' | 'wrong-body'

/** One delivery, sent or not. */
export interface WebhookDelivery {
  readonly webhookId: string
  readonly url: string
  readonly eventType: string
  readonly reason: WebhookReason
  readonly tokenId: string
  readonly variant?: WebhookVariant | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The receiver's status, or why there is none. */
  readonly outcome: { readonly status: number } | { readonly failed: string }
}

export interface Webhooks {
  /** In the order in which they ended. In memory only. */
  readonly deliveries: readonly WebhookDelivery[]
  send(token: TokenRecord, reason: WebhookReason, variant?: WebhookVariant): void
}

/** Later than the 60 minutes that two plugins tolerate. [S §6.3] */
const LATE_MS = 2 * 3_600_000

/** Sends events to whoever has subscribed. */
export function createWebhooks(
  settings: Settings,
  book: WebhookBook,
  instruments: InstrumentBook,
  background: Background,
): Webhooks {
  const { ids, clock, webhookPayload, webhookSignature, deliver = sendToLoopback } = settings
  const deliveries: WebhookDelivery[] = []

  const toEvent = (token: WebhookEvent['token'], reason: WebhookReason, age = 0): WebhookEvent => ({
    id: ids.hex(32).toUpperCase(),
    traceId: ids.uuid(),
    reason,
    token,
    paymentInstruments: token.instrumentIdentifier
      ? instruments.paymentInstrumentsOf(token.owner, token.instrumentIdentifier).map(({ id }) => id)
      : [],
    date: new Date(clock.now().getTime() - age),
  })

  async function deliverOne(
    event: WebhookEvent,
    subscription: Subscription,
    variant?: WebhookVariant,
    retry = 0,
  ): Promise<void> {
    const { webhookId, webhookUrl: url, owner } = subscription
    const known = book.keyOf(owner, clock.now())
    const real = known && { keyId: known.keyId, key: Buffer.from(known.key, 'base64') }
    const key = real && variant === 'forged' ? { ...real, key: ids.bytes(32) } : real
    const time = new Date(clock.now().getTime() - (variant === 'late' ? LATE_MS : 0))
    const made = toEventBody(event, subscription, retry, webhookPayload)
    const request = toWebhookRequest(made, key ?? { keyId: '', key: new Uint8Array(1) }, time, webhookSignature)
    // Signed for one state and changed to another on the way.
    const body = variant === 'wrong-body' ? request.body.replace(/"state":"\w+"/, '"state":"FORGED"') : request.body
    const { headers } = request
    const about = {
      webhookId,
      url,
      eventType: eventTypeOf(event.reason),
      reason: event.reason,
      tokenId: event.token.id,
    }
    const note = (outcome: WebhookDelivery['outcome']) => {
      deliveries.push({ ...about, ...(variant && { variant }), headers, body, outcome })
    }
    if (!key)
      return note({ failed: 'not sent: there is no key to sign with, make one with POST /kms/egress/v2/keys-sym' })
    try {
      const response = await deliver(url, { method: 'POST', headers, body })
      await response.body?.cancel()
      note({ status: response.status })
    } catch (error) {
      note({ failed: error instanceof Error ? error.message : 'not delivered' })
    }
  }

  async function deliverVariant(
    token: TokenRecord,
    reason: WebhookReason,
    subscription: Subscription,
    variant: WebhookVariant | undefined,
  ): Promise<void> {
    const event = toEvent(token, reason, variant === 'late' ? LATE_MS : 0)
    await deliverOne(event, subscription, variant)
    if (variant === 'duplicate') await deliverOne(event, subscription, variant, 1)
    if (variant === 'out-of-order') {
      // After the newest event comes an older one that tells of a state the token is no longer in.
      const state = token.state === 'ACTIVE' ? 'SUSPENDED' : 'ACTIVE'
      await deliverOne(toEvent({ ...token, state }, reason, 60_000), subscription, variant)
    }
  }

  return {
    deliveries,
    send: (token, reason, variant) => {
      const subscribed = book
        .subscriptionsOf(token.owner)
        .filter(({ status }) => status === 'ACTIVE')
        .filter(({ products }) =>
          products.some(
            ({ productId, eventTypes }) => productId === 'tokenManagement' && eventTypes.includes(eventTypeOf(reason)),
          ),
        )
      for (const subscription of subscribed)
        background.later(() => deliverVariant(token, reason, subscription, variant))
    },
  }
}
