import type { CallOptions } from '@nt/core'

/**
 * One deadline over several calls: each call gets what the ones before have left of it. The clock is the monotonic one, since the wall clock
 * may jump.
 */
export function shareDeadline(call: CallOptions = {}): () => CallOptions {
  const { deadlineMs } = call
  if (deadlineMs === undefined) return () => call
  const endsAt = performance.now() + deadlineMs
  return () => ({ ...call, deadlineMs: Math.max(1, endsAt - performance.now()) })
}
