import type { Operation } from '@nt/provider-kit'
import { type Answered, answering } from '../answered.ts'
import type { CybersourceCall } from '../call.ts'
import { plainJson, type Session } from '../session.ts'
import { type SubscribeWebhook, subscriptionSchema, type WebhookSubscription, webhookRoute } from './subscription.ts'

/** What is to change. */
export type UpdateWebhook = { readonly [Name in keyof SubscribeWebhook]?: SubscribeWebhook[Name] | undefined }

/** The same change twice is the same as once. */
const operation: Operation = {
  name: 'webhooks.update',
  method: 'PATCH',
  route: `${webhookRoute}/{webhookId}`,
  statuses: [200],
  repeatable: true,
}

export async function updateWebhook(
  { send, readPlain }: Session,
  webhookId: string,
  changes: UpdateWebhook,
  call?: CybersourceCall,
): Promise<Answered<WebhookSubscription>> {
  const answer = await send(operation, {
    parameters: { webhookId },
    accept: plainJson,
    envelope: 'clear',
    json: changes,
    call,
  })
  return readPlain(answer, answering(subscriptionSchema, answer))
}
