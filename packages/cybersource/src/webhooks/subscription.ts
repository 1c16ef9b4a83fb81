import { z } from 'zod'
import { count, fields, flag, id, listOf, section, shown } from '../read-fields.ts'
import type { OneOf } from '../tokenized-card.ts'

/** Which events of which product [D]. */
export interface WebhookProduct {
  readonly productId: OneOf<'tokenManagement'>
  /** Samples also show `tms.token.created`, `tms.token.updated`, `tms.token.pan_updated` [S]. */
  readonly eventTypes: readonly OneOf<
    | 'tms.networktoken.provisioned'
    | 'tms.networktoken.updated'
    | 'tms.networktoken.binding'
    | 'tms.token.created'
    | 'tms.token.updated'
    | 'tms.token.pan_updated'
  >[]
}

/** When a delivery that failed is tried again [D]; the unit of its numbers is minutes [I]. */
export interface WebhookRetryPolicy {
  readonly algorithm?: OneOf<'ARITHMETIC' | 'GEOMETRIC'> | undefined
  readonly firstRetry?: number | undefined
  readonly interval?: number | undefined
  readonly numberOfRetries?: number | undefined
  /** Whether failing deliveries switch the webhook off. */
  readonly deactivateFlag?: boolean | undefined
  readonly repeatSequenceCount?: number | undefined
  readonly repeatSequenceWaitTime?: number | undefined
}

/** How deliveries prove who sends them [D]. */
export interface WebhookSecurityPolicy {
  /** KEY: the `v-c-signature`, under a key of `webhooks.createKey`. */
  readonly securityType: OneOf<'KEY' | 'oAuth' | 'oAuth_JWT'>
  /** In the guide only [D]. */
  readonly proxyType?: OneOf<'external'> | undefined
  /** For oAuth [S]. */
  readonly config?:
    | {
        readonly oAuthURL?: string | undefined
        readonly oAuthTokenType?: string | undefined
        readonly additionalConfig?:
          | {
              readonly aud?: string | undefined
              readonly client_id?: string | undefined
              readonly keyId?: string | undefined
              readonly scope?: string | undefined
            }
          | undefined
      }
    | undefined
}

/** `POST /notification-subscriptions/v2/webhooks` [D][S]. */
export interface SubscribeWebhook {
  readonly name?: string | undefined
  readonly description?: string | undefined
  /** Must own the vault [D]. */
  readonly organizationId: string
  readonly products: readonly WebhookProduct[]
  /** https only [D]. */
  readonly webhookUrl: string
  /** https only; must answer GET and POST [D]. */
  readonly healthCheckUrl?: string | undefined
  /** Default DESCENDANTS [D]. */
  readonly notificationScope?: OneOf<'SELF' | 'DESCENDANTS' | 'CUSTOM'> | undefined
  readonly retryPolicy?: WebhookRetryPolicy | undefined
  readonly securityPolicy?: WebhookSecurityPolicy | undefined
}

/** A subscription as the answers describe it [D][S]. */
export interface WebhookSubscription {
  readonly webhookId: string
  readonly organizationId?: string | undefined
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly products?:
    | readonly { readonly productId?: string | undefined; readonly eventTypes?: readonly string[] | undefined }[]
    | undefined
  readonly webhookUrl?: string | undefined
  readonly healthCheckUrl?: string | undefined
  readonly status?: WebhookStatus | undefined
  readonly notificationScope?: OneOf<'SELF' | 'DESCENDANTS' | 'CUSTOM'> | undefined
  readonly retryPolicy?: WebhookRetryPolicy | undefined
  /** What holds a secret of yours, as oAuth may, is in `raw` only. */
  readonly securityPolicy?:
    | { readonly securityType?: string | undefined; readonly proxyType?: string | undefined }
    | undefined
  readonly version?: string | undefined
  readonly deliveryType?: string | undefined
  readonly createdOn?: string | undefined
}

export type WebhookStatus = OneOf<'PENDING_REVIEW' | 'BLOCKED' | 'ACTIVE' | 'INACTIVE' | 'SUSPENDED'>

export const subscriptionSchema: z.ZodType<WebhookSubscription> = fields({
  webhookId: z.string().min(1),
  organizationId: id,
  name: shown,
  description: shown,
  products: listOf({
    productId: shown,
    eventTypes: z
      .array(z.string())
      .nullish()
      .transform((types) => types ?? undefined)
      .catch(undefined),
  }),
  webhookUrl: id,
  healthCheckUrl: id,
  status: shown,
  notificationScope: shown,
  retryPolicy: section({
    algorithm: shown,
    firstRetry: count,
    interval: count,
    numberOfRetries: count,
    deactivateFlag: flag,
    repeatSequenceCount: count,
    repeatSequenceWaitTime: count,
  }),
  securityPolicy: section({ securityType: shown, proxyType: shown }),
  version: shown,
  deliveryType: shown,
  createdOn: shown,
})

/** Webhooks are of their own host part: no card data, so that bodies leave as they are; the SDK never seals them [S]. */
export const webhookRoute = '/notification-subscriptions/v2/webhooks'
