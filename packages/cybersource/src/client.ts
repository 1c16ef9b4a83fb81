import type { CallOptions } from '@nt/core'
import { type DeleteReason, deleteTokenizedCard } from './delete.ts'
import type { CybersourceKeys } from './live-keys.ts'
import { type CreatePaymentCredentials, createPaymentCredentials } from './payment-credentials.ts'
import { type CreateTokenizedCard, createTokenizedCard } from './provision.ts'
import type { PaymentCredentials } from './read-payment-credentials.ts'
import { getTokenizedCard } from './retrieve.ts'
import { openSession, type Session } from './session.ts'
import { type CybersourceSettings, readSettings } from './settings.ts'
import type { TokenizedCard } from './tokenized-card.ts'

/** Cybersource's Token Management, in its own words. Every method throws only `NetworkTokenError`. */
export interface Cybersource {
  /** The keys that open answers, to be changed without a restart, and when keys end. */
  readonly keys: CybersourceKeys
  readonly tokenizedCards: {
    /** `POST /tms/v2/tokenized-cards`. A card that was refused is an answer too: `state: 'UNPROVISIONED'` and a `reason`. */
    create(request: CreateTokenizedCard, call?: CallOptions): Promise<TokenizedCard>
    /** `GET /tms/v2/tokenized-cards/{id}`. */
    get(id: string, call?: CallOptions): Promise<TokenizedCard>
    /** `POST /tms/v2/tokenized-cards/{id}/delete`, or `DELETE`, as the settings say. A token deleted before is no error. */
    delete(id: string, reason?: DeleteReason, call?: CallOptions): Promise<void>
  }
  readonly paymentCredentials: {
    /** `POST /tms/v2/tokens/{id}/payment-credentials`. */
    create(id: string, request?: CreatePaymentCredentials, call?: CallOptions): Promise<PaymentCredentials>
  }
}

/**
 * A client of Token Management for one merchant. Nothing is shared with other clients; keys are read here, once.
 * @throws NetworkTokenError `configuration_invalid`, `key_invalid`
 * @example
 * const cybersource = createCybersource({ host: 'test', merchantId, auth: { type: 'jwt', p12, p12Password }, tokenManagementMle: { privateKey } })
 * const token = await cybersource.tokenizedCards.get('F0E1D2C3B4A5968778695A4B3C2D1E0F')
 */
export const createCybersource = (settings: CybersourceSettings): Cybersource =>
  createClient(openSession(readSettings(settings, 'cybersource')))

function createClient(session: Session): Cybersource {
  return {
    keys: session.connection.keys,
    tokenizedCards: {
      create: async (request, call) => (await createTokenizedCard(session, request, call)).value,
      get: async (id, call) => (await getTokenizedCard(session, id, call)).value,
      delete: (id, reason, call) => deleteTokenizedCard(session, id, reason, call),
    },
    paymentCredentials: {
      create: async (id, request, call) => (await createPaymentCredentials(session, id, request, call)).value,
    },
  }
}
