import type { Answered, AnswerFacts } from './answered.ts'
import type { CybersourceCall } from './call.ts'
import { type CardArtAssetType, type CardArtContents, type CardArtProvider, getCardArt } from './card-art.ts'
import { type Deleted, type DeleteReason, deleteTokenizedCard } from './delete.ts'
import { createInstrumentIdentifiers, type InstrumentIdentifiers } from './instrument-identifiers/client.ts'
import type { CybersourceKeys } from './live-keys.ts'
import { createPaymentCredentials } from './payment-credentials.ts'
import type { CreatePaymentCredentials } from './payment-credentials-request.ts'
import { createPaymentCredentialsV3, type PaymentCredentialsV3 } from './payment-credentials-v3.ts'
import { createTokenizedCard } from './provision.ts'
import type { PaymentCredentials } from './read-payment-credentials.ts'
import { getTokenizedCard } from './retrieve.ts'
import { openSession, type Session } from './session.ts'
import { type CybersourceSettings, readSettings } from './settings.ts'
import { type IssuerEvent, simulateIssuerEvent } from './simulate-issuer-event.ts'
import { type Tokenize, tokenize } from './tokenize.ts'
import type { Tokenized } from './tokenize-result.ts'
import type { TokenizedCard } from './tokenized-card.ts'
import type { CreateTokenizedCard } from './tokenized-card-request.ts'
import { createWebhooks, type Webhooks } from './webhooks/client.ts'

/**
 * Cybersource's Token Management, in its own words. Every method throws only `NetworkTokenError`. Answers have their known fields typed, the whole of
 * what came hidden in `raw`, and the `correlationId` that support asks for.
 */
export interface Cybersource {
  /** The keys that open answers, to be changed without a restart, and when keys end. */
  readonly keys: CybersourceKeys
  readonly tokenizedCards: {
    /** `POST /tms/v2/tokenized-cards`. A card that was refused is an answer too: `state: 'UNPROVISIONED'` and a `reason`. */
    create(request: CreateTokenizedCard, call?: CybersourceCall): Promise<Answered<TokenizedCard>>
    /** `GET /tms/v2/tokenized-cards/{id}`. */
    get(id: string, call?: CybersourceCall): Promise<Answered<TokenizedCard>>
    /** `POST /tms/v2/tokenized-cards/{id}/delete`, or `DELETE`, as the settings say. A token deleted before is no error. */
    delete(id: string, reason?: DeleteReason, call?: CybersourceCall): Promise<Deleted>
    /** `POST /tms/v2/tokenized-cards/{id}/issuer-life-cycle-event-simulations`: Visa tokens, test hosts only. */
    simulateIssuerEvent(
      id: string,
      event: IssuerEvent,
      call?: CybersourceCall,
    ): Promise<Pick<AnswerFacts, 'correlationId'>>
  }
  readonly instrumentIdentifiers: InstrumentIdentifiers
  /** `id` may be a tokenized card's, an instrument identifier's, a payment instrument's or a customer's. */
  readonly paymentCredentials: {
    /** `POST /tms/v2/tokens/{id}/payment-credentials`. */
    create(
      id: string,
      request?: CreatePaymentCredentials,
      call?: CybersourceCall,
    ): Promise<Answered<PaymentCredentials>>
    /** `POST /tms/v3/tokens/{id}/payment-credentials`: gives the card number where there is no network token. */
    createV3(
      id: string,
      request?: CreatePaymentCredentials,
      call?: CybersourceCall,
    ): Promise<Answered<PaymentCredentialsV3>>
  }
  readonly cardArt: {
    /** `GET /tms/v2/tokens/{instrumentIdentifierId}/{provider}/assets/{assetType}`. */
    get(
      instrumentIdentifierId: string,
      provider: CardArtProvider,
      assetType: CardArtAssetType,
      call?: CybersourceCall,
    ): Promise<Answered<CardArtContents>>
  }
  readonly tokenize: {
    /** `POST /tms/v2/tokenize`. A success may hold failures: see `outcome`. */
    create(request: Tokenize, call?: CybersourceCall): Promise<Tokenized>
  }
  readonly webhooks: Webhooks
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
      simulateIssuerEvent: (id, event, call) => simulateIssuerEvent(session, id, event, call),
    },
    instrumentIdentifiers: createInstrumentIdentifiers(session),
    paymentCredentials: {
      create: async (id, request, call) => (await createPaymentCredentials(session, id, request, call)).value,
      createV3: async (id, request, call) => (await createPaymentCredentialsV3(session, id, request, call)).value,
    },
    cardArt: {
      get: async (id, provider, assetType, call) => (await getCardArt(session, id, provider, assetType, call)).value,
    },
    tokenize: { create: (request, call) => tokenize(session, request, call) },
    webhooks: createWebhooks(session),
  }
}
