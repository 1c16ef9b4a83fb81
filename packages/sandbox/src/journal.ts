import type { Clock } from '@nt/core'
import { createSimulator, type Simulator } from './simulator.ts'

/** One exchange, safe to show: no body, no credential, and no path segment that could be a number of card or token. */
export interface JournalEntry {
  /** From 1, over all hosts. */
  readonly number: number
  /** On the sandbox's clock, ISO 8601. */
  readonly at: string
  readonly host: string
  readonly method: string
  readonly path: string
  readonly status: number | 'reset'
  /** Why a request was refused, in the sandbox's words. */
  readonly detail?: string | undefined
  readonly correlationId?: string | undefined
}

/** Everything that was asked and answered, in order. */
export interface Journal {
  readonly entries: readonly JournalEntry[]
  clear(): void
  /** Puts the journal before a simulator. */
  before(simulator: Simulator, host: string): Simulator
}

/** Keeps at most `keep` entries, the newest. */
export function createJournal(clock: Clock, keep = 10_000): Journal {
  let entries: JournalEntry[] = []
  let number = 0
  return {
    get entries() {
      return entries
    },
    clear: () => {
      entries = []
    },
    before: (simulator, host) =>
      createSimulator(async (request) => {
        const write = (rest: Pick<JournalEntry, 'status' | 'detail' | 'correlationId'>): void => {
          const { method, url } = request
          entries.push({
            number: ++number,
            at: clock.now().toISOString(),
            host,
            method,
            path: showablePath(url),
            ...rest,
          })
          if (entries.length > keep) entries = entries.slice(-keep)
        }
        try {
          const answer = await simulator.handle(request)
          const detail = answer.headers.get('x-sandbox-auth-detail') ?? answer.headers.get('x-sandbox-detail')
          const correlationId = answer.headers.get('v-c-correlation-id') ?? answer.headers.get('wp-correlationid')
          write({ status: answer.status, ...(detail && { detail }), ...(correlationId && { correlationId }) })
          return answer
        } catch (error) {
          write({ status: 'reset' })
          throw error
        }
      }),
  }
}

/** The path without its query, numbers of 12 to 19 digits masked: Worldpay's delete has a token number there. */
const showablePath = (url: string): string =>
  new URL(url).pathname.replace(/(?<![0-9A-Za-z])[0-9]{8,15}([0-9]{4})(?![0-9A-Za-z])/g, '****$1')
