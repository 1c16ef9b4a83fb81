import { type CallOptions, NetworkTokenError } from '@nt/core'
import { type Operation, unreadable } from '@nt/provider-kit'
import type { Connection } from '../connection.ts'
import { type CardFront, toCardFront } from '../provision.ts'
import { type BillingAddress, billingAddressIssues, toBillingAddress } from './billing-address.ts'
import { type CardToken, type CardTokenInstrument, fromCardFacts, fromCardToken } from './card-token.ts'
import { type CardTokenBody, cardTokenBody } from './card-token-body.ts'
import { descriptionIssue, expiryIssue, holderNameIssue, namespaceIssue, schemeReferenceIssue } from './limits.ts'

/** Repeatable: the same card gives the same token, 201 first and 200 after [OpenAPI]. 409 is an answer with a usable token. */
const operation: Operation = {
  name: 'tokens.create',
  method: 'POST',
  route: '/tokens',
  statuses: [200, 201, 409],
  repeatable: true,
}

/** `POST /tokens` [OpenAPI]. The limits are checked before anything is sent. */
export interface CardTokenRequest {
  readonly paymentInstrument: CardFront & { readonly billingAddress?: BillingAddress | undefined }
  /** Default: the entity of the settings. */
  readonly merchant?: { readonly entity: string } | undefined
  /** 1 to 255 characters, no `&`, no `<`. Worldpay makes one when there is none. */
  readonly description?: string | undefined
  /** When the token ends. Default: 90 days on Try, 4 years on Live. */
  readonly tokenExpiryDateTime?: Date | undefined
  /**
   * 1 to 64 characters, not beginning with `_`, no spaces, `&`, `<`; nothing personal. A card has one token in each namespace, and a namespace
   * at most 16.
   */
  readonly namespace?: string | undefined
  /** 1 to 56 letters, digits and spaces. Usually Verified Tokens fills it. */
  readonly schemeTransactionReference?: string | undefined
}

/** What was sent and differs from what Worldpay has. */
export interface CardTokenConflicts {
  readonly paymentInstrument?:
    | Pick<CardTokenInstrument, 'cardHolderName' | 'cardExpiryDate' | 'billingAddress'>
    | undefined
  readonly schemeTransactionReference?: string | undefined
  /** Until when they can be resolved, ISO 8601; half an hour in the sample [inferred]. */
  readonly conflictsExpiryDateTime?: string | undefined
}

/**
 * The answer to a creation [OpenAPI]; the token can be used in all three.
 * - `created` (201): the card is new in this namespace.
 * - `matched` (200): it had a token, and what was sent agrees with it.
 * - `conflicts` (409): it had a token, whose data differ and were kept. `tokens.resolveConflicts` would put the new ones in their place.
 */
export type CreatedCardToken =
  | (CardToken & { readonly outcome: 'created' | 'matched' })
  | (CardToken & { readonly outcome: 'conflicts'; readonly conflicts: CardTokenConflicts })

/** @throws NetworkTokenError `card_invalid` or `input_invalid` with every field that is over a limit; then nothing was sent */
export async function createCardToken(
  connection: Connection,
  request: CardTokenRequest,
  call?: CallOptions,
): Promise<CreatedCardToken> {
  const body = toCardTokenRequest(connection, request)
  const answer = await connection.send(operation, { body, call })
  const read = connection.read(answer, cardTokenBody)
  const token = fromCardToken(read, answer.correlationId)
  if (!token) throw unreadable(answer, connection.id, 'the answer names no token')
  if (token.paymentInstrument.lastFour !== request.paymentInstrument.cardNumber.lastFour) {
    throw new NetworkTokenError('answer_mismatch', {
      message: 'the answer is not about the card that was sent',
      provider: connection.id,
      operation: operation.name,
      status: answer.status,
      correlationId: answer.correlationId,
      writes: true,
    })
  }
  if (answer.status === 409) return { ...token, outcome: 'conflicts', conflicts: fromConflicts(read.conflicts) }
  return { ...token, outcome: answer.status === 201 ? 'created' : 'matched' }
}

function toCardTokenRequest({ id, entity }: Connection, request: CardTokenRequest): object {
  const { paymentInstrument: card, merchant = { entity } } = request
  const { description, tokenExpiryDateTime: end, namespace, schemeTransactionReference } = request
  const refuse = (code: 'card_invalid' | 'input_invalid', issues: readonly { path: string; problem: string }[]) => {
    if (issues.length > 0) throw new NetworkTokenError(code, { provider: id, operation: operation.name, issues })
  }
  refuse('card_invalid', [
    ...holderNameIssue(card.cardHolderName?.trim(), 'cardHolderName'),
    ...expiryIssue(card.cardExpiryDate, 'cardExpiryDate'),
    ...(card.billingAddress ? billingAddressIssues(card.billingAddress, (field) => `billingAddress.${field}`) : []),
  ])
  refuse('input_invalid', [
    ...(description === undefined ? [] : descriptionIssue(description)),
    ...(namespace === undefined ? [] : namespaceIssue(namespace)),
    ...(schemeTransactionReference === undefined ? [] : schemeReferenceIssue(schemeTransactionReference)),
    ...(end && Number.isNaN(end.getTime()) ? [{ path: 'tokenExpiryDateTime', problem: 'is no date' }] : []),
  ])
  return {
    paymentInstrument: {
      ...toCardFront(card),
      ...(card.billingAddress && { billingAddress: toBillingAddress(card.billingAddress) }),
    },
    merchant: { entity: merchant.entity },
    ...(description !== undefined && { description }),
    ...(end && { tokenExpiryDateTime: end.toISOString().replace(/\.[0-9]+Z$/, 'Z') }),
    ...(namespace !== undefined && { namespace }),
    ...(schemeTransactionReference !== undefined && { schemeTransactionReference }),
  }
}

function fromConflicts(given: CardTokenBody['conflicts']): CardTokenConflicts {
  const { paymentInstrument, schemeTransactionReference, conflictsExpiryDateTime } = given ?? {}
  return {
    ...(paymentInstrument && { paymentInstrument: fromCardFacts(paymentInstrument) }),
    ...(schemeTransactionReference && { schemeTransactionReference }),
    ...(conflictsExpiryDateTime && { conflictsExpiryDateTime }),
  }
}
