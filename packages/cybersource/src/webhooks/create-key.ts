import { Secret } from '@nt/core'
import { type Operation, unreadable } from '@nt/provider-kit'
import { type Answered, answering } from '../answered.ts'
import type { CybersourceCall } from '../call.ts'
import { failed, name } from '../errors.ts'
import { fields, id, section, shown } from '../read-fields.ts'
import type { Session } from '../session.ts'
import type { OneOf } from '../tokenized-card.ts'
import type { WebhookKey } from './signature.ts'

/** `POST /kms/egress/v2/keys-sym` [D][S]. */
export interface CreateWebhookKey {
  readonly organizationId: string
  /** Default: the organization. */
  readonly tenant?: string | undefined
  /** Days; default 365 [D]. */
  readonly expiryDuration?: number | undefined
  /** Your own name for it [S]. */
  readonly clientKeyId?: string | undefined
}

/** For this call [S]. */
export interface CreateWebhookKeyCall extends CybersourceCall {
  /** `v-c-sender-organization-id`. */
  readonly senderOrganizationId?: string | undefined
  /** `v-c-permissions`. */
  readonly permissions?: string | undefined
}

/** The key. It is shown this once: keep it at once [D]. Fits `verifyWebhook` as it is. */
export type CreatedWebhookKey = Answered<
  WebhookKey & {
    /** Base64. */
    readonly key: Secret
    readonly organizationId?: string | undefined
    readonly status?: OneOf<'Active'> | undefined
    readonly expirationDate?: string | undefined
  }
>

/** A key whose answer was lost cannot be had again: make another. */
const operation: Operation = {
  name: 'webhooks.createKey',
  method: 'POST',
  route: '/kms/egress/v2/keys-sym',
  statuses: [200, 201],
}

/** @throws NetworkTokenError `request_rejected` when the answer is a success that says otherwise inside */
export async function createWebhookKey(
  { connection, send, readPlain }: Session,
  { organizationId, tenant = organizationId, expiryDuration = 365, clientKeyId }: CreateWebhookKey,
  { senderOrganizationId, permissions, ...call }: CreateWebhookKeyCall = {},
): Promise<CreatedWebhookKey> {
  const { provider } = connection
  const answer = await send(operation, {
    accept: 'application/hal+json;charset=utf-8',
    envelope: 'clear',
    headers: {
      ...(senderOrganizationId && { 'v-c-sender-organization-id': senderOrganizationId }),
      ...(permissions && { 'v-c-permissions': permissions }),
    },
    json: {
      clientRequestAction: 'CREATE',
      keyInformation: {
        provider: 'nrtd',
        tenant,
        organizationId,
        ...(clientKeyId && { clientKeyId }),
        keyType: 'sharedSecret',
        expiryDuration: String(expiryDuration),
      },
    },
    call,
  })
  const { status, keyInformation, ...facts } = readPlain(answer, answering(schema, answer))
  if (status !== undefined && status.toUpperCase() !== 'SUCCESS') {
    throw failed('request_rejected', answer, provider, {
      message: 'the key was not made',
      providerCode: name(keyInformation?.errorInformation?.reason) ?? name(status),
    })
  }
  const { keyId, key, errorInformation: _, ...rest } = keyInformation ?? {}
  if (keyId === undefined || key === undefined) throw unreadable(answer, provider, 'the answer holds no key')
  return { keyId, key: new Secret(key, 'webhook key'), ...rest, ...facts }
}

const schema = fields({
  status: shown,
  keyInformation: section({
    keyId: id,
    key: id,
    organizationId: id,
    status: shown,
    expirationDate: shown,
    errorInformation: section({ reason: shown }),
  }),
})
