/**
 * A simulated Cybersource host, written from the protocol's documentation and not from the client next door.
 *
 * @module
 */
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
