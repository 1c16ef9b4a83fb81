import type { Clock } from '../clock.ts'
import { NetworkTokenError } from '../error.ts'
import type { TokenRef } from '../network-token.ts'

/** Why and since when a token is held here. */
export interface Hold {
  /** From when on no credential is handed out. */
  readonly since: Date
  /** In the caller's words. Never told to a provider; do not put card data in. */
  readonly reason?: string | undefined
}

/**
 * Where holds are kept. The default keeps them in memory, for one process; a store that several processes share is given to
 * `createNetworkTokens`. Keys are opaque texts; putting again replaces, and deleting what is not there is no error.
 */
export interface HoldStore {
  get(key: string): Promise<Hold | undefined>
  put(key: string, hold: Hold): Promise<void>
  delete(key: string): Promise<void>
}

/** Holds in memory: they end with the process. */
export function createHoldStore(): HoldStore {
  const holds = new Map<string, Hold>()
  return {
    get: async (key) => holds.get(key),
    put: async (key, hold) => void holds.set(key, hold),
    delete: async (key) => void holds.delete(key),
  }
}

/**
 * Keeps this toolkit from handing out credentials of a token. **Local only**: no provider offers merchants a way to suspend a network token,
 * so the provider and the network know nothing of it, and whoever else has the number can still pay with it. A hold that is there already
 * stays as it is. A call that is under way is not stopped.
 */
export async function hold(store: HoldStore, ref: TokenRef, clock: Clock, reason: string | undefined): Promise<Hold> {
  const earlier = await store.get(keyOf(ref))
  if (earlier) return earlier
  const made: Hold = { since: clock.now(), ...(reason !== undefined && { reason }) }
  await store.put(keyOf(ref), made)
  return made
}

/** Ends a hold; ending none is no error. The token's state at the provider may have changed meanwhile: look. */
export const release = (store: HoldStore, ref: TokenRef): Promise<void> => store.delete(keyOf(ref))

export const holdOn = (store: HoldStore, ref: TokenRef): Promise<Hold | undefined> => store.get(keyOf(ref))

/** @throws NetworkTokenError `token_held` */
export async function refuseHeld(store: HoldStore, ref: TokenRef): Promise<void> {
  const held = await holdOn(store, ref)
  if (!held) return
  throw new NetworkTokenError('token_held', {
    message: `the token is held here since ${held.since.toISOString()}; no credential is handed out`,
    provider: ref.provider,
    operation: 'credential',
    ref: { provider: ref.provider, id: ref.id },
  })
}

/** References are compared without regard to case, as providers show the same one in both: another spelling is no way round a hold. */
const keyOf = ({ provider, id }: TokenRef): string => `${provider} ${id.toLowerCase()}`
