import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Deliver } from '../index.ts'
import type { MerchantClient } from './merchant-client.ts'

export interface Received {
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
}

/** Takes webhooks in place of the network. */
export function receiver(): { readonly received: Received[]; readonly deliver: Deliver } {
  const received: Received[] = []
  return {
    received,
    deliver: async (url, init) => {
      received.push({ url, headers: init.headers as Record<string, string>, body: String(init.body) })
      return new Response(null, { status: 200 })
    },
  }
}

/** Makes a key and subscribes; gives the key's id and bytes. */
export async function subscribe(
  { send }: MerchantClient,
  changes: object = {},
): Promise<{ readonly keyId: string; readonly key: Buffer; readonly webhookId: string }> {
  const keyInformation = {
    provider: 'nrtd',
    tenant: 'sandbox_mid',
    organizationId: 'sandbox_mid',
    keyType: 'sharedSecret',
    expiryDuration: '365',
  }
  const created = await send({
    path: '/kms/egress/v2/keys-sym',
    body: { clientRequestAction: 'CREATE', keyInformation },
  })
  const { keyInformation: made } = (await created.json()) as { keyInformation: { keyId: string; key: string } }
  const answer = await send({ path: '/notification-subscriptions/v2/webhooks', body: { ...subscription, ...changes } })
  const { webhookId } = (await answer.json()) as { webhookId: string }
  return { keyId: made.keyId, key: Buffer.from(made.key, 'base64'), webhookId }
}

export const subscription = {
  name: 'nt-lcm',
  description: 'network token life cycle',
  organizationId: 'sandbox_mid',
  products: [
    {
      productId: 'tokenManagement',
      eventTypes: ['tms.networktoken.provisioned', 'tms.networktoken.updated', 'tms.networktoken.binding'],
    },
  ],
  webhookUrl: 'https://shop.example/hooks',
  healthCheckUrl: 'https://shop.example/health',
  notificationScope: 'SELF',
  retryPolicy: {
    algorithm: 'ARITHMETIC',
    firstRetry: 1,
    interval: 1,
    numberOfRetries: 3,
    deactivateFlag: false,
    repeatSequenceCount: 0,
    repeatSequenceWaitTime: 0,
  },
  securityPolicy: { securityType: 'KEY', proxyType: 'external' },
}

/** Checks `v-c-signature` as §6.3 says: split at semicolons, then at the first equals sign. */
export function isSigned({ headers, body }: Received, key: Buffer, message = body): boolean {
  const parts = new Map(
    (headers['v-c-signature'] ?? '')
      .split(';')
      .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const),
  )
  const mac = createHmac('sha256', key)
    .update(`${parts.get('t')}.${message}`)
    .digest()
  const sent = Buffer.from(parts.get('sig') ?? '', 'base64')
  return sent.length === mac.length && timingSafeEqual(mac, sent)
}
