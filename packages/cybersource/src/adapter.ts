import { type CallOptions, NetworkTokenError, type NetworkTokenProvider, type TokenRef } from '@nt/core'
import { deleteTokenizedCard, toDeleteReason } from './delete.ts'
import type { CybersourceKeys } from './live-keys.ts'
import { createPaymentCredentials, fromCredential, toCredentialRequest } from './payment-credentials.ts'
import { createTokenizedCard, fromCard, fromProvision } from './provision.ts'
import { fromRetrieve, getTokenizedCard } from './retrieve.ts'
import { openSession, type Session } from './session.ts'
import { type CybersourceSettings, readSettings } from './settings.ts'

/** The settings of the client, and the name of the provider in references and errors. */
export interface CybersourceProviderSettings extends CybersourceSettings {
  /** Default `cybersource`; another for a second merchant. */
  readonly id?: string | undefined
}

/** A provider that has credentials and removal for certain. */
export type CybersourceProvider = NetworkTokenProvider &
  Required<Pick<NetworkTokenProvider, 'credential' | 'remove'>> & {
    /** The keys that open answers, to be changed without a restart, and when keys end. */
    readonly keys: CybersourceKeys
  }

/**
 * Cybersource Token Management as a provider of network tokens: provisions, looks up, gives credentials, removes.
 * @throws NetworkTokenError `configuration_invalid`, `key_invalid`
 * @example
 * const tokens = createNetworkTokens([createCybersourceProvider(settings)])
 */
export function createCybersourceProvider(settings: CybersourceProviderSettings): CybersourceProvider {
  const { id = 'cybersource' } = settings
  const connection = readSettings(settings, id)
  const session = openSession(connection)
  const here = () => ({ provider: id, at: connection.now() })

  return {
    id,
    keys: connection.keys,
    provision: async (card, call) =>
      fromProvision(await createTokenizedCard(session, fromCard(card), call), card, here()),
    retrieve: async (ref, call) => fromRetrieve(await getTokenizedCard(session, ref.id, call), ref.id, here()),
    credential: async (ref, intent, call) => {
      const received = await whileActive(session, ref, call, (rest) =>
        createPaymentCredentials(session, ref.id, toCredentialRequest(intent), rest),
      )
      return fromCredential(received, ref, intent, id)
    },
    remove: (ref, reason, call) => deleteTokenizedCard(session, ref.id, toDeleteReason(reason), call),
  }
}

/**
 * A 403 has two meanings here: the account may not ask, or the token is suspended; which status the second has is not documented. One look at
 * the token tells them apart.
 */
async function whileActive<Result>(
  session: Session,
  ref: TokenRef,
  call: CallOptions = {},
  ask: (call: CallOptions) => Promise<Result>,
): Promise<Result> {
  const startedAt = performance.now()
  try {
    return await ask(call)
  } catch (error) {
    if (!NetworkTokenError.isInstance(error) || error.code !== 'permission_denied') throw error
    const deadlineMs =
      call.deadlineMs === undefined ? undefined : Math.max(1, call.deadlineMs - (performance.now() - startedAt))
    const seen = await getTokenizedCard(session, ref.id, { ...call, deadlineMs }).catch(() => undefined)
    const state = seen?.value.state
    if (state === undefined || state === 'ACTIVE') throw error
    const { provider, operation, providerCode, status, correlationId } = error
    throw new NetworkTokenError('token_not_active', { provider, operation, providerCode, status, correlationId })
  }
}
