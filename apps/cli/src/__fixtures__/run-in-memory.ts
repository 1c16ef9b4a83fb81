import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Environment } from '@nt/runtime'
import { run } from '../run.ts'

export interface Ran {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** A folder for the sandbox of one test file, and `nt` in it. */
export function inOwnFolder(): {
  folder: string
  remove(): void
  nt(argv: string, given?: { stdin?: string; environment?: Environment; signal?: AbortSignal }): Promise<Ran>
} {
  const folder = mkdtempSync(join(tmpdir(), 'nt-cli-'))
  return {
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    nt: async (
      argv: string,
      { stdin = '', environment = {} as Environment, signal = new AbortController().signal } = {},
    ): Promise<Ran> => {
      const out = { stdout: '', stderr: '' }
      const exitCode = await run(argv.split(' ').filter(Boolean), {
        stdin: Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]),
        write: (text) => {
          out.stdout += text
        },
        warn: (text) => {
          out.stderr += text
        },
        interactive: false,
        colour: false,
        signal,
        environment: { NT_SANDBOX_DIR: join(folder, 'sandbox'), ...environment },
      })
      return { exitCode, ...out }
    },
  }
}
