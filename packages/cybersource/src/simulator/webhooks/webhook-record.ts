import type { Store } from '@nt/sandbox'

/** A subscription as it was asked for, and what the host adds. [D §6.1] What it means beyond products, URL and status is kept and not acted on. */
export interface Subscription {
  readonly webhookId: string
  readonly owner: string
  readonly organizationId: string
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly products: readonly { readonly productId: string; readonly eventTypes: readonly string[] }[]
  readonly webhookUrl: string
  readonly healthCheckUrl?: string | undefined
  readonly notificationScope: string
  readonly retryPolicy?: Readonly<Record<string, unknown>> | undefined
  readonly securityPolicy?: Readonly<Record<string, unknown>> | undefined
  readonly status: 'ACTIVE' | 'INACTIVE'
  readonly version: string
  readonly createdOn: string
  readonly updatedOn: string
  readonly deleted?: boolean | undefined
}

/** A key that signs webhooks. It is kept because each of them has to be signed with it; it was shown once. */
export interface WebhookKey {
  readonly keyId: string
  readonly owner: string
  readonly key: string
  readonly expirationDate: string
}

export interface WebhookBook {
  /** Alive, of one owner, oldest first. */
  subscriptionsOf(owner: string): readonly Subscription[]
  find(owner: string, webhookId: string): Subscription | undefined
  put(subscription: Subscription): void
  putKey(key: WebhookKey): void
  /** The newest key of an owner that has not expired. */
  keyOf(owner: string, now: Date): WebhookKey | undefined
}

export function createWebhookBook(store: Store): WebhookBook {
  const subscriptions = store.collection<Subscription>('cybersource.webhooks')
  const keys = store.collection<WebhookKey>('cybersource.webhook-keys')
  return {
    subscriptionsOf: (owner) => [...subscriptions.values()].filter((one) => one.owner === owner && !one.deleted),
    find: (owner, webhookId) => {
      const found = subscriptions.get(webhookId)
      return found?.owner === owner && !found.deleted ? found : undefined
    },
    put: (subscription) => subscriptions.put(subscription.webhookId, subscription),
    putKey: (key) => keys.put(key.keyId, key),
    keyOf: (owner, now) =>
      [...keys.values()].filter((one) => one.owner === owner && Date.parse(one.expirationDate) > now.getTime()).at(-1),
  }
}
