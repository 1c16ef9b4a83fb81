import type { Card } from '../card.ts'
import type { CardArtAsset } from '../card-art.ts'
import type { TokenRef } from '../network-token.ts'
import type { NetworkTokenProvider } from '../provider.ts'
import type { RawRequest } from '../provider-event.ts'
import type { RefusalReason } from '../refusal.ts'
import type { HostControl } from './host-control.ts'
import type { Wire } from './wire.ts'

/** A provider to be tested, and the host behind it: a simulator, or a real test host. */
export interface ConformanceSubject {
  /** A fresh client, and for a simulator a fresh host. `between` stands on the wire. */
  open(between?: (next: Wire) => Wire): Opened | Promise<Opened>
}

export interface Opened {
  readonly provider: NetworkTokenProvider
  /** The host's back door; absent when the host is a real one. */
  readonly host?: HostControl
  readonly cards: {
    /** Becomes active at once. */
    readonly active: Card
    readonly refused?: { readonly card: Card; readonly reason: RefusalReason }
    /** Pending first, active after some lookups. */
    readonly pending?: Card
    /** Pending first, refused after some lookups. */
    readonly pendingRefused?: { readonly card: Card; readonly reason: RefusalReason }
  }
  /** A reference of the right form that belongs to no token. */
  readonly unknownReference: string
  /** Whether each request carries a signature of its own (Basic authentication does not). */
  readonly signsRequests: boolean
  /** A picture that the host has of the active card; absent where there are none. */
  readonly cardArt?: CardArtAsset | undefined
  /** Makes the webhook that the host would send; absent where the provider cannot read webhooks. */
  readonly webhook?: ((delivery: WebhookDelivery) => RawRequest) | undefined
}

/** One delivery of one event, for a test. */
export interface WebhookDelivery {
  readonly token: TokenRef
  /** Tells events apart: the same text is the same event, delivered again. */
  readonly event: string
  /** From 0. */
  readonly retry: number
  /** When it is signed. */
  readonly at: Date
  /** `stranger`: well-formed, and signed with a key that is not the provider's. */
  readonly signedBy: 'provider' | 'stranger'
}

/** What a case cannot do without; a subject that lacks it is not asked. */
export type Need =
  | 'host'
  | 'refused card'
  | 'pending card'
  | 'pending-refused card'
  | 'credential'
  | 'remove'
  | 'signed requests'
  | 'card art'
  | 'webhooks'

/** One thing every provider does, as data: vitest, `nt conformance` and third parties run the same list. */
export interface ConformanceCase {
  readonly group: string
  /** A present-tense fact. */
  readonly name: string
  readonly needs: readonly Need[]
  run(subject: ConformanceSubject): Promise<void>
}

/** A case that a subject is known to fail, and why. */
export interface ReasonedSkip {
  readonly name: string
  readonly reason: string
}

export type CaseResult = 'passed' | 'not applicable' | 'skipped'

/**
 * Runs one case. What the subject lacks makes the case not applicable; a reasoned skip is run all the same, and fails when it would pass.
 * @throws what the case throws
 */
export async function runCase(
  each: ConformanceCase,
  subject: ConformanceSubject,
  skips: readonly ReasonedSkip[] = [],
): Promise<CaseResult> {
  const has = havingOf(await subject.open())
  if (!each.needs.every((need) => has[need])) return 'not applicable'
  const skip = skips.find(({ name }) => name === each.name)
  if (!skip) {
    await each.run(subject)
    return 'passed'
  }
  const passes = await each.run(subject).then(
    () => true,
    () => false,
  )
  if (passes) throw new Error(`"${each.name}" is skipped (${skip.reason}) but would pass: remove the skip`)
  return 'skipped'
}

const havingOf = ({ provider, host, cards, signsRequests, cardArt, webhook }: Opened): Record<Need, boolean> => ({
  host: host !== undefined,
  'refused card': cards.refused !== undefined,
  'pending card': cards.pending !== undefined,
  'pending-refused card': cards.pendingRefused !== undefined,
  credential: provider.credential !== undefined,
  remove: provider.remove !== undefined,
  'signed requests': signsRequests,
  'card art': provider.cardArt !== undefined && cardArt !== undefined,
  webhooks: provider.readEvents !== undefined && webhook !== undefined,
})
