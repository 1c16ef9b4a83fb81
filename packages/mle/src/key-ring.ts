import { createPrivateKey, type KeyObject } from 'node:crypto'
import { MleError } from './mle-error.ts'
import type { ResponseMleKey } from './response-mle-key.ts'
import { assertStrongRsa, isSamePair } from './rsa-key.ts'
import type { TokenManagementMleKey } from './token-management-mle-key.ts'

/** A private key that opens messages. The purposes are separate keys in the portal and cannot stand in for each other. */
export type MlePrivateKey = ResponseMleKey | TokenManagementMleKey

/**
 * The private keys that are live now. During a rotation that is two: add the new one, upload it, retire the old one when
 * its last answer has come in.
 */
export interface KeyRing<Key extends MlePrivateKey = MlePrivateKey> {
  /** The ids of the live keys, oldest first. */
  readonly kids: readonly string[]
  /** The live keys as they were added, oldest first: their certificates say when they end. */
  readonly keys: readonly Key[]
  /**
   * Adds a key; adding the same again changes nothing.
   * @throws MleError `key_invalid` when another key already has that kid: retire it first
   */
  add(key: Key): void
  /** Takes a key out; messages already being opened with it are finished. Says whether it was there. */
  retire(kid: string): boolean
  /**
   * The next imported copy of the key with exactly this id: `open` calls it. Without an id: the ring's key, if it has exactly one.
   */
  next(kid: string | undefined): KeyObject | undefined
}

/**
 * @param options.copies how often each key is imported; default 4, as many as Node's thread pool has threads. Node lets one
 *   imported RSA key be used by one thread at a time (a per-key lock), so copies used in turn nearly double the rate on two cores [X].
 * @throws MleError `key_invalid`, `key_weak`
 */
export function createKeyRing<Key extends MlePrivateKey>(
  keys: readonly Key[],
  options: { copies?: number | undefined } = {},
): KeyRing<Key> {
  const copies = Math.max(1, options.copies || 4)
  // A Map, not an object: a kid of "constructor" or "__proto__" finds nothing.
  const live = new Map<string, { key: Key; copies: readonly KeyObject[]; turn: number }>()

  const ring: KeyRing<Key> = {
    get kids() {
      return [...live.keys()]
    },
    get keys() {
      return [...live.values()].map((entry) => entry.key)
    },
    add(key) {
      assertStrongRsa(key.privateKey)
      const known = live.get(key.kid)?.key
      if (!known) live.set(key.kid, { key, copies: importCopies(key.privateKey, copies), turn: 0 })
      else if (!isSamePair(known.privateKey, key.privateKey)) {
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
