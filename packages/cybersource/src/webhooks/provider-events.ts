import { NetworkTokenError, type ProviderEvent, type ProviderEventKind, type RawRequest } from '@nt/core'
import { name } from '../errors.ts'
import { instrumentReference } from '../token-reference.ts'
import { parseWebhook, type WebhookEvent } from './event.ts'
import type { WebhookKey } from './signature.ts'
import { type VerifyWebhookSettings, verifyWebhook } from './verify.ts'

/** How the provider reads webhooks. */
export interface WebhookSettings extends Pick<VerifyWebhookSettings, 'toleranceMs'> {
  /** One key, or several while one is being replaced. */
  readonly keys: readonly WebhookKey[]
}

const kinds: ReadonlyMap<string, ProviderEventKind> = new Map([
  ['PROVISIONED', 'token-provisioned'],
  ['CARD_UPDATED', 'card-changed'],
  ['TOKEN_EXPIRY_UPDATED', 'token-expiry-changed'],
  ['TOKEN_UPDATED', 'token-changed'],
  ['METADATA_UPDATED', 'metadata-changed'],
  ['TOKEN_STATUS_UPDATED', 'token-state-changed'],
  ['REDIGITALIZATION', 'token-replaced'],
  ['REDIGITIZATION', 'token-replaced'],
])

/** @throws NetworkTokenError `webhook_refused` */
export function readEvents(
  request: RawRequest,
  { keys, toleranceMs }: WebhookSettings,
  { provider, at }: { provider: string; at: Date },
): readonly ProviderEvent[] {
  try {
    const events = parseWebhook(verifyWebhook(request, keys, { now: at, toleranceMs }))
    return events.map((event) => toProviderEvent(event, provider))
  } catch (error) {
    if (!NetworkTokenError.isInstance(error)) throw new NetworkTokenError('internal', { provider })
    const { code, operation, issues } = error
    throw new NetworkTokenError(code, { provider, operation, issues })
  }
}

/** References only: states in an event are from when it was made. */
function toProviderEvent(event: WebhookEvent, provider: string): ProviderEvent {
  const { id, reason, tokenizedCards, instrumentIdentifiers } = event
  const tokens = tokenizedCards.map(({ id }) => ({ provider, id }))
  const providerReason = name(reason)
  return {
    provider,
    id,
    kind: kinds.get(reason ?? '') ?? 'other',
    ...(providerReason && { providerReason }),
    // A wallet's token has no tokenized card of its own.
    tokens:
      tokens.length > 0 ? tokens : instrumentIdentifiers.map(({ id }) => ({ provider, id: instrumentReference(id) })),
  }
}
