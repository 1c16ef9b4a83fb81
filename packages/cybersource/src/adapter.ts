import { type CallOptions, NetworkTokenError, type NetworkTokenProvider, type TokenRef } from '@nt/core'
import { shareDeadline } from '@nt/provider-kit'
import { deleteTokenizedCard, toDeleteReason } from './delete.ts'
import { fromDeviceToken, fromEnrolledToken, fromInstrumentIdentifier } from './device-token.ts'
import { findByCard } from './find-by-card.ts'
import { createInstrumentIdentifier, type TokenFormat } from './instrument-identifiers/create.ts'
import { deleteInstrumentIdentifier } from './instrument-identifiers/delete.ts'
import { getInstrumentIdentifier } from './instrument-identifiers/get.ts'
import type { CybersourceKeys } from './live-keys.ts'
import { createPaymentCredentials, fromCredential, toCredentialRequest } from './payment-credentials.ts'
import { createTokenizedCard, fromCard, fromProvision } from './provision.ts'
import { fromRetrieve, getTokenizedCard } from './retrieve.ts'
import { openSession, type Session } from './session.ts'
import { type CybersourceSettings, readSettings } from './settings.ts'
import { getTokenCardArt } from './token-card-art.ts'
import { readReference } from './token-reference.ts'
import { readEvents, type WebhookSettings } from './webhooks/provider-events.ts'
import { keyBytes } from './webhooks/signature.ts'

/** The settings of the client, and what the provider needs besides. */
export interface CybersourceProviderSettings extends CybersourceSettings {
  /** The name of the provider in references and errors. Default `cybersource`; another for a second merchant. */
  readonly id?: string | undefined
  /** How a wallet's token leaves; see `CreateInstrumentIdentifierCall`. Default `jose`. */
  readonly deviceTokenFormat?: TokenFormat | undefined
  /** With keys, the provider reads webhooks; without, it has no `readEvents`. */
  readonly webhooks?: WebhookSettings | undefined
}

/** A provider that has all of this for certain, and `readEvents` when it has keys for it. */
export type CybersourceProvider = NetworkTokenProvider &
  Required<Pick<NetworkTokenProvider, 'enrollDeviceToken' | 'credential' | 'remove' | 'cardArt' | 'findByCard'>> & {
    /** The keys that open answers, to be changed without a restart, and when keys end. */
    readonly keys: CybersourceKeys
  }

/**
 * Cybersource Token Management as a provider of network tokens: provisions, looks up, gives credentials, removes, shows the card, reads webhooks.
 * @throws NetworkTokenError `configuration_invalid`, `key_invalid`
 * @example
 * const tokens = createNetworkTokens([createCybersourceProvider(settings)])
 */
export function createCybersourceProvider(settings: CybersourceProviderSettings): CybersourceProvider {
  const { id = 'cybersource', deviceTokenFormat: tokenFormat, webhooks } = settings
  const connection = readSettings(settings, id)
  const session = openSession(connection)
  const here = () => ({ provider: id, at: connection.now() })
  for (const { key } of webhooks?.keys ?? []) keyBytes(key)

  return {
    id,
    keys: connection.keys,
    provision: async (card, call) =>
      fromProvision(await createTokenizedCard(session, fromCard(card), call), card, here()),
    enrollDeviceToken: async (token, call) =>
      fromEnrolledToken(
        await createInstrumentIdentifier(session, fromDeviceToken(token), { ...call, tokenFormat }),
        token,
        here(),
      ),
    retrieve: async (ref, call) => {
      const named = readReference(ref.id)
      return named.kind === 'tokenized-card'
        ? fromRetrieve(await getTokenizedCard(session, named.id, call), named.id, here())
        : fromInstrumentIdentifier(await getInstrumentIdentifier(session, named.id, call), here())
    },
    credential: async (ref, intent, call) => {
      const received = await whileActive(session, ref, call, (rest) =>
        createPaymentCredentials(session, readReference(ref.id).id, toCredentialRequest(intent), rest),
      )
      return fromCredential(received, ref, intent, id)
    },
    remove: async (ref, reason, call) => {
      const named = readReference(ref.id)
      if (named.kind === 'tokenized-card') await deleteTokenizedCard(session, named.id, toDeleteReason(reason), call)
      else await deleteInstrumentIdentifier(session, named.id, call)
    },
    findByCard: async (card, call) => findByCard(session, card, call, here),
    cardArt: (ref, asset, call) => getTokenCardArt(session, ref, asset, call),
    ...(webhooks && { readEvents: async (request) => readEvents(request, webhooks, here()) }),
  }
}

/**
 * A 403 has two meanings here: the account may not ask, or the token is suspended; which status the second has is not documented. One look at
 * the token tells them apart.
 */
async function whileActive<Result>(
  session: Session,
  ref: TokenRef,
  call: CallOptions | undefined,
  ask: (call: CallOptions) => Promise<Result>,
): Promise<Result> {
  const next = shareDeadline(call)
  try {
    return await ask(next())
  } catch (error) {
    if (!NetworkTokenError.isInstance(error) || error.code !== 'permission_denied') throw error
    const state = await stateOf(session, ref, next()).catch(() => undefined)
    if (state === undefined || state === 'ACTIVE') throw error
    const { provider, operation, providerCode, status, correlationId } = error
    throw new NetworkTokenError('token_not_active', { provider, operation, providerCode, status, correlationId })
  }
}

async function stateOf(session: Session, ref: TokenRef, call: CallOptions): Promise<string | undefined> {
  const named = readReference(ref.id)
  return named.kind === 'tokenized-card'
    ? (await getTokenizedCard(session, named.id, call)).value.state
    : (await getInstrumentIdentifier(session, named.id, call)).value.tokenizedCard?.state
}
