import type { CallOptions, Card, Pan, ProvisionOutcome, Secret, TokenNumber } from '@nt/core'
import { type Operation, unreadable } from '@nt/provider-kit'
import { failed } from './errors.ts'
import { toNetworkToken, toRefusal } from './network-token.ts'
import { tokenizedCardSchema } from './read-tokenized-card.ts'
import type { Received, Session } from './session.ts'
import type { CardTypeCode, TokenizedCard, TokenizedCardSource } from './tokenized-card.ts'

/** `POST /tms/v2/tokenized-cards` [D][S]. */
export interface CreateTokenizedCard {
  /** ONFILE: the card's own number; TOKEN: a wallet's or another token's; ISSUER: push provisioning by a reference. */
  readonly source: TokenizedCardSource
  readonly card?:
    | {
        /** Required for ONFILE and TOKEN. */
        readonly number?: Pan | TokenNumber | undefined
        /** `MM`. */
        readonly expirationMonth?: string | undefined
        /** `YYYY`. */
        readonly expirationYear?: string | undefined
        /** Required for ISSUER. */
        readonly type?: CardTypeCode | undefined
        /** In the guide only; the SDK's model lacks it [D]. */
        readonly securityCode?: Secret | undefined
      }
    | undefined
  /** Required for ISSUER. */
  readonly accountReferenceId?: string | undefined
  /** The issuer's one-time password, for ISSUER. */
  readonly passcode?: { readonly value: Secret } | undefined
  /** A wallet's consumer, at most 24 characters for Visa; needs the e-commerce-enabler set-up. */
  readonly consumerId?: string | undefined
  /** Also makes the card number's instrument identifier; the name of the guide and of SDK ≤ 0.0.75 [D]. */
  readonly createInstrumentIdentifier?: boolean | undefined
  /** The same; the name of SDK ≥ 0.0.76 [S]. Which of the two the live API reads is not known [U]. */
  readonly createPanInstrumentIdentifier?: boolean | undefined
  readonly billTo?: BillTo | undefined
}

/** Compared with what the issuer holds, where the network supports it [D][S]. */
export interface BillTo {
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly address1?: string | undefined
  /** The city. */
  readonly locality?: string | undefined
  /** The state or province. */
  readonly administrativeArea?: string | undefined
  readonly postalCode?: string | undefined
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined
  readonly email?: string | undefined
}

/** Not repeatable: that a repeat finds the token of the first is inferred, not documented. A lost answer is `outcome_unknown`. */
const operation: Operation = {
  name: 'tokenizedCards.create',
  method: 'POST',
  route: '/tms/v2/tokenized-cards',
  statuses: [200, 201],
}

/**
 * Asks for a network token, number in full: the answer comes sealed.
 * @throws NetworkTokenError `answer_mismatch` when the answer names another card's last four digits
 */
export async function createTokenizedCard(
  { connection, send, readSealed }: Session,
  request: CreateTokenizedCard,
  call?: CallOptions,
): Promise<Received<TokenizedCard>> {
  const answer = await send(operation, { accept: 'application/jose', json: toProvisionRequest(request), call })
  const value = await readSealed(answer, tokenizedCardSchema)
  // A message sealed to a public key has no sender: only what it says of the question binds the two.
  const suffix = value.card?.suffix
  const asked = request.card?.number
  if (request.source === 'ONFILE' && suffix && asked && suffix !== asked.lastFour) {
    throw failed('answer_mismatch', answer, connection.provider)
  }
  return { value, answer }
}

/** The wire's words. The one place where a card number leaves its wrapping; what is made here goes into the envelope and nowhere else. */
export function toProvisionRequest({ card, passcode, ...rest }: CreateTokenizedCard) {
  const { number: pan, securityCode, ...open } = card ?? {}
  return {
    ...rest,
    ...(card && {
      card: {
        ...(pan && { number: pan.reveal() }),
        ...open,
        ...(securityCode && { securityCode: securityCode.reveal() }),
      },
    }),
    ...(passcode && { passcode: { value: passcode.value.reveal() } }),
  }
}

/**
 * A card on file as the API's request. The cardholder's name is not sent: the API wants first and last name apart, and a whole name cannot be
 * split without guessing. Nor is the second address line, for which this operation has no field.
 */
export function fromCard({ pan, expiry, securityCode, billingAddress }: Card): CreateTokenizedCard {
  const { line1, city, region, postalCode, country } = billingAddress ?? {}
  return {
    source: 'ONFILE',
    card: {
      number: pan,
      expirationMonth: String(expiry.month).padStart(2, '0'),
      expirationYear: String(expiry.year),
      securityCode,
    },
    ...(billingAddress && {
      billTo: { address1: line1, locality: city, administrativeArea: region, postalCode, country },
    }),
  }
}

/**
 * What came of it. UNPROVISIONED inside a 2xx is a refusal; so is a DELETED or EXPIRED token that the request led to: there is no token to use.
 * @throws NetworkTokenError `answer_unreadable` when the answer names no state, or a token without a reference
 */
export function fromProvision(
  { value, answer }: Received<TokenizedCard>,
  card: Card,
  { provider, at }: { provider: string; at: Date },
): ProvisionOutcome {
  if (!value.state) throw unreadable(answer, provider, 'the answer names no state')
  const refusal = toRefusal(value)
  if (refusal) return { status: 'refused', refusal }
  if (!value.id) throw unreadable(answer, provider, 'the answer names no token')
  const known = {
    provider,
    id: value.id,
    network: card.pan.network,
    card: { lastFour: card.pan.lastFour, expiry: card.expiry },
  }
  const token = toNetworkToken(value, known, { at, by: 'provision', asOf: 'now' })
  return { status: token.state === 'active' ? 'active' : 'suspended', token }
}
