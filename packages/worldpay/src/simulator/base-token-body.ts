import { type JsonObject, wireTime } from './answers.ts'
import type { BaseTokenRecord, OpenConflict } from './base-token-book.ts'
import { brandOf } from './brand.ts'
import { conflictsBody } from './conflicts.ts'
import { tokenHref, tokenLinks } from './links.ts'

/** What differs between the answers about a Worldpay token. */
export interface BaseTokenBodyOptions {
  readonly conflict?: OpenConflict | undefined
  readonly withNetworkToken?: boolean
}

/** A Worldpay token as 200, 201 and 409 show it, and a lookup [S]. */
export function baseTokenBody(token: BaseTokenRecord, origin: string, options: BaseTokenBodyOptions = {}): JsonObject {
  const { namespace, schemeReference, networkType } = token
  const { conflict, withNetworkToken = false } = options
  return {
    tokenPaymentInstrument: { type: 'card/tokenized', href: tokenHref(origin, token.opaque.token) },
    tokenId: token.tokenId,
    description: token.description,
    tokenExpiryDateTime: wireTime(token.expiresAt),
    ...(namespace !== undefined && { namespace }),
    paymentInstrument: instrument(token),
    ...(schemeReference !== undefined && { schemeTransactionReference: schemeReference }),
    ...(conflict && { conflicts: conflictsBody(conflict.data, conflict.expiresAt) }),
    _links: tokenLinks(origin, token.opaque, {
      conflicts: conflict?.opaque,
      withNetworkToken,
      isWallet: networkType !== undefined,
    }),
  }
}

/** `countryCode`, which is optional, is never there: the host knows no issuers. */
function instrument({ card, holderName, billingAddress, networkType }: BaseTokenRecord): JsonObject {
  const cardNumber = card.firstSix.slice(0, 4) + '*'.repeat(card.length - 8) + card.lastFour
  const facts = {
    cardExpiryDate: { ...card.expiry },
    ...(billingAddress && { billingAddress: { ...billingAddress } }),
    bin: card.firstSix,
    brand: brandOf(card.firstSix) ?? 'UNKNOWN',
    fundingType: card.fundingType ?? 'unknown',
  }
  return networkType === undefined
    ? { type: 'card/masked', cardNumber, ...(holderName !== undefined && { cardHolderName: holderName }), ...facts }
    : { type: 'card/network+masked', cardNumber, last4Digits: card.lastFour, networkType, ...facts }
}
