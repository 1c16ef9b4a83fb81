import { z } from 'zod'
import { badRequest, fault, invalidBody } from '../errors.ts'
import { mergePatch } from '../instrument-identifiers/details.ts'
import type { Answer, JsonObject, Operation } from '../routes.ts'
import type { Settings } from '../settings.ts'
import { isLoopback } from './send.ts'
import type { Subscription, WebhookBook } from './webhook-record.ts'

/** The documented members. [D §6.1] An https address, or, in the sandbox, http on this machine. */
const url = z.url().refine((text) => /^https:/i.test(text) || isLoopback(text))
const anything = z.record(z.string(), z.unknown())
const requestBody = z.object({
  name: z.string().max(200).optional(),
  description: z.string().max(500).optional(),
  organizationId: z.string().min(1),
  products: z.array(z.object({ productId: z.string().min(1), eventTypes: z.array(z.string().min(1)).min(1) })).min(1),
  webhookUrl: url,
  healthCheckUrl: url.optional(),
  notificationScope: z.enum(['SELF', 'DESCENDANTS', 'CUSTOM']).default('DESCENDANTS'),
  retryPolicy: anything.optional(),
  securityPolicy: anything.optional(),
})

/** The operations on `/notification-subscriptions/v2/webhooks`. [D §6.1] Their error bodies are those of TMS. [I] */
export function createSubscriptionOperations({ ids, clock }: Settings, webhooks: WebhookBook) {
  /** A change of one subscription. */
  const change =
    (
      status: number,
      make: (found: Subscription, body: JsonObject) => Subscription | { readonly refused: Answer },
    ): Operation =>
    ({ caller, params, body }) => {
      const found = webhooks.find(caller.owner.merchantId, params['webhookId']?.toLowerCase() ?? '')
      if (!found) return fault(404, 'notFound', 'Webhook does not exist')
      const made = make(found, body)
      if ('refused' in made) return made.refused
      if (made !== found) {
        const version = String(Number(found.version) + 1)
        webhooks.put({ ...made, version, updatedOn: clock.now().toISOString() })
      }
      return status === 204 ? { status } : { status, body: toBody(webhooks.find(made.owner, made.webhookId) ?? made) }
    }

  const create: Operation = ({ caller, body }) => {
    const parsed = requestBody.safeParse(body)
    if (!parsed.success) return invalidBody(parsed.error, body)
    const owner = caller.owner.merchantId
    // The organization must be the owner of the vault. [D §6.1]
    if (parsed.data.organizationId.toLowerCase() !== owner.toLowerCase())
      return fault(403, 'forbidden', 'The organization is not the owner of the vault')
    const now = clock.now().toISOString()
    const made: Subscription = {
      ...parsed.data,
      webhookId: ids.uuid(),
      owner,
      // What a new one begins with is not documented. [U]
      status: 'ACTIVE',
      version: '1',
      createdOn: now,
      updatedOn: now,
    }
    webhooks.put(made)
    return { status: 201, body: toBody(made) }
  }

  const list: Operation = ({ caller, query }) => {
    const [organization, product, event] = ['organizationId', 'productId', 'eventType'].map((name) => query.get(name))
    const found = webhooks
      .subscriptionsOf(caller.owner.merchantId)
      .filter(({ organizationId }) => !organization || organizationId === organization)
      .filter(({ products }) =>
        products.some(
          ({ productId, eventTypes }) => (!product || productId === product) && (!event || eventTypes.includes(event)),
        ),
      )
    return { status: 200, body: found.map(toBody) }
  }

  return {
    create,
    list,
    retrieve: change(200, (found) => found),
    patch: change(200, (found, body) => {
      const parsed = requestBody.safeParse(mergePatch(toRequest(found), body))
      if (!parsed.success) return { refused: invalidBody(parsed.error, body) }
      // What the patch removed is gone; the organization stays.
      const { webhookId, owner, organizationId, status, version, createdOn, updatedOn } = found
      return { ...parsed.data, webhookId, owner, organizationId, status, version, createdOn, updatedOn }
    }),
    remove: change(204, (found) => ({ ...found, deleted: true })),
    setStatus: change(200, (found, { status }) =>
      status === 'ACTIVE' || status === 'INACTIVE'
        ? { ...found, status }
        : { refused: badRequest('invalidFields', 'Invalid field values', { name: 'status' }) },
    ),
  }
}

const toBody = ({ owner: _owner, deleted: _deleted, ...shown }: Subscription): JsonObject => ({
  ...shown,
  deliveryType: 'nonGuaranteed',
})

/** What a request could have said. */
const toRequest = (found: Subscription): JsonObject => requestBody.partial().parse(found)
