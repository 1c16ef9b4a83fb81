import { type Card, refuseExpired } from '../card.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { CallOptions, NetworkTokenProvider, ProvisionOutcome } from '../provider.ts'
import { settle, type Wait } from './settle.ts'

/** How `provision` goes about it. */
export interface ProvisionOptions extends CallOptions {
  /** Wait for a pending token. Default: do not; the outcome is then `pending` and the reference is enough to ask later. */
  readonly wait?: Wait | undefined
  readonly clock?: Clock | undefined
}

/**
 * Makes a network token for a card. An expired card is refused here, before anything is sent.
 * @throws NetworkTokenError; after `outcome_unknown` a token may exist: look before sending again. An error that comes while waiting has `ref`:
 * the token is there, and `settle` goes on with it.
 */
export async function provision(
  provider: NetworkTokenProvider,
  card: Card,
  { wait, clock = systemClock, ...call }: ProvisionOptions = {},
): Promise<ProvisionOutcome> {
  refuseExpired(card.expiry, clock.now())
  const outcome = await provider.provision(card, call)
  if (outcome.status !== 'pending' || !wait) return outcome
  return settle(provider, outcome.token.ref, { ...call, wait, clock }, outcome.token)
}
