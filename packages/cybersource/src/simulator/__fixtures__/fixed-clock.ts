import type { Clock } from '@nt/core'

/** A clock that stands still unless it is set. */
export interface FixedClock extends Clock {
  set(now: Date): void
}

export function fixedClock(iso: string): FixedClock {
  let now = new Date(iso)
  return {
    now: () => now,
    set: (next) => {
      now = next
    },
    sleep: async () => {},
  }
}
