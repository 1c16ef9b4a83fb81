import { NetworkTokenError, Secret } from '@nt/core'

/** Refuses a setting, saying which and what to do; never with its value. */
export function check(provider: string, path: string, holds: boolean, problem: string): asserts holds {
  if (!holds) throw new NetworkTokenError('configuration_invalid', { provider, issues: [{ path, problem }] })
}

/** Where keys and passwords come in. */
export const plain = (value: string | Secret): string => (typeof value === 'string' ? value : value.reveal())

/** A key or a password, wrapped or not. */
export const isText = (value: unknown): value is string | Secret =>
  (typeof value === 'string' && value !== '') || value instanceof Secret

/** An id as portals give them: it goes into headers and claims, so no space and no line end. */
export const isId = (value: unknown): value is string => typeof value === 'string' && /^[\x21-\x7e]{1,128}$/.test(value)
