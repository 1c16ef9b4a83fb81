import type { Operation } from '@nt/provider-kit'
import { type Answered, answering } from '../answered.ts'
import type { CybersourceCall } from '../call.ts'
import { plainJson, type Session } from '../session.ts'
import { subscriptionSchema, type WebhookSubscription, webhookRoute } from './subscription.ts'

const operation: Operation = {
  name: 'webhooks.get',
  method: 'GET',
  route: `${webhookRoute}/{webhookId}`,
  statuses: [200],
}

export async function getWebhook(
  { send, readPlain }: Session,
  webhookId: string,
  call?: CybersourceCall,
): Promise<Answered<WebhookSubscription>> {
  const answer = await send(operation, { parameters: { webhookId }, accept: plainJson, call })
  return readPlain(answer, answering(subscriptionSchema, answer))
}
