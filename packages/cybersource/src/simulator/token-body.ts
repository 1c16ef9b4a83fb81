import { mask } from './account.ts'
import { toCardArt } from './card-art/assets.ts'
import type { JsonObject } from './routes.ts'
import type { TokenizedCardBody } from './switches.ts'
import type { Reason } from './test-cards.ts'
import type { TokenRecord, TokenType } from './token-record.ts'

/** A token as an answer shows it: a test may have asked for a state that does not exist. */
export type ShownToken = Omit<TokenRecord, 'state'> & { readonly state: string }

/** The tokenized card of §4.1, every member that a new token has. [D] */
export function toTokenBody(token: ShownToken, shape: TokenizedCardBody, unmasked: boolean): JsonObject {
  const { id, type, number, expirationMonth, expirationYear, card, instrumentIdentifier } = token
  const _links = {
    self: { href: `/tms/v2/tokenized-cards/${id}` },
    ...(instrumentIdentifier && {
      instrumentIdentifier: { href: `/tms/v1/instrumentidentifiers/${instrumentIdentifier}` },
    }),
  }
  const { maskedNumber: _, ...cardFacts } = card
  return arrange(shape, _links, {
    id,
    object: 'tokenizedCard',
    source: token.source,
    state: token.state,
    enrollmentId: token.enrollmentId,
    tokenReferenceId: token.tokenReferenceId,
    paymentAccountReference: token.paymentAccountReference,
    number: unmasked ? number : mask(number),
    expirationMonth,
    expirationYear,
    type,
    card: {
      ...cardFacts,
      issueDate: '2026-01-01',
      activationDate: '2026-01-02',
      expirationPrinted: true,
      securityCodePrinted: true,
      termsAndConditions: { url: 'https://issuer.example/terms' },
    },
    ...(token.verificationResults && { verificationResults: token.verificationResults }),
    metadata: { creator: token.creator, cardArt: toCardArt(token), issuer },
  })
}

/** A card that got no token: no id, no number. [I §4.1, from the documented body of instrument identifiers] */
export const toRefusedBody = (reason: Reason, type: TokenType | undefined, shape: TokenizedCardBody): JsonObject =>
  arrange(shape, undefined, { state: 'UNPROVISIONED', reason, ...(type && { type }) })

/** Flat as the guides print it, nested as the SDK models it since 0.0.76, or both at once. [D/S §4.1, U §10] */
function arrange(shape: TokenizedCardBody, _links: JsonObject | undefined, facts: JsonObject): JsonObject {
  const linked = _links ? { _links, ...facts } : facts
  if (shape === 'flat') return linked
  return { ...(shape === 'both' ? linked : _links && { _links }), tokenizedCard: linked }
}

/** A token inside an instrument identifier. [D §4.6] */
export function toEmbeddedToken(token: ShownToken, unmasked: boolean): JsonObject {
  const { maskedNumber: _, ...cardFacts } = token.card
  return {
    id: token.id,
    state: token.state,
    source: token.source,
    enrollmentId: token.enrollmentId,
    tokenReferenceId: token.tokenReferenceId,
    number: unmasked ? token.number : mask(token.number),
    expirationMonth: token.expirationMonth,
    expirationYear: token.expirationYear,
    type: token.type,
    card: cardFacts,
    metadata: { creator: token.creator, cardArt: toCardArt(token), issuer },
  }
}

const issuer = {
  name: 'Example Bank',
  shortDescription: 'Example',
  longDescription: 'Example Bank Card',
  email: 'help@bank.example',
  phoneNumber: '5550100',
  url: 'https://bank.example',
}
