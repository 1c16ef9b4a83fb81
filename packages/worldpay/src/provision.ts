import { type CallOptions, type Expiry, NetworkTokenError, type Pan, type TokenNumber } from '@nt/core'
import { type Answer, type Operation, unreadable } from '@nt/provider-kit'
import type { Connection } from './connection.ts'
import { followLink } from './links.ts'
import {
  fromTokenAnswer,
  fromTokenInstrument,
  type TokenAnswer,
  type TokenFacts,
  type TokenInstrument,
  tokenAnswer,
} from './token-answer.ts'

/** Not repeatable: Worldpay documents neither an idempotency key nor what a second request for the same card gives. */
const create = { method: 'POST', route: '/tokens/network', statuses: [200] } as const
const fromCard: Operation = { ...create, name: 'networkTokens.create' }
const fromToken: Operation = { ...create, name: 'networkTokens.createFromToken' }

/** What a network token is made of. */
export interface NetworkTokenRequest {
  readonly paymentInstrument: CardFront | CardTokenized
  /** Default: the entity of the settings. `entity` is required [documented]. */
  readonly merchant?: { readonly entity: string } | undefined
}

/** A card number [documented]. */
export interface CardFront {
  readonly type: 'card/front'
  /** Digits with a valid check digit [OpenAPI]; the guide says 16 digits, but American Express is supported. */
  readonly cardNumber: Pan
  /** The guide calls it optional; the host rejects a card without it (`fieldIsMissing`) [OpenAPI]. */
  readonly cardHolderName: string
  /** Must not be in the past [documented]. */
  readonly cardExpiryDate: Expiry
}

/** A card token of Worldpay [documented]. */
export interface CardTokenized {
  readonly type: 'card/tokenized'
  /** `tokenPaymentInstrument.href` of the card token. Must be an address under `/tokens/` of the configured host. */
  readonly href: string
}

/**
 * The answer to a creation. Worldpay gives HTTP 200 for all of these, and a token's absence alone does not tell the last two apart:
 * - `provisioned`: here is the token; look at its status before use.
 * - `accepted`: the scheme has not finished; look the reference up later.
 * - `declined`: there will be no token; pay with the card.
 */
export type CreatedNetworkToken =
  | (Created & {
      readonly outcome: 'provisioned'
      readonly tokenPaymentInstrument: IssuedTokenInstrument
    })
  | (Created & { readonly outcome: 'accepted'; readonly tokenPaymentInstrument?: TokenInstrument | undefined })
  | (Created & { readonly outcome: 'declined'; readonly tokenPaymentInstrument?: TokenInstrument | undefined })

/** A token instrument with all that a payment needs. */
export interface IssuedTokenInstrument extends TokenInstrument {
  readonly tokenNumber: TokenNumber
  readonly expiryDate: Expiry
}

interface Created extends TokenFacts {
  /** Opaque; store it: a lookup needs it and there is no search by token number [OpenAPI]. */
  readonly tokenReference: string
}

/** @throws NetworkTokenError `outcome_unknown` after a lost answer: a token may exist, and the request is not sent again by itself. */
export async function provision(
  connection: Connection,
  request: NetworkTokenRequest,
  call?: CallOptions,
): Promise<CreatedNetworkToken> {
  const { paymentInstrument } = request
  const operation = paymentInstrument.type === 'card/tokenized' ? fromToken : fromCard
  const answer = await connection.send(operation, { body: toProvisionRequest(connection, request), call })
  const created = fromProvisionAnswer(connection, answer)
  // Someone else's token under this card would be paid with for years.
  if (
    paymentInstrument.type === 'card/front' &&
    created.paymentInstrument.lastFour !== paymentInstrument.cardNumber.lastFour
  ) {
    throw new NetworkTokenError('answer_mismatch', {
      message: 'the answer is not about the card that was sent',
      provider: connection.id,
      operation: operation.name,
      status: answer.status,
      correlationId: answer.correlationId,
      writes: true,
    })
  }
  return created
}

/** A card as both creations take it, field by field. The only place where a card number leaves its wrapping. */
export function toCardFront({
  type,
  cardNumber: pan,
  cardHolderName,
  cardExpiryDate: { month, year },
}: CardFront): object {
  return { type, cardHolderName: cardHolderName.trim(), cardExpiryDate: { month, year }, cardNumber: pan.reveal() }
}

/** The body, field by field: the host rejects every field it does not know. */
function toProvisionRequest({ id, baseUrl, entity }: Connection, request: NetworkTokenRequest): object {
  const { paymentInstrument: given, merchant = { entity } } = request
  const sent = { merchant: { entity: merchant.entity } }
  if (given.type === 'card/tokenized') {
    const href = followLink(baseUrl, given.href, { provider: id, operation: fromToken.name })
    return { paymentInstrument: { type: given.type, href }, ...sent }
  }
  if (!given.cardHolderName?.trim()) {
    throw new NetworkTokenError('card_invalid', {
      provider: id,
      operation: fromCard.name,
      issues: [{ path: 'cardholderName', problem: 'is missing: Worldpay needs it with a card number' }],
    })
  }
  return { paymentInstrument: toCardFront(given), ...sent }
}

function fromProvisionAnswer(connection: Connection, answer: Answer): CreatedNetworkToken {
  const read = connection.read(answer, tokenAnswer)
  const { tokenReference } = read
  if (!tokenReference) throw unreadable(answer, connection.id, 'the answer has no tokenReference')
  const common = { tokenReference, ...fromTokenAnswer(read, answer.correlationId) }
  const token = fromTokenInstrument(read.tokenPaymentInstrument)
  const { tokenNumber, expiryDate } = token
  if (tokenNumber && expiryDate)
    return { ...common, outcome: 'provisioned', tokenPaymentInstrument: { ...token, tokenNumber, expiryDate } }
  return {
    ...common,
    outcome: isDeclined(read) ? 'declined' : 'accepted',
    ...(read.tokenPaymentInstrument && { tokenPaymentInstrument: token }),
  }
}

/** Errors, or the status text of a failure, and no token number. */
const isDeclined = ({ provisioningErrors, tokenPaymentInstrument: token }: TokenAnswer): boolean =>
  !token?.tokenNumber && (provisioningErrors.length > 0 || token?.status === 'Provision Processor Error')
