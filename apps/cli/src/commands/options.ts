import type { CallOptions, Exchange } from '@nt/core'
import { openRuntime, type Runtime, readConfig } from '@nt/runtime'
import { type Command, InvalidArgumentError } from 'commander'
import type { Terminal } from '../terminal.ts'

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean
  readonly verbose?: boolean
}

export const withCommonOptions = (command: Command): Command =>
  command
    .option('--json', 'print JSON for machines, one object a line')
    .option('-v, --verbose', 'tell of every exchange with a provider on standard error')

/** Opens the configured providers for one command, and closes them whatever happens. */
export async function withRuntime<Result>(
  terminal: Terminal,
  work: (runtime: Runtime) => Promise<Result>,
): Promise<Result> {
  const runtime = await openRuntime(readConfig(terminal.environment))
  try {
    return await work(runtime)
  } finally {
    await runtime.close()
  }
}

/** Says plainly that a provider is not the real one. */
export function noteSandbox(terminal: Terminal, runtime: Runtime, providers: readonly string[]): void {
  const played = providers.filter((provider) => runtime.sandboxed.includes(provider))
  if (played.length === 0) return
  terminal.warn(
    `${played.join(', ')}: played by the built-in sandbox, nothing leaves this machine (real hosts: docs/configuration.md)\n`,
  )
}

/** Gathers a call's exchanges, and tells of them when asked to. */
export function witness(terminal: Terminal, { verbose }: CommonOptions): { call: CallOptions; exchanges: Exchange[] } {
  const exchanges: Exchange[] = []
  const onExchange = (exchange: Exchange) => {
    exchanges.push(exchange)
    if (!verbose) return
    const { provider, operation, method, route, attempt, status, failure, milliseconds, correlationId } = exchange
    const answer = status ? `HTTP ${status}` : (failure ?? 'no answer')
    const words = [`${provider} ${operation}:`, method, route, answer, `${Math.round(milliseconds)} ms`]
    if (attempt > 1) words.push(`attempt ${attempt}`)
    if (correlationId) words.push(`correlation ${correlationId}`)
    terminal.warn(`${words.join(' ')}\n`)
  }
  return { exchanges, call: { signal: terminal.signal, onExchange } }
}

/** Reads a port of the command line; 0 means any free one. */
export function toPort(text: string): number {
  if (/^[0-9]{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new InvalidArgumentError('A port is a number from 0 to 65535.')
}
