import { z } from 'zod'
import { fault, invalidBody } from '../errors.ts'
import type { Operation } from '../routes.ts'
import type { Settings } from '../settings.ts'
import type { WebhookBook } from './webhook-record.ts'

/** [D §6.1] */
const requestBody = z.looseObject({
  clientRequestAction: z.literal('CREATE'),
  keyInformation: z.looseObject({
    provider: z.literal('nrtd'),
    tenant: z.string().min(1),
    organizationId: z.string().min(1),
    keyType: z.literal('sharedSecret'),
    // Days. The SDK writes text, the guide too.
    expiryDuration: z.union([z.string().regex(/^\d{1,4}$/), z.number().int().positive()]).optional(),
  }),
})

/** `POST /kms/egress/v2/keys-sym`: a key for signing webhooks, shown this once. [D §6.1] */
export const createKey =
  ({ ids, clock }: Settings, webhooks: WebhookBook): Operation =>
  ({ caller, body }) => {
    const parsed = requestBody.safeParse(body)
    if (!parsed.success) return invalidBody(parsed.error, body)
    const { provider, tenant, organizationId, keyType, expiryDuration = '365' } = parsed.data.keyInformation
    const owner = caller.owner.merchantId
    if (organizationId.toLowerCase() !== owner.toLowerCase()) return fault(403, 'forbidden', 'Not your organization')
    const now = clock.now()
    const expirationDate = new Date(now.getTime() + Number(expiryDuration) * 86_400_000).toISOString()
    const key = { keyId: ids.uuid(), owner, key: ids.bytes(32).toString('base64'), expirationDate }
    webhooks.putKey(key)
    return {
      status: 201,
      body: {
        submitTimeUtc: now.toISOString(),
        status: 'SUCCESS',
        keyInformation: {
          provider,
          tenant,
          organizationId,
          keyId: key.keyId,
          key: key.key,
          keyType,
          status: 'Active',
          expirationDate,
        },
      },
    }
  }
