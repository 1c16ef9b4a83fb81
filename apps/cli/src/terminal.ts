import type { Readable } from 'node:stream'
import type { Environment } from '@nt/runtime'

/** What a command sees of the world: a test gives its own. */
export interface Terminal {
  readonly stdin: Readable
  /** Results: a table for people, JSON for machines. */
  readonly write: (text: string) => void
  /** Settles when the reader of the results has caught up; only what writes a great deal asks. */
  readonly drained?: (() => Promise<void>) | undefined
  /** Everything else. */
  readonly warn: (text: string) => void
  readonly columns?: number | undefined
  /** Whether somebody can be asked. */
  readonly interactive: boolean
  readonly colour: boolean
  readonly signal: AbortSignal
  /** Default: the process's own, which only the runtime's configuration reads. */
  readonly environment?: Environment | undefined
}

/** What a command is given besides its options. */
export interface CommandContext {
  readonly terminal: Terminal
  readonly setExitCode: (code: number) => void
}
