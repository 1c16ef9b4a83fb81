import { randomBytes } from 'node:crypto'
import { type Clock, systemClock } from '@nt/core'
import type { MerchantKeys } from '@nt/mle/testing'
import { createIds, createStore, type Ids, type Store } from '@nt/sandbox'

/** A merchant as the host knows it: what `makeMerchantKeys` gives fits. Of the keys only the provider's side is looked at. */
export interface SimulatedMerchant {
  readonly merchantId: string
  readonly provider: MerchantKeys['provider']
  /**
   * For a portfolio: the merchants its key may sign for. The token's `iss` is then the portfolio, `v-c-merchant-id` one of these, and all of
   * them share the portfolio's vault. [X §2b, dump J7]
   */
  readonly transactingMerchants?: readonly string[] | undefined
}

/** How the flat members of §4.1 are arranged. Which one the live host sends is unknown. [U §10] */
export type TokenizedCardBody = 'flat' | 'nested' | 'both'

export interface CybersourceSimulatorOptions {
  /** Whose requests are accepted. */
  readonly merchants: SimulatedMerchant | readonly SimulatedMerchant[]
  /** What the host remembers. Default: memory. */
  readonly store?: Store | undefined
  readonly clock?: Clock | undefined
  readonly ids?: Ids | undefined
  /** Finds a card again without keeping it. Give one with a store that outlives the process. Default: random. */
  readonly fingerprintKey?: Uint8Array | undefined
  /** What `request-host` may say. Default: the request's own Host header, and `apitest.cybersource.com`. [X §9.1] */
  readonly requestHost?: string | readonly string[] | undefined
  /** By how much a client's clock may differ. Default 30. [U §10] */
  readonly clockSkewSeconds?: number | undefined
  /** The longest time from `iat` to `exp`. Default 120. [D §2b] */
  readonly maxLifetimeSeconds?: number | undefined
  /** Default `flat`. [U §10] */
  readonly tokenizedCardBody?: TokenizedCardBody | undefined
  /** Default true: a card number in clear is refused. The sandbox's own policy, so that nobody learns to send one. */
  readonly requireRequestMle?: boolean | undefined
  /**
   * What `Accept: application/jose` together with the claim `v-c-response-mle-kid` gets, except from payment-credentials, where jose always
   * wins. Default `encryptedResponse`. [U §10]
   */
  readonly whenBothAsked?: 'encryptedResponse' | 'jose' | undefined
  /** The profiles that exist. Another one in `profile-id` gets 424 [D §4.0]. Default: any is taken, and none need be named. */
  readonly profiles?: readonly string[] | undefined
  /** With `profiles`: the one a request without `profile-id` gets. Without it such a request gets 400 missingHeaders. [D §4.0] */
  readonly defaultProfile?: string | undefined
}

/** The options with every default filled in. */
export interface Settings {
  readonly merchants: readonly SimulatedMerchant[]
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly fingerprintKey: Uint8Array
  readonly requestHosts: readonly string[] | undefined
  readonly clockSkewSeconds: number
  readonly maxLifetimeSeconds: number
  readonly tokenizedCardBody: TokenizedCardBody
  readonly requireRequestMle: boolean
  readonly whenBothAsked: 'encryptedResponse' | 'jose'
  readonly profiles: readonly string[] | undefined
  readonly defaultProfile: string | undefined
}

export function toSettings(options: CybersourceSimulatorOptions): Settings {
  const { merchants, requestHost } = options
  return {
    merchants: 'merchantId' in merchants ? [merchants] : merchants,
    store: options.store ?? createStore(),
    clock: options.clock ?? systemClock,
    ids: options.ids ?? createIds(),
    fingerprintKey: options.fingerprintKey ?? randomBytes(32),
    requestHosts: typeof requestHost === 'string' ? [requestHost] : requestHost,
    clockSkewSeconds: options.clockSkewSeconds ?? 30,
    maxLifetimeSeconds: options.maxLifetimeSeconds ?? 120,
    tokenizedCardBody: options.tokenizedCardBody ?? 'flat',
    requireRequestMle: options.requireRequestMle ?? true,
    whenBothAsked: options.whenBothAsked ?? 'encryptedResponse',
    profiles: options.profiles,
    defaultProfile: options.defaultProfile,
  }
}
