import { cardNetworkOf, passesLuhn } from '@nt/core'
import { withCheckDigit } from '@nt/sandbox'
import type { TokenType } from './token-record.ts'

/** Why a card gets no token: Cybersource's closed list. [D §4.1] */
export type Reason =
  | 'INVALID_REQUEST'
  | 'CARD_VERIFICATION_FAILED'
  | 'CARD_NOT_ELIGIBLE'
  | 'CARD_NOT_ALLOWED'
  | 'DECLINED'
  | 'SERVICE_UNAVAILABLE'
  | 'SYSTEM_ERROR'

/** One documented test card, or test account reference. [D §5] */
export interface TestCard {
  readonly source: 'ONFILE' | 'TOKEN' | 'ISSUER'
  readonly network: TokenType | 'any'
  /** As the guide prints it; `…` stands for any further digits. */
  readonly printed: string
  readonly outcome: 'ACTIVE' | Reason
  /** One that fits, with a right check digit. */
  readonly sample: string
  /** What an X in `printed` stands for. */
  readonly x: 'any digit' | '0'
}

const visa = (prefix: string, outcome: TestCard['outcome'], source: TestCard['source'] = 'ONFILE'): TestCard => ({
  source,
  network: 'visa',
  printed: `${prefix}…`,
  outcome,
  sample: withCheckDigit(prefix.padEnd(15, '1')),
  x: 'any digit',
})
// With X as 4, as the guide says, the Visa rows that succeed fail the Luhn check; with 0 they pass it. Either is taken. [D §5]
const listed = (network: TokenType, printed: string): TestCard => ({
  source: 'ONFILE',
  network,
  printed,
  outcome: 'ACTIVE',
  sample: printed.replaceAll('X', '0'),
  x: 'any digit',
})
// Only with X as 0, as the guide says: every other American Express number succeeds.
const amex = (printed: string, outcome: Reason): TestCard => ({
  source: 'ONFILE',
  network: 'americanexpress',
  printed,
  outcome,
  sample: printed.replaceAll('X', '0'),
  x: '0',
})
const reference = (prefix: string, outcome: Reason): TestCard => ({
  source: 'ISSUER',
  network: 'any',
  printed: `${prefix}907033097c2ec91c3cea9d6d02`,
  outcome,
  sample: `${prefix}907033097c2ec91c3cea9d6d02`,
  x: 'any digit',
})

/** Every documented row, in the order in which they are tried: failures first, because "any American Express succeeds" overlaps them. */
export const testCards: readonly TestCard[] = [
  amex('370000000XXXX28', 'CARD_NOT_ELIGIBLE'),
  amex('3700000000XXXX2', 'DECLINED'),
  amex('37000000XXXX119', 'SERVICE_UNAVAILABLE'),
  amex('370000000XXXX36', 'CARD_NOT_ALLOWED'),
  visa('4000000011', 'CARD_VERIFICATION_FAILED'),
  visa('4001770011', 'CARD_NOT_ELIGIBLE'),
  visa('4010057011', 'CARD_NOT_ALLOWED'),
  visa('4010057022', 'DECLINED'),
  visa('4020057022', 'DECLINED'),
  visa('4010057033', 'SERVICE_UNAVAILABLE'),
  visa('4020057033', 'SERVICE_UNAVAILABLE'),
  visa('4010057044', 'SYSTEM_ERROR'),
  visa('4020057044', 'SYSTEM_ERROR'),
  visa('4020057055', 'INVALID_REQUEST'),
  listed('mastercard', '512X342233150747'),
  listed('mastercard', '512X343287499758'),
  listed('mastercard', '51203501XXX64594'),
  listed('visa', '46229431231XX639'),
  listed('visa', '46229431231XX647'),
  listed('visa', '46229431231XX654'),
  listed('visa', '46229431231XX662'),
  listed('visa', '46229431231XX67X'),
  listed('visa', '46229431231XX688'),
  listed('visa', '46229431231XX696'),
  { ...visa('46229431231', 'ACTIVE'), printed: '46229431231…' },
  { ...listed('americanexpress', '34…'), sample: '340000000000009' },
  { ...listed('americanexpress', '37…'), sample: '378282246310005' },
  visa('4000010011', 'CARD_VERIFICATION_FAILED', 'TOKEN'),
  visa('4000010022', 'CARD_NOT_ELIGIBLE', 'TOKEN'),
  visa('4000010033', 'CARD_NOT_ALLOWED', 'TOKEN'),
  visa('4000010044', 'SERVICE_UNAVAILABLE', 'TOKEN'),
  visa('4000010055', 'SYSTEM_ERROR', 'TOKEN'),
  visa('4000010088', 'INVALID_REQUEST', 'TOKEN'),
  reference('aaaaac', 'CARD_VERIFICATION_FAILED'),
  reference('bbbbbc', 'CARD_NOT_ELIGIBLE'),
  reference('cccccc', 'CARD_NOT_ALLOWED'),
  // Documented as `provisionDataExpired`, which is not in the list of reasons: the nearest one. [I]
  reference('dddddd', 'INVALID_REQUEST'),
  reference('ffffff', 'SERVICE_UNAVAILABLE'),
  reference('gggggg', 'SYSTEM_ERROR'),
]

/** What becomes of a card; `unreadable` is a number or a reference that no host would take. */
export type Outcome = 'ACTIVE' | 'unreadable' | Reason

/** Decides by the table, then by the check digit. `number` is an account reference where the source is ISSUER. */
export function outcomeOf(source: TestCard['source'], number: string): Outcome {
  const row = testCards.find((one) => one.source === source && fits(one, number))
  if (row) return row.outcome
  if (source === 'ISSUER') return /^[0-9a-z]{16}$/i.test(number) ? 'ACTIVE' : 'unreadable'
  // A token for a token: any Mastercard succeeds [D], the check digit of a device token is not looked at [the sandbox's own].
  if (source === 'ONFILE' && !passesLuhn(number)) return 'unreadable'
  // Tokens are made for three networks; what a card of another one gets is the sandbox's own.
  return tokenTypeOf(number) ? 'ACTIVE' : 'CARD_NOT_ALLOWED'
}

export function tokenTypeOf(number: string): TokenType | undefined {
  const network = cardNetworkOf(number)
  if (network === 'american-express') return 'americanexpress'
  return network === 'visa' || network === 'mastercard' ? network : undefined
}

function fits({ printed, x }: TestCard, number: string): boolean {
  const pattern = printed.replaceAll('X', x === '0' ? '0' : '[0-9]').replace('…', '[0-9]*')
  return new RegExp(`^${pattern}$`, 'i').test(number)
}
