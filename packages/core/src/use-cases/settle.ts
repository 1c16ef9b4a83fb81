import { type Clock, systemClock } from '../clock.ts'
import { NetworkTokenError } from '../error.ts'
import { type NetworkToken, observe, type TokenRef } from '../network-token.ts'
import type { CallOptions, NetworkTokenProvider, ProvisionOutcome } from '../provider.ts'

/** How long and how often a pending token is asked for. */
export interface Wait {
  /**
   * Give up after this long, milliseconds, lookups included; the outcome is then still `pending`. Default five minutes, Worldpay's figure of
   * 2023 for Mastercard.
   */
  readonly forMs?: number
  /** The first pause, milliseconds; each one after is half as long again, at most 30 s. Default 2 s. Not documented by any provider. */
  readonly firstPauseMs?: number
}

/** How `settle` goes about it. */
export interface SettleOptions extends CallOptions {
  readonly wait?: Wait | undefined
  readonly clock?: Clock | undefined
}

const longestPauseMs = 30_000

/**
 * Asks for a token until it is decided, the time is up, or the caller stops it. The reference is all it needs, so it may go on in another
 * process, days later. A lookup that fails for a while (no connection, no answer, too many requests) is made again in its turn.
 * @param known the pending token, when it is known already: nothing is asked before the first pause
 * @throws NetworkTokenError, always with `ref`: `aborted`, what another lookup would not change, or the last failure when none was answered
 */
export async function settle(
  provider: NetworkTokenProvider,
  ref: TokenRef,
  { wait: { forMs = 300_000, firstPauseMs = 2_000 } = {}, clock = systemClock, ...call }: SettleOptions = {},
  known?: NetworkToken,
): Promise<ProvisionOutcome> {
  const giveUpAt = clock.now().getTime() + forMs
  const left = () => giveUpAt - clock.now().getTime()
  const about = { provider: provider.id, operation: 'settle', ref: { provider: ref.provider, id: ref.id } }
  let token = known
  let failure: NetworkTokenError | undefined
  for (let pause = token ? firstPauseMs : 0; ; pause = next(pause, firstPauseMs)) {
    await clock.sleep(Math.max(0, Math.min(Math.max(pause, failure?.retryAfterMs ?? 0), left())), call.signal)
    if (call.signal?.aborted) throw new NetworkTokenError('aborted', about)
    // Without a wait there is still one look: a reference alone says nothing yet.
    if (left() <= 0 && (token || failure)) return stillPending(token, failure, about.ref)
    try {
      const seen = await provider.retrieve(ref, { ...call, deadlineMs: within(call.deadlineMs, left()) })
      token = token ? observe(token, seen) : seen
      if (token.state !== 'pending') return outcomeOf(token)
    } catch (error) {
      if (!NetworkTokenError.isInstance(error)) throw error
      failure = Object.assign(error, { ref: about.ref })
      if (!error.retryable) throw error
    }
  }
}

const next = (pause: number, first: number): number =>
  pause === 0 ? first : Math.min(Math.round(pause * 1.5), longestPauseMs)

/** What is left of the whole, and no more than the caller gives one lookup; nothing when there is no limit to keep. */
const within = (deadlineMs: number | undefined, left: number): number | undefined =>
  left > 0 ? Math.min(deadlineMs ?? Number.POSITIVE_INFINITY, left) : deadlineMs

function stillPending(
  token: NetworkToken | undefined,
  failure: NetworkTokenError | undefined,
  ref: Pick<TokenRef, 'provider' | 'id'>,
): ProvisionOutcome {
  if (token) return { status: 'pending', token }
  throw failure ?? new NetworkTokenError('timeout', { provider: ref.provider, operation: 'settle', ref })
}

/** A decided token as the answer to `provision`. */
function outcomeOf(token: NetworkToken): ProvisionOutcome {
  if (token.state === 'active' || token.state === 'suspended') return { status: token.state, token }
  return { status: 'refused', refusal: token.refusal ?? { reason: 'unmapped', providerCode: token.providerState } }
}
