import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { MlePrivateKey } from './keys.ts'
import { MleError } from './mle-error.ts'
import { assertStrongRsa, isPair } from './rsa-key.ts'

/**
 * The private keys that are live now. During a rotation that is two: add the new one, upload it, retire the old one when
 * its last answer has come in.
 */
export interface KeyRing<Key extends MlePrivateKey = MlePrivateKey> {
  /** The ids of the live keys, oldest first. */
  readonly kids: readonly string[]
  /**
   * Adds a key; adding the same again changes nothing.
   * @throws MleError `key_invalid` when another key already has that kid: retire it first
   */
  add(key: Key): void
  /** Takes a key out; messages already being opened with it are finished. Says whether it was there. */
  retire(kid: string): boolean
  /**
   * The next imported copy of the key with exactly this id, for the package's own use. Without an id: the ring's key, if it has exactly
   * one.
   */
  next(kid: string | undefined): KeyObject | undefined
}

/**
 * @param options.copies how often each key is imported; default the number of cores, at most 4. Node lets one imported RSA
 *   key be used by one core at a time (a per-key lock), so copies used in turn nearly double the rate on two cores [M].
 * @throws MleError `key_invalid`, `key_weak`
 */
export function createKeyRing<Key extends MlePrivateKey>(
  keys: readonly Key[],
  options: { copies?: number | undefined } = {},
): KeyRing<Key> {
  const copies = Math.max(1, options.copies ?? Math.min(availableParallelism(), 4))
  // A Map, not an object: a kid of "constructor" or "__proto__" finds nothing.
  const live = new Map<string, { copies: readonly KeyObject[]; turn: number }>()

  const ring: KeyRing<Key> = {
    get kids() {
      return [...live.keys()]
    },
    add({ kid, privateKey }) {
      assertStrongRsa(privateKey)
      const known = live.get(kid)?.copies[0]
      if (known === undefined) live.set(kid, { copies: importCopies(privateKey, copies), turn: 0 })
      else if (!isPair(known, createPublicKey(privateKey))) {
        throw new MleError(
          'key_invalid',
          'The ring already has another key with this kid. Retire that one first, or correct the kid.',
        )
      }
    },
    retire: (kid) => live.delete(kid),
    next(kid) {
      const [only, ...others] = live.values()
      const entry = kid !== undefined ? live.get(kid) : others.length === 0 ? only : undefined
      if (!entry) return undefined
      entry.turn = (entry.turn + 1) % entry.copies.length
      return entry.copies[entry.turn]
    },
  }
  for (const key of keys) ring.add(key)
  return Object.freeze(ring)
}

function importCopies(privateKey: KeyObject, count: number): readonly KeyObject[] {
  const der = privateKey.export({ type: 'pkcs8', format: 'der' })
  const copies = Array.from({ length: count }, () => createPrivateKey({ key: der, type: 'pkcs8', format: 'der' }))
  der.fill(0)
  return copies
}
