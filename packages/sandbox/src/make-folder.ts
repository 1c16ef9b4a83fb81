import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { NetworkTokenError } from '@nt/core'

/**
 * Makes a folder of the sandbox's, and those above it, for the owner alone.
 * @throws NetworkTokenError `configuration_invalid`
 */
export function makeFolder(folder: string): void {
  // The parent is asked for first: where a folder can never be made, Node's recursive mkdir does not come back.
  const parent = dirname(folder)
  if (!existsSync(folder) && parent !== folder) makeFolder(parent)
  try {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
  } catch {
    if (existsSync(folder)) return
    const message = `the sandbox's folder ${folder} cannot be made; name another with NT_SANDBOX_DIR`
    throw new NetworkTokenError('configuration_invalid', { message })
  }
}
