import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Sample, Variant } from '../measure.ts'
import type { Answers } from './answers.ts'
import type { Command } from './client.ts'
import type { ClientOrder } from './clients.ts'

/** Clients on one core and their host on another, so that neither takes the other's time. */
const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-c', '0', 'true']).status === 0
const cores = { client: '0', host: '1' }

/** Says how the processes were laid out, for the table. */
export const layout = canPin ? 'client and host each on a core of its own' : 'client and host share the cores'

function start(script: string, core: keyof typeof cores, flags: readonly string[]): ChildProcess {
  const node = [process.execPath, ...process.execArgv, ...flags, fileURLToPath(new URL(script, import.meta.url))]
  const [command = '', ...given] = canPin ? ['taskset', '-c', cores[core], ...node] : node
  return spawn(command, given, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' })
}

/** The next message; an end instead of one is an error. */
const answerOf = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      child.off('message', hear).off('exit', end)
      finish()
    }
    const hear = (message: unknown): void => settle(() => resolve(message))
    const end = (code: number | null): void =>
      settle(() => reject(new Error(`a process of the measurement ended with ${code}`)))
    child.on('message', hear).on('exit', end)
  })

/** A process that was started here. */
export interface Started {
  stop(): void
}

export interface RunningHost extends Started {
  readonly url: string
}

export async function startHost(answers: Answers): Promise<RunningHost> {
  const child = start('./host.ts', 'host', [])
  child.send(answers)
  const port = await answerOf(child)
  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() }
}

/** A client elsewhere, which can be measured beside others. */
export interface RunningClient extends Variant, Started {
  /** Bytes in use after a collection; needs `--expose-gc`. */
  heap(): Promise<number>
}

export async function startClient(
  name: string,
  order: ClientOrder,
  flags: readonly string[] = [],
): Promise<RunningClient> {
  const child = start('./client.ts', 'client', flags)
  const ask = async (command: Command): Promise<unknown> => {
    child.send(command)
    const { result, problem } = (await answerOf(child)) as { result?: unknown; problem?: string }
    if (problem !== undefined) throw new Error(`${name}: ${problem}`)
    return result
  }
  await ask({ do: 'become', order })
  return {
    name,
    sample: async (count, concurrency) => (await ask({ do: 'sample', count, concurrency })) as Sample,
    heap: async () => (await ask({ do: 'heap' })) as number,
    stop: () => child.disconnect(),
  }
}
