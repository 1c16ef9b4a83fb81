/**
 * Where a network token is in its life.
 *
 * ```
 * pending ──> active <──> suspended
 *    │           └─────┬──────┘
 *    │                 v
 *    │        expired | deleted
 *    └──> refused
 * ```
 */
export type TokenState = 'pending' | 'active' | 'suspended' | 'expired' | 'deleted' | 'refused'

const next: Record<TokenState, readonly TokenState[]> = {
  pending: ['active', 'suspended', 'expired', 'deleted', 'refused'],
  active: ['suspended', 'expired', 'deleted'],
  suspended: ['active', 'expired', 'deleted'],
  expired: ['deleted'],
  deleted: [],
  refused: [],
}

/** Whether a token may go from one state to another. Staying is always allowed. */
export const canBecome = (from: TokenState, to: TokenState): boolean => from === to || next[from].includes(to)

/** Whether nothing comes after this state. */
export const isFinal = (state: TokenState): boolean => next[state].length === 0
