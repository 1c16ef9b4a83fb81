import type { Clock } from '@nt/core'

/** The sandbox's own time: real time plus what a test has skipped. */
export interface SandboxClock extends Clock {
  /** Skips ahead. */
  advance(milliseconds: number): void
}

/** A clock that runs from `start` (default: now). Sleeping takes real time. */
export function createSandboxClock(start: Date = new Date()): SandboxClock {
  let offset = start.getTime() - Date.now()
  return {
    now: () => new Date(Date.now() + offset),
    advance: (milliseconds) => {
      offset += milliseconds
    },
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  }
}
