import { Secret } from '@nt/core'
import type { Operation } from '@nt/provider-kit'
import { z } from 'zod'
import { type AnswerFacts, correlated } from '../answered.ts'
import type { CybersourceCall } from '../call.ts'
import { plainJson, type Session } from '../session.ts'
import { subscriptionSchema, type WebhookSubscription, webhookRoute } from './subscription.ts'

/** Whose [D]; product and event narrow it down. */
export interface ListWebhooks {
  readonly organizationId: string
  readonly productId?: string | undefined
  readonly eventType?: string | undefined
}

/** What an organization has subscribed to. */
export interface WebhookList extends Pick<AnswerFacts, 'correlationId'> {
  readonly webhooks: readonly WebhookSubscription[]
  /** The whole answer, hidden. */
  readonly raw: Secret<unknown>
}

export async function listWebhooks(
  { send, readPlain }: Session,
  { organizationId, productId, eventType }: ListWebhooks,
  call?: CybersourceCall,
): Promise<WebhookList> {
  const parameters = {
    organizationId,
    ...(productId !== undefined && { productId }),
    ...(eventType !== undefined && { eventType }),
  }
  const query = Object.keys(parameters).map((name) => `${name}={${name}}`)
  const operation: Operation = {
    name: 'webhooks.list',
    method: 'GET',
    route: `${webhookRoute}?${query.join('&')}`,
    statuses: [200],
  }
  const answer = await send(operation, { parameters, accept: plainJson, call })
  return { ...readPlain(answer, list), ...correlated(answer) }
}

/** An array [S]; an object around it is taken too. */
const list = z.unknown().transform((body, context) => {
  const read = z
    .union([z.array(subscriptionSchema), z.object({ webhooks: z.array(subscriptionSchema) })])
    .safeParse(body)
  if (read.success)
    return { webhooks: 'webhooks' in read.data ? read.data.webhooks : read.data, raw: new Secret(body, 'answer') }
  context.addIssue('not a list of subscriptions')
  return z.NEVER
})
