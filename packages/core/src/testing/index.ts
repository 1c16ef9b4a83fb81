/**
 * What every provider must do, as data; and what tests of providers share. Runs on Node; not for production code.
 *
 * @module
 */
import { cardArtCases } from './cases/card-art.ts'
import { credentialCases } from './cases/credentials.ts'
import { failureCases } from './cases/failures.ts'
import { provisioningCases } from './cases/provisioning.ts'
import { referenceCases } from './cases/references.ts'
import { removalCases } from './cases/removal.ts'
import { secrecyCases } from './cases/secrecy.ts'
import { webhookCases } from './cases/webhooks.ts'
import type { ConformanceCase } from './conformance.ts'

export {
  type CaseResult,
  type ConformanceCase,
  type ConformanceSubject,
  type Need,
  type Opened,
  type ReasonedSkip,
  runCase,
  type WebhookDelivery,
} from './conformance.ts'
export type { HostControl } from './host-control.ts'
export { leaksIn, renderings, spellings } from './renderings.ts'
export { type Fault, type FaultyWire, faultyWire, type Wire } from './wire.ts'

/** Every case, in the order in which a new provider comes to pass them. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...provisioningCases,
  ...referenceCases,
  ...credentialCases,
  ...removalCases,
  ...cardArtCases,
  ...webhookCases,
  ...failureCases,
  ...secrecyCases,
]
