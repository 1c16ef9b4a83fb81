import type { Answered, AnswerFacts } from '../answered.ts'
import type { CybersourceCall } from '../call.ts'
import type { Deleted } from '../delete.ts'
import type { Session } from '../session.ts'
import type { OneOf } from '../tokenized-card.ts'
import {
  type CreatedWebhookKey,
  type CreateWebhookKey,
  type CreateWebhookKeyCall,
  createWebhookKey,
} from './create-key.ts'
import { deleteWebhook } from './delete.ts'
import { getWebhook } from './get.ts'
import { type ListWebhooks, listWebhooks, type WebhookList } from './list.ts'
import { setWebhookStatus } from './set-status.ts'
import { subscribeWebhook } from './subscribe.ts'
import type { SubscribeWebhook, WebhookSubscription } from './subscription.ts'
import { type UpdateWebhook, updateWebhook } from './update.ts'

/** Webhook subscriptions: test, production and India only [D]. Their bodies hold no card data and leave unsealed, as from the SDK [S]. */
export interface Webhooks {
  /** `POST /kms/egress/v2/keys-sym`: the key that deliveries are signed with. Make it first. */
  createKey(request: CreateWebhookKey, call?: CreateWebhookKeyCall): Promise<CreatedWebhookKey>
  /** `POST /notification-subscriptions/v2/webhooks`. */
  subscribe(request: SubscribeWebhook, call?: CybersourceCall): Promise<Answered<WebhookSubscription>>
  /** `GET …/webhooks/{webhookId}`. */
  get(webhookId: string, call?: CybersourceCall): Promise<Answered<WebhookSubscription>>
  /** `GET …/webhooks?organizationId=…`. */
  list(of: ListWebhooks, call?: CybersourceCall): Promise<WebhookList>
  /** `PATCH …/webhooks/{webhookId}`. */
  update(webhookId: string, changes: UpdateWebhook, call?: CybersourceCall): Promise<Answered<WebhookSubscription>>
  /** `DELETE …/webhooks/{webhookId}`. */
  delete(webhookId: string, call?: CybersourceCall): Promise<Deleted>
  /** `PUT …/webhooks/{webhookId}/status`. */
  setStatus(
    webhookId: string,
    status: OneOf<'ACTIVE' | 'INACTIVE'>,
    call?: CybersourceCall,
  ): Promise<Pick<AnswerFacts, 'correlationId'>>
}

export const createWebhooks = (session: Session): Webhooks => ({
  createKey: (request, call) => createWebhookKey(session, request, call),
  subscribe: (request, call) => subscribeWebhook(session, request, call),
  get: (webhookId, call) => getWebhook(session, webhookId, call),
  list: (of, call) => listWebhooks(session, of, call),
  update: (webhookId, changes, call) => updateWebhook(session, webhookId, changes, call),
  delete: (webhookId, call) => deleteWebhook(session, webhookId, call),
  setStatus: (webhookId, status, call) => setWebhookStatus(session, webhookId, status, call),
})
