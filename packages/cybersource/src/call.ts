import { type CallOptions, NetworkTokenError } from '@nt/core'

/** For one call of the client. */
export interface CybersourceCall extends CallOptions {
  /** The token vault of this call (`profile-id`) [D]. Default: the one of the settings. */
  readonly profileId?: string | undefined
}

/**
 * How a body leaves. `encryptedRequest`: sealed, in a JSON object [S][X]. `jose`: sealed, the bare JWE. `clear`: as it is, for the few operations
 * that hold nothing of a card and that Cybersource does not open envelopes for: webhook subscriptions and their keys [S].
 */
export type Envelope = 'encryptedRequest' | 'jose' | 'clear'

/** The `profile-id` header of a call. */
export function profileHeader(ofCall: string | undefined, ofSettings: string | undefined): Record<string, string> {
  const profileId = ofCall ?? ofSettings
  if (profileId === undefined) return {}
  if (!/^[\x21-\x7e]{1,128}$/.test(profileId)) {
    throw new NetworkTokenError('input_invalid', { issues: [{ path: 'profileId', problem: 'must be a profile id' }] })
  }
  return { 'profile-id': profileId }
}
