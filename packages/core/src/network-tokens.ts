import type { Card } from './card.ts'
import type { CardArt, CardArtAsset } from './card-art.ts'
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
import { type ProvisionOptions, provision } from './use-cases/provision.ts'

/** The use cases, over whichever providers there are. */
export interface NetworkTokens {
  readonly providers: readonly string[]
  provision(provider: string, card: Card, options?: ProvisionOptions): Promise<ProvisionOutcome>
  provisionFrom(provider: string, source: ProviderTokenSource, call?: CallOptions): Promise<ProvisionOutcome>
  enrollDeviceToken(provider: string, token: DeviceToken, call?: CallOptions): Promise<ProvisionOutcome>
  get(ref: TokenRef, call?: CallOptions): Promise<NetworkToken>
  credential(ref: TokenRef, intent: CredentialIntent, call?: CallOptions): Promise<PaymentCredential>
  remove(ref: TokenRef, reason: RemovalReason, call?: CallOptions): Promise<void>
  cardArt(ref: TokenRef, asset: CardArtAsset, call?: CallOptions): Promise<CardArt>
  readEvents(provider: string, request: RawRequest): Promise<readonly ProviderEvent[]>
}

/**
 * Brings providers and use cases together.
 * @example
 * const tokens = createNetworkTokens([createCybersourceProvider(settings), createWorldpayProvider(others)])
 * const outcome = await tokens.provision('worldpay', card, { wait: {} })
 */
export function createNetworkTokens(providers: readonly NetworkTokenProvider[]): NetworkTokens {
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
    provision: async (id, card, options) => provision(named(id), card, options),
    provisionFrom: async (id, source, call) => able(named(id), 'provisionFrom')(source, call),
    enrollDeviceToken: async (id, token, call) => able(named(id), 'enrollDeviceToken')(token, call),
    get: async (ref, call) => named(ref.provider).retrieve(ref, call),
    credential: async (ref, intent, call) => able(named(ref.provider), 'credential')(ref, intent, call),
    remove: async (ref, reason, call) => able(named(ref.provider), 'remove')(ref, reason, call),
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
