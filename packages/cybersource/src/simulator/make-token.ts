import { type Ids, withCheckDigit } from '@nt/sandbox'
import type { Account } from './account.ts'
import type { TokenRecord, TokenType } from './token-record.ts'

/** What a new token is made of. */
export interface TokenOrder {
  readonly owner: string
  readonly creator: string
  readonly source: TokenRecord['source']
  readonly account: Account & { readonly type: TokenType }
  readonly cardExpiry?: { readonly month: string; readonly year: string } | undefined
  readonly verificationResults?: TokenRecord['verificationResults']
  readonly instrumentIdentifier?: string | undefined
}

/** Ranges in which real networks issue tokens, so that no token number looks like its card. Make-believe within them. */
const ranges: Record<TokenType, { readonly prefix: string; readonly length: number }> = {
  visa: { prefix: '489537', length: 16 },
  mastercard: { prefix: '520473', length: 16 },
  americanexpress: { prefix: '377200', length: 15 },
}

/** Token requestor ids have 11 digits and differ by network. [D §4.5] */
const requestorIds: Record<TokenType, string> = {
  visa: '40010000001',
  mastercard: '50110000001',
  americanexpress: '37010000001',
}

export function makeToken(order: TokenOrder, ids: Ids, now: Date): TokenRecord {
  const { owner, creator, source, account, cardExpiry, verificationResults, instrumentIdentifier } = order
  const { type, maskedNumber, suffix, fingerprint, paymentAccountReference } = account
  const { prefix, length } = ranges[type]
  return {
    id: ids.hex(32).toUpperCase(),
    owner,
    creator,
    fingerprint,
    state: 'ACTIVE',
    source,
    type,
    number: withCheckDigit(prefix + ids.digits(length - prefix.length - 1)),
    // The token's own expiry, on purpose not the card's. [the sandbox's own]
    expirationMonth: '12',
    expirationYear: String(now.getUTCFullYear() + 5),
    enrollmentId: ids.hex(32),
    tokenReferenceId: ids.hex(32),
    paymentAccountReference,
    requestorId: requestorIds[type],
    card: {
      ...(maskedNumber && { maskedNumber }),
      suffix,
      ...(cardExpiry && { expirationMonth: cardExpiry.month, expirationYear: cardExpiry.year }),
    },
    ...(verificationResults && { verificationResults }),
    ...(instrumentIdentifier && { instrumentIdentifier }),
    artVersion: 0,
    transactions: 0,
  }
}
