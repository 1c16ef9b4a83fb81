/**
 * A simulated Cybersource host, written from the protocol's documentation and not from the client next door.
 *
 * @module
 */
export type { CybersourceControl, FailureStatus } from './control.ts'
export type { CybersourceSimulatorOptions, Deliver, SharedSecret, SimulatedMerchant } from './options.ts'
export { type CybersourceSimulator, createCybersourceSimulator } from './simulator.ts'
export type {
  CredentialStatus,
  CredentialStatuses,
  EnrollableTokenForm,
  Switches,
  TokenizedCardBody,
} from './switches.ts'
export { type Reason, type TestCard, testCards } from './test-cards.ts'
export type { WebhookReason } from './webhooks/notify.ts'
export type { WebhookDelivery, WebhookVariant } from './webhooks/webhooks.ts'
