/**
 * Cybersource Token Management: a typed client, and the adapter to the network-token port.
 *
 * @module
 */
export { type CybersourceProvider, type CybersourceProviderSettings, createCybersourceProvider } from './adapter.ts'
export type { Answered, AnswerFacts } from './answered.ts'
export type {
  CybersourceAuth,
  CybersourceHttpSignatureAuth,
  CybersourceJwtAuth,
  CybersourceJwtSharedSecretAuth,
} from './auth/auth-settings.ts'
export type { CybersourceCall } from './call.ts'
export type { CardArtAssetType, CardArtContent, CardArtContents, CardArtProvider } from './card-art.ts'
export { type Cybersource, createCybersource } from './client.ts'
export type { Deleted, DeleteReason } from './delete.ts'
export { type CybersourceHost, cybersourceHosts } from './hosts.ts'
export type { InstrumentIdentifiers } from './instrument-identifiers/client.ts'
export type {
  CreatedInstrumentIdentifier,
  CreateInstrumentIdentifierCall,
  TokenFormat,
} from './instrument-identifiers/create.ts'
export type { EnrollInstrumentIdentifier, Enrollment } from './instrument-identifiers/enroll.ts'
export type { GetInstrumentIdentifierCall, SeenInstrumentIdentifier } from './instrument-identifiers/get.ts'
export type { BinFeatures, BinLookup, InstrumentIdentifier } from './instrument-identifiers/instrument-identifier.ts'
export type {
  ListPaymentInstrumentsCall,
  PaymentInstrumentPage,
} from './instrument-identifiers/list-payment-instruments.ts'
export type { PaymentInstrument } from './instrument-identifiers/payment-instrument.ts'
export type {
  BankAccount,
  CreateInstrumentIdentifier,
  EmvTag,
  EnrollCard,
  EnrollToken,
  IdentifyBankAccount,
  IdentifyCard,
  IdentifyTappedCard,
  InstrumentBillTo,
  InstrumentCard,
  InstrumentDetails,
  InstrumentProcessing,
} from './instrument-identifiers/request.ts'
export type { UpdateInstrumentIdentifier, UpdateInstrumentIdentifierCall } from './instrument-identifiers/update.ts'
export type { CybersourceKeys, KeyExpiry, LiveKeys } from './live-keys.ts'
export type {
  RequestMleSettings,
  ResponseMleKeySettings,
  ResponseMleSettings,
  TokenManagementMleKeySettings,
} from './mle-settings.ts'
export type { CybersourceOperation, CybersourceOperationWithBody } from './operations.ts'
export type {
  AuthenticatedIdentity,
  CreatePaymentCredentials,
  DeviceInformation,
} from './payment-credentials-request.ts'
export type { CredentialCard, PaymentCredentialsV3 } from './payment-credentials-v3.ts'
export type { CredentialProcessing, PaymentCredentials } from './read-payment-credentials.ts'
export type { CybersourceSettings } from './settings.ts'
export type { IssuerEvent } from './simulate-issuer-event.ts'
export type { TokenInformation, Tokenize, TokenType } from './tokenize.ts'
export type { Tokenized, TokenizedResource, TokenizeError } from './tokenize-result.ts'
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
export type {
  BillTo,
  CreateFromCard,
  CreateFromIssuer,
  CreateFromToken,
  CreateTokenizedCard,
} from './tokenized-card-request.ts'
export type { Webhooks } from './webhooks/client.ts'
export type { CreatedWebhookKey, CreateWebhookKey, CreateWebhookKeyCall } from './webhooks/create-key.ts'
export {
  parseWebhook,
  type WebhookDeliveryFacts,
  type WebhookEvent,
  type WebhookReason,
  type WebhookReference,
} from './webhooks/event.ts'
export type { ListWebhooks, WebhookList } from './webhooks/list.ts'
export type { WebhookSettings } from './webhooks/provider-events.ts'
export { type SignWebhookSettings, signWebhook, type WebhookKey } from './webhooks/signature.ts'
export type {
  SubscribeWebhook,
  WebhookProduct,
  WebhookRetryPolicy,
  WebhookSecurityPolicy,
  WebhookStatus,
  WebhookSubscription,
} from './webhooks/subscription.ts'
export type { UpdateWebhook } from './webhooks/update.ts'
export { type VerifiedWebhook, type VerifyWebhookSettings, verifyWebhook } from './webhooks/verify.ts'
