import { fingerprint, type Ids, withCheckDigit } from '@nt/sandbox'
import type { TokenRecord, TokenType } from './token-record.ts'

/** What a new token is made of. */
export interface TokenOrder {
  readonly owner: string
  readonly creator: string
  readonly source: TokenRecord['source']
  readonly type: TokenType
  /** The card number, or the account reference of push provisioning. Used here and gone. */
  readonly account: string
  readonly cardExpiry?: { readonly month: string; readonly year: string } | undefined
  readonly verificationResults?: TokenRecord['verificationResults']
  readonly withInstrument: boolean
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

export function makeToken(order: TokenOrder, ids: Ids, key: Uint8Array, now: Date): TokenRecord {
  const { owner, creator, source, type, account, cardExpiry, verificationResults } = order
  const { prefix, length } = ranges[type]
  const isCard = source !== 'ISSUER'
  return {
    id: ids.hex(32).toUpperCase(),
    owner,
    creator,
    fingerprint: fingerprint(account, key),
    state: 'ACTIVE',
    source,
    type,
    number: withCheckDigit(prefix + ids.digits(length - prefix.length - 1)),
    // The token's own expiry, on purpose not the card's. [the sandbox's own]
    expirationMonth: '12',
    expirationYear: String(now.getUTCFullYear() + 5),
    enrollmentId: ids.hex(32),
    tokenReferenceId: ids.hex(32),
    paymentAccountReference: paymentAccountReferenceOf(account, key),
    requestorId: requestorIds[type],
    card: {
      ...(isCard && { maskedNumber: mask(account) }),
      suffix: isCard ? account.slice(-4) : ids.digits(4),
      ...(cardExpiry && { expirationMonth: cardExpiry.month, expirationYear: cardExpiry.year }),
    },
    ...(verificationResults && { verificationResults }),
    ...(order.withInstrument && isCard && { instrumentIdentifier: instrumentIdentifierOf(owner, account, key) }),
    transactions: 0,
  }
}

/** First six, X, last four; for token numbers too. [D §4.0] */
export const mask = (number: string): string => number.slice(0, 6) + 'X'.repeat(number.length - 10) + number.slice(-4)

/** The same in one vault for the same card, 19 digits that end in the card's last four. [D §4.0] */
export function instrumentIdentifierOf(owner: string, account: string, key: Uint8Array): string {
  const digits = BigInt(`0x${fingerprint(`instrument ${owner} ${account}`, key)}`) % 10n ** 12n
  return `703${digits.toString().padStart(12, '0')}${account.slice(-4)}`
}

/** The same for every token of a card: 29 characters. [D §4.1] */
const paymentAccountReferenceOf = (account: string, key: Uint8Array): string =>
  `V001${fingerprint(`account ${account}`, key).slice(0, 25).toUpperCase()}`
