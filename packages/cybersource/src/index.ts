/**
 * Cybersource Token Management: a typed client, and the adapter to the network-token port.
 *
 * @module
 */
export { type CybersourceProvider, type CybersourceProviderSettings, createCybersourceProvider } from './adapter.ts'
export { type Cybersource, createCybersource } from './client.ts'
export type { DeleteReason } from './delete.ts'
export { type CybersourceHost, cybersourceHosts } from './hosts.ts'
export type { AuthenticatedIdentity, CreatePaymentCredentials, DeviceInformation } from './payment-credentials.ts'
export type { BillTo, CreateTokenizedCard } from './provision.ts'
export type { PaymentCredentials } from './read-payment-credentials.ts'
export type {
  CybersourceJwtAuth,
  CybersourceSettings,
  RequestMleSettings,
  TokenManagementMleKeySettings,
} from './settings.ts'
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
