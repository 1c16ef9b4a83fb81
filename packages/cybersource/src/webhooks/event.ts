import { createHash } from 'node:crypto'
import { count, id, isObject, present, section, shown } from '../read-fields.ts'
import type { OneOf } from '../tokenized-card.ts'
import type { VerifiedWebhook } from './verify.ts'

/** What happened to a token [D]. The last two are one: a guide example spells it the second way. */
export type WebhookReason = OneOf<
  | 'PROVISIONED'
  | 'CARD_UPDATED'
  | 'TOKEN_EXPIRY_UPDATED'
  | 'TOKEN_UPDATED'
  | 'METADATA_UPDATED'
  | 'TOKEN_STATUS_UPDATED'
  | 'REDIGITALIZATION'
  | 'REDIGITIZATION'
>

/** One event of network tokens. It holds references and no card data [D]: look the tokenized card up. */
export interface WebhookEvent {
  /** `payload.data.id`: the same for every delivery of this event [D][I]. Without one: a hash of the event itself. */
  readonly id: string
  readonly type?: OneOf<'tokenizedCardEnrollments' | 'tokenizedCardUpdates'> | undefined
  /** One guide example of METADATA_UPDATED shows another reason: the lookup knows better. */
  readonly reason?: WebhookReason | undefined
  /** Of the format: `1.0` [D]. */
  readonly version?: string | undefined
  readonly organizationId?: string | undefined
  /** `tokenized-cards` on the wire. */
  readonly tokenizedCards: readonly WebhookReference[]
  readonly instrumentIdentifiers: readonly WebhookReference[]
  readonly paymentInstruments: readonly WebhookReference[]
  readonly customers: readonly WebhookReference[]
  /** What stands around the payload; absent when the signature does not cover it. */
  readonly delivery?: WebhookDeliveryFacts | undefined
}

/** One thing an event is about. */
export interface WebhookReference {
  readonly id: string
  readonly href?: string | undefined
  /** With TOKEN_STATUS_UPDATED [D]. As it was when the event was made. */
  readonly state?: OneOf<'ACTIVE' | 'SUSPENDED' | 'DELETED'> | undefined
}

/** About the delivery [D]. */
export interface WebhookDeliveryFacts {
  readonly eventType?:
    | OneOf<'tms.networktoken.provisioned' | 'tms.networktoken.updated' | 'tms.networktoken.binding'>
    | undefined
  readonly webhookId?: string | undefined
  /** `tokenManagement`. */
  readonly productId?: string | undefined
  readonly organizationId?: string | undefined
  /** Without a time zone. */
  readonly eventDate?: string | undefined
  /** Ends in the number of the attempt: it differs from delivery to delivery. */
  readonly transactionTraceId?: string | undefined
  readonly retryNumber?: number | undefined
  /** `NEW`. */
  readonly requestType?: string | undefined
}

/** The events of a verified webhook: one, or several where the payload is an array as in the older format [D]; none for a test or a ping. */
export function parseWebhook({ covers, signed }: VerifiedWebhook): readonly WebhookEvent[] {
  const around = covers === 'body' ? delivery.parse(signed) : undefined
  return [signed['payload']].flat().flatMap((entry) => {
    if (!isObject(entry)) return []
    const organizationId = id.parse(entry['organizationId'])
    return ['data' in entry ? entry['data'] : entry]
      .flat()
      .filter(isObject)
      .map((data) => toEvent(data, organizationId, around))
  })
}

function toEvent(
  data: Record<string, unknown>,
  organizationId: string | undefined,
  around: WebhookDeliveryFacts | undefined,
): WebhookEvent {
  const { id: told, type, reason, version } = facts.parse(data) ?? {}
  const links = isObject(data['_links']) ? data['_links'] : {}
  return present({
    id: told ?? `sha256:${createHash('sha256').update(JSON.stringify(data)).digest('hex')}`,
    type,
    reason,
    version,
    organizationId,
    tokenizedCards: referencesIn(links['tokenized-cards'] ?? links['tokenizedCards']),
    instrumentIdentifiers: referencesIn(links['instrumentIdentifiers']),
    paymentInstruments: referencesIn(links['paymentInstruments']),
    customers: referencesIn(links['customers']),
    delivery: around,
  })
}

const facts = section({ id, type: shown, reason: shown, version: shown })
const reference = section({ id, href: id, state: shown })
const delivery = section({
  eventType: shown,
  webhookId: id,
  productId: shown,
  organizationId: id,
  eventDate: shown,
  transactionTraceId: id,
  retryNumber: count,
  requestType: shown,
})

function referencesIn(links: unknown): WebhookReference[] {
  return [links].flat().flatMap((each) => {
    const { id: told, href, state } = reference.parse(each) ?? {}
    const named = told ?? /\/([^/?#]+)\/?(?:[?#]|$)/.exec(href ?? '')?.[1]
    return named !== undefined && /^[\w-]{1,64}$/.test(named) ? [present({ id: named, href, state })] : []
  })
}
