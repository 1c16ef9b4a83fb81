import assert from 'node:assert/strict'
import type { Card } from '../../card.ts'
import { NetworkTokenError } from '../../error.ts'
import type { ErrorCode } from '../../error-table.ts'
import type { NetworkToken } from '../../network-token.ts'
import type { NetworkTokenProvider } from '../../provider.ts'
import type { Opened } from '../conformance.ts'

/** The error that the work ends in; it must be ours and one of these. */
export async function failsWith(
  work: Promise<unknown> | undefined,
  ...codes: readonly ErrorCode[]
): Promise<NetworkTokenError> {
  const thrown = await Promise.resolve(work).then(
    () => assert.fail(`expected ${codes.join(' or ')}, but the call succeeded`),
    (error: unknown) => error,
  )
  assert.ok(NetworkTokenError.isInstance(thrown), `a foreign error crossed the boundary: ${String(thrown)}`)
  assert.ok(codes.includes(thrown.code), `expected ${codes.join(' or ')}, got ${thrown.code}: ${thrown.message}`)
  return thrown
}

/** Provisions a card that becomes active at once. */
export async function activeToken(provider: NetworkTokenProvider, card: Card): Promise<NetworkToken> {
  const outcome = await provider.provision(card)
  assert.equal(outcome.status, 'active')
  assert.ok(outcome.status === 'active')
  return outcome.token
}

/** The capability, which `needs` has asked for. */
export function capability<Name extends 'credential' | 'remove' | 'cardArt' | 'readEvents'>(
  provider: NetworkTokenProvider,
  name: Name,
): NonNullable<NetworkTokenProvider[Name]> {
  const method = provider[name]
  assert.ok(method)
  return method.bind(provider) as NonNullable<NetworkTokenProvider[Name]>
}

/** The back door, which `needs` has asked for. */
export function hostOf({ host }: Opened): NonNullable<Opened['host']> {
  assert.ok(host)
  return host
}

/** A reference with nothing but what is stored of a token. */
export const stored = ({ ref }: NetworkToken) => ({ provider: ref.provider, id: ref.id })
