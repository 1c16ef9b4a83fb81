import type { Operation } from '@nt/provider-kit'
import { type Answered, answering } from '../answered.ts'
import type { CybersourceCall } from '../call.ts'
import { plainJson, type Session } from '../session.ts'
import { type SubscribeWebhook, subscriptionSchema, type WebhookSubscription, webhookRoute } from './subscription.ts'

/** Not repeatable: each one makes another subscription. */
const operation: Operation = { name: 'webhooks.subscribe', method: 'POST', route: webhookRoute, statuses: [200, 201] }

export async function subscribeWebhook(
  { send, readPlain }: Session,
  request: SubscribeWebhook,
  call?: CybersourceCall,
): Promise<Answered<WebhookSubscription>> {
  const answer = await send(operation, { accept: plainJson, envelope: 'clear', json: request, call })
  return readPlain(answer, answering(subscriptionSchema, answer))
}
