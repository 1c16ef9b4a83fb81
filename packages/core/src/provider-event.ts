import type { TokenRef } from './network-token.ts'

/** A request as it came in, before anything has read it. */
export interface RawRequest {
  /** Names in any case. An array is a header that came more than once. The standard `Headers` fits too. */
  readonly headers:
    | Readonly<Record<string, string | readonly string[] | undefined>>
    | { get(name: string): string | null }
  /** The bytes as received: a body that was parsed and written again has another signature. A string is taken as UTF-8. */
  readonly rawBody: Uint8Array | string
}

/**
 * Something that happened at the provider, told by a webhook. A doorbell, not a letter: it names the tokens, and `retrieve` tells the truth
 * about them, since webhooks are repeated, late, and out of order.
 */
export interface ProviderEvent {
  readonly provider: string
  /** The same for every delivery of this event: what was seen before is answered and dropped. */
  readonly id: string
  readonly kind: ProviderEventKind
  /** The provider's own word. */
  readonly providerReason?: string | undefined
  /** The tokens to look up. Empty for an event that names none. */
  readonly tokens: readonly TokenRef[]
}

/** What happened, as far as the provider says. `other`: something that is not known here; looking up is right all the same. */
export type ProviderEventKind =
  | 'token-provisioned'
  | 'token-state-changed'
  | 'token-expiry-changed'
  | 'token-replaced'
  | 'token-changed'
  | 'card-changed'
  | 'metadata-changed'
  | 'other'
