import { appendFileSync, chmodSync, existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeFolder } from './make-folder.ts'

/** Named records of one kind. Values are plain JSON. */
export interface Collection<Value> {
  get(id: string): Value | undefined
  /** Inserts or replaces. */
  put(id: string, value: Value): void
  values(): IterableIterator<Value>
}

/** What a simulated host remembers. */
export interface Store {
  collection<Value>(name: string): Collection<Value>
}

/**
 * A store in memory, or also in a file. The file is a log of puts, one JSON line each: several processes may append at once, none can lose
 * another's line, and one torn by a kill is ignored: each put begins on a line of its own. A simulated host keeps no card number in it, only a keyed fingerprint.
 */
export function createStore({ file }: { readonly file?: string | undefined } = {}): Store {
  const collections = new Map<string, Map<string, unknown>>()
  const named = (name: string): Map<string, unknown> => {
    const found = collections.get(name) ?? new Map<string, unknown>()
    collections.set(name, found)
    return found
  }
  if (file) replay(file, (name, id, value) => named(name).set(id, value))

  return {
    collection: <Value>(name: string): Collection<Value> => {
      const records = named(name) as Map<string, Value>
      return {
        get: (id) => records.get(id),
        values: () => records.values(),
        put: (id, value) => {
          records.set(id, value)
          if (file) appendFileSync(file, `\n${JSON.stringify([name, id, value])}\n`, { mode: 0o600 })
        },
      }
    },
  }
}

function replay(file: string, put: (name: string, id: string, value: unknown) => void): void {
  if (!existsSync(file)) {
    makeFolder(dirname(file))
    return
  }
  chmodSync(file, 0o600)
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    try {
      const [name, id, value] = JSON.parse(line) as [string, string, unknown]
      put(name, id, value)
    } catch {
      // Empty, or torn by a kill in the middle of a write.
    }
  }
}
