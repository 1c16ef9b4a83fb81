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

/** What one run is given. */
export interface Given {
  readonly stdin?: string | Buffer
  readonly environment?: Environment
  readonly signal?: AbortSignal
  /** Hears standard output as it comes. */
  readonly told?: (text: string) => void
}

/** A folder for the sandbox of one test file, and `nt` in it. */
export function inOwnFolder(): { folder: string; remove(): void; nt(argv: string, given?: Given): Promise<Ran> } {
  const folder = mkdtempSync(join(tmpdir(), 'nt-cli-'))
  return {
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    nt: async (argv, { stdin = '', environment = {}, signal = new AbortController().signal, told } = {}) => {
      const out = { stdout: '', stderr: '' }
      const exitCode = await run(argv.split(' ').filter(Boolean), {
        stdin: Readable.from(stdin.length === 0 ? [] : [Buffer.from(stdin as string)]),
        write: (text) => {
          out.stdout += text
          told?.(text)
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
