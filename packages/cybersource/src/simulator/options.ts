import type { Clock } from '@nt/core'
import type { MerchantKeys } from '@nt/mle/testing'
import type { Ids, Store } from '@nt/sandbox'
import type { Switches } from './switches.ts'

/** A merchant as the host knows it: what `makeMerchantKeys` gives fits. Of the keys only the provider's side is looked at. */
export interface SimulatedMerchant {
  readonly merchantId: string
  readonly provider: MerchantKeys['provider']
  /** For HTTP Signature and for JWTs signed HS256: each a key id, a UUID, and a secret in base64. [S §2a] */
  readonly sharedSecrets?: readonly SharedSecret[] | undefined
  /**
   * For a portfolio: the merchants its key may sign for. The token's `iss` is then the portfolio, `v-c-merchant-id` one of these, and all of
   * them share the portfolio's vault. [X §2b, dump J7]
   */
  readonly transactingMerchants?: readonly string[] | undefined
}

export interface SharedSecret {
  readonly keyId: string
  /** Base64; its bytes are the key. */
  readonly secret: string
}

export interface CybersourceSimulatorOptions extends Switches {
  /** Whose requests are accepted. */
  readonly merchants: SimulatedMerchant | readonly SimulatedMerchant[]
  /** What the host remembers. Default: memory. */
  readonly store?: Store | undefined
  readonly clock?: Clock | undefined
  readonly ids?: Ids | undefined
  /** Finds a card again without keeping it. Give one with a store that outlives the process. Default: random. */
  readonly fingerprintKey?: Uint8Array | undefined
  /** What a signature may name as host. Default: the request's own Host header, and `apitest.cybersource.com`. [X §9.1] */
  readonly requestHost?: string | readonly string[] | undefined
  /** The longest time from `iat` to `exp`. Default 120. [D §2b] */
  readonly maxLifetimeSeconds?: number | undefined
  /** Default true: a card number in clear is refused. The sandbox's own policy, so that nobody learns to send one. */
  readonly requireRequestMle?: boolean | undefined
  /** The profiles that exist. Another one in `profile-id` gets 424 [D §4.0]. Default: any is taken, and none need be named. */
  readonly profiles?: readonly string[] | undefined
  /** With `profiles`: the one a request without `profile-id` gets. Without it such a request gets 400 missingHeaders. [D §4.0] */
  readonly defaultProfile?: string | undefined
  /** The profiles that lack the permission for everything: 403 forbidden. Default: none. [D §4.0] */
  readonly profilesWithoutPermission?: readonly string[] | undefined
  /** Sends webhooks. Default: the global `fetch`, to this machine only; other targets are refused and noted in `control.deliveries`. */
  readonly deliver?: Deliver | undefined
}

/** Sends one webhook. What it answers is noted; a rejection is noted too and never thrown. */
export type Deliver = (url: string, init: RequestInit) => Promise<Response>
