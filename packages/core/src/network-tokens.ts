import type { Card } from './card.ts'
import type { CardArt, CardArtAsset } from './card-art.ts'
import { type Clock, systemClock } from './clock.ts'
import { NetworkTokenError } from './error.ts'
import type { NetworkToken, TokenRef } from './network-token.ts'
import type { CredentialIntent, PaymentCredential } from './payment-credential.ts'
import type {
  CallOptions,
  DeviceToken,
  NetworkTokenProvider,
  ProviderTokenSource,
  ProvisionOutcome,
  RemovalReason,
} from './provider.ts'
import type { ProviderEvent, RawRequest } from './provider-event.ts'
import { createHoldStore, type Hold, type HoldStore, hold, holdOn, refuseHeld, release } from './use-cases/hold.ts'
import { type ProvisionOptions, provision } from './use-cases/provision.ts'
import { type Recovery, recover } from './use-cases/recover.ts'
import { type SettleOptions, settle } from './use-cases/settle.ts'

/** The use cases, over whichever providers there are. */
export interface NetworkTokens {
  readonly providers: readonly string[]
  provision(provider: string, card: Card, options?: ProvisionOptions): Promise<ProvisionOutcome>
  provisionFrom(provider: string, source: ProviderTokenSource, call?: CallOptions): Promise<ProvisionOutcome>
  enrollDeviceToken(provider: string, token: DeviceToken, call?: CallOptions): Promise<ProvisionOutcome>
  /** Goes on waiting for a pending token, from its reference alone: at once, after a restart, or in another process. */
  settle(ref: TokenRef, options?: SettleOptions): Promise<ProvisionOutcome>
  /** What became of a `provision` whose answer was lost, as far as the provider can be asked. Never makes a network token. */
  recover(provider: string, card: Card, call?: CallOptions): Promise<Recovery>
  get(ref: TokenRef, call?: CallOptions): Promise<NetworkToken>
  /** @throws NetworkTokenError `token_held` when the token is held here; the provider is then not asked. */
  credential(ref: TokenRef, intent: CredentialIntent, call?: CallOptions): Promise<PaymentCredential>
  remove(ref: TokenRef, reason: RemovalReason, call?: CallOptions): Promise<void>
  /** Hands out no more credentials of this token, **here only**: nothing is said to the provider, whose token stays as it is. */
  hold(ref: TokenRef, reason?: string): Promise<Hold>
  /** Ends a hold. */
  release(ref: TokenRef): Promise<void>
  holdOn(ref: TokenRef): Promise<Hold | undefined>
  cardArt(ref: TokenRef, asset: CardArtAsset, call?: CallOptions): Promise<CardArt>
  readEvents(provider: string, request: RawRequest): Promise<readonly ProviderEvent[]>
}

/** What the use cases share. */
export interface NetworkTokensSettings {
  /** Where holds are kept. Default: in memory, for this process. */
  readonly holds?: HoldStore | undefined
  /** Default: the system clock. */
  readonly clock?: Clock | undefined
}

/**
 * Brings providers and use cases together.
 * @example
 * const tokens = createNetworkTokens([createCybersourceProvider(settings), createWorldpayProvider(others)])
 * const outcome = await tokens.provision('worldpay', card, { wait: {} })
 */
export function createNetworkTokens(
  providers: readonly NetworkTokenProvider[],
  { holds = createHoldStore(), clock = systemClock }: NetworkTokensSettings = {},
): NetworkTokens {
  const byId = new Map(providers.map((provider) => [provider.id, provider]))

  const named = (id: string): NetworkTokenProvider => {
    const provider = byId.get(id)
    if (provider) return provider
    throw new NetworkTokenError('provider_unknown', {
      message: `no provider of that name; there ${thereAre([...byId.keys()])}`,
    })
  }

  return {
    providers: [...byId.keys()],
    provision: async (id, card, options) => provision(named(id), card, { clock, ...options }),
    provisionFrom: async (id, source, call) => able(named(id), 'provisionFrom')(source, call),
    enrollDeviceToken: async (id, token, call) => able(named(id), 'enrollDeviceToken')(token, call),
    settle: async (ref, options) => settle(named(ref.provider), ref, { clock, ...options }),
    recover: async (id, card, call) => recover(named(id), card, call),
    get: async (ref, call) => named(ref.provider).retrieve(ref, call),
    credential: async (ref, intent, call) => {
      const credential = able(named(ref.provider), 'credential')
      await refuseHeld(holds, ref)
      return credential(ref, intent, call)
    },
    remove: async (ref, reason, call) => able(named(ref.provider), 'remove')(ref, reason, call),
    hold: async (ref, reason) => hold(holds, { ...ref, provider: named(ref.provider).id }, clock, reason),
    release: async (ref) => release(holds, { ...ref, provider: named(ref.provider).id }),
    holdOn: async (ref) => holdOn(holds, ref),
    cardArt: async (ref, asset, call) => able(named(ref.provider), 'cardArt')(ref, asset, call),
    readEvents: async (id, request) => able(named(id), 'readEvents')(request),
  }
}

type Capability = 'provisionFrom' | 'enrollDeviceToken' | 'credential' | 'remove' | 'cardArt' | 'readEvents'

/** The provider's method, if it has it. */
function able<Name extends Capability>(
  provider: NetworkTokenProvider,
  capability: Name,
): NonNullable<NetworkTokenProvider[Name]> {
  const method = provider[capability]
  if (!method) throw new NetworkTokenError('operation_unsupported', { provider: provider.id, operation: capability })
  return method.bind(provider) as NonNullable<NetworkTokenProvider[Name]>
}

const thereAre = (names: readonly string[]): string =>
  names.length === 0 ? 'is none configured' : `${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`
