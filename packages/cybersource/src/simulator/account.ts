import { fingerprint, paymentAccountReference } from '@nt/sandbox'
import { type Outcome, outcomeOf, type TestCard, tokenTypeOf } from './test-cards.ts'
import type { TokenType } from './token-record.ts'

/** What the host knows of a card, or of an account reference, once its number is gone. This is what is kept; it leads back to no number. */
export interface Account {
  readonly fingerprint: string
  readonly maskedNumber?: string | undefined
  readonly suffix: string
  readonly type?: TokenType | undefined
  /** What the table of test cards says of it. */
  readonly outcome: Outcome
  readonly paymentAccountReference: string
}

/** Looks at a number once. `number` is an account reference where the source is ISSUER. */
export function toAccount(
  source: TestCard['source'],
  number: string,
  key: Uint8Array,
  type: TokenType | undefined = tokenTypeOf(number),
): Account {
  const isCard = source !== 'ISSUER'
  const print = fingerprint(number, key)
  return {
    fingerprint: print,
    ...(isCard && { maskedNumber: mask(number) }),
    // Of an account reference nobody knows the card: make-believe digits. [the sandbox's own]
    suffix: isCard ? number.slice(-4) : String(Number.parseInt(print.slice(0, 8), 16) % 10_000).padStart(4, '0'),
    ...(type && { type }),
    outcome: outcomeOf(source, number),
    paymentAccountReference: paymentAccountReference(print),
  }
}

/** First six, X, last four; for token numbers too. [D §4.0] */
export const mask = (number: string): string => number.slice(0, 6) + 'X'.repeat(number.length - 10) + number.slice(-4)
