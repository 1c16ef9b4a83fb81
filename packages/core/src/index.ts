export { type BillingAddress, type Card, type CardSettings, parseCard } from './card.ts'
export type { CardArt, CardArtAsset, CardArtImage } from './card-art.ts'
export { type CardNetwork, cardNetworkOf } from './card-network.ts'
export { type Clock, systemClock } from './clock.ts'
export { type ErrorDetails, type Issue, NetworkTokenError } from './error.ts'
export { type ErrorCode, type ErrorRow, errorTable } from './error-table.ts'
export { type Expiry, formatExpiry, isPast } from './expiry.ts'
export {
  type CardDisplay,
  type Confirmation,
  type NetworkToken,
  observe,
  TokenNumber,
  type TokenRef,
} from './network-token.ts'
export { createNetworkTokens, type NetworkTokens, type NetworkTokensSettings } from './network-tokens.ts'
export { Pan, type PanSettings, passesLuhn } from './pan.ts'
export type { CredentialIntent, PaymentCredential } from './payment-credential.ts'
export type {
  CallOptions,
  DeviceToken,
  Exchange,
  NetworkTokenProvider,
  ProviderTokenSource,
  ProvisionOutcome,
  RemovalReason,
} from './provider.ts'
export type { ProviderEvent, ProviderEventKind, RawRequest } from './provider-event.ts'
export { type Refusal, type RefusalReason, type RefusalRow, refusalTable } from './refusal.ts'
export { Secret } from './secret.ts'
export { canBecome, isFinal, type TokenState } from './token-state.ts'
export { createHoldStore, type Hold, type HoldStore } from './use-cases/hold.ts'
export type { ProvisionOptions } from './use-cases/provision.ts'
export type { Recovery } from './use-cases/recover.ts'
export type { SettleOptions, Wait } from './use-cases/settle.ts'
