/**
 * Cybersource Token Management: a typed client, and the adapter to the network-token port.
 *
 * @module
 */
export { type CybersourceProvider, type CybersourceProviderSettings, createCybersourceProvider } from './adapter.ts'
export type {
  CybersourceAuth,
  CybersourceHttpSignatureAuth,
  CybersourceJwtAuth,
  CybersourceJwtSharedSecretAuth,
} from './auth/auth-settings.ts'
export { type Cybersource, createCybersource } from './client.ts'
export type { DeleteReason } from './delete.ts'
export { type CybersourceHost, cybersourceHosts } from './hosts.ts'
export type { CybersourceKeys, KeyExpiry, LiveKeys } from './live-keys.ts'
export type {
  RequestMleSettings,
  ResponseMleKeySettings,
  ResponseMleSettings,
  TokenManagementMleKeySettings,
} from './mle-settings.ts'
export type { CybersourceOperation, CybersourceOperationWithBody } from './operations.ts'
export type { AuthenticatedIdentity, CreatePaymentCredentials, DeviceInformation } from './payment-credentials.ts'
export type { BillTo, CreateTokenizedCard } from './provision.ts'
export type { PaymentCredentials } from './read-payment-credentials.ts'
export type { CybersourceSettings } from './settings.ts'
export type {
  CardArt,
  CardArtAsset,
  CardTypeCode,
  Issuer,
  Link,
  OneOf,
  ProvisionFailureReason,
  TokenizedCard,
  TokenizedCardCard,
  TokenizedCardMetadata,
  TokenizedCardSource,
  TokenizedCardState,
} from './tokenized-card.ts'
