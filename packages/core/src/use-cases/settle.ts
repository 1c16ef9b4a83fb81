import type { Clock } from '../clock.ts'
import { NetworkTokenError } from '../error.ts'
import { type NetworkToken, observe } from '../network-token.ts'
import type { CallOptions, NetworkTokenProvider, ProvisionOutcome } from '../provider.ts'

/** How long and how often a pending token is asked for. */
export interface Wait {
  /** Give up after this long, milliseconds; the outcome is then still `pending`. Default five minutes, Worldpay's figure of 2023 for Mastercard. */
  readonly forMs?: number
  /** The first pause, milliseconds; each one after is half as long again, at most 30 s. Default 2 s. Not documented by any provider. */
  readonly firstPauseMs?: number
}

const longestPauseMs = 30_000

/** Asks for a pending token until it is decided, the time is up, or the caller stops it. */
export async function settle(
  provider: NetworkTokenProvider,
  pending: NetworkToken,
  { forMs = 300_000, firstPauseMs = 2_000 }: Wait,
  clock: Clock,
  call: CallOptions,
): Promise<ProvisionOutcome> {
  const giveUpAt = clock.now().getTime() + forMs
  let token = pending
  for (let pause = firstPauseMs; ; pause = Math.min(Math.round(pause * 1.5), longestPauseMs)) {
    const left = giveUpAt - clock.now().getTime()
    if (left <= 0) return { status: 'pending', token }
    await clock.sleep(Math.min(pause, left), call.signal)
    if (call.signal?.aborted) throw new NetworkTokenError('aborted', { provider: provider.id, operation: 'settle' })
    token = observe(token, await provider.retrieve(token.ref, call))
    if (token.state !== 'pending') return outcomeOf(token)
  }
}

/** A decided token as the answer to `provision`. */
function outcomeOf(token: NetworkToken): ProvisionOutcome {
  if (token.state === 'active' || token.state === 'suspended') return { status: token.state, token }
  return { status: 'refused', refusal: token.refusal ?? { reason: 'unmapped', providerCode: token.providerState } }
}
