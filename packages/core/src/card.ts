import { z } from 'zod'
import { type Issue, NetworkTokenError } from './error.ts'
import { type Expiry, isPast } from './expiry.ts'
import { Pan, type PanSettings, panProblem } from './pan.ts'
import { Secret } from './secret.ts'

/** Where the cardholder is billed. Providers that check addresses use it; none of it is required. */
export interface BillingAddress {
  readonly line1?: string | undefined
  readonly line2?: string | undefined
  readonly city?: string | undefined
  readonly region?: string | undefined
  readonly postalCode?: string | undefined
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined
}

/** A card on file, on its way to a network token. */
export interface Card {
  readonly pan: Pan
  readonly expiry: Expiry
  /** Card verification code (CVV2, CVC2, CID). Sent when given; never kept. */
  readonly securityCode?: Secret | undefined
  /** Worldpay requires it for a card number, whatever its table says. */
  readonly cardholderName?: string | undefined
  readonly billingAddress?: BillingAddress | undefined
}

/** How strictly a card is read. */
export interface CardSettings extends PanSettings {
  /** Now, for the expiry check. Default: the system clock. */
  readonly now?: Date
}

const text = (longest: number) => z.string().trim().min(1).max(longest)
const wholeNumber = z.union([
  z.int(),
  z
    .string()
    .trim()
    .regex(/^[0-9]{1,4}$/)
    .transform(Number),
])

const address = z.strictObject({
  line1: text(80).optional(),
  line2: text(80).optional(),
  city: text(50).optional(),
  region: text(30).optional(),
  postalCode: text(15).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
})

const input = z.strictObject({
  number: z.unknown(),
  expirationMonth: wholeNumber.pipe(z.int().min(1).max(12)),
  expirationYear: wholeNumber.pipe(z.int().min(2000).max(9999)),
  securityCode: z
    .string()
    .regex(/^[0-9]{3,4}$/)
    .optional(),
  cardholderName: text(255).optional(),
  billingAddress: address.optional(),
})

/** What to say for each field; zod's own words could repeat what was given. */
const rules: Record<string, string> = {
  expirationMonth: 'must be a month, 1 to 12',
  expirationYear: 'must be a year of four digits',
  securityCode: 'must be a string of 3 or 4 digits',
  cardholderName: 'must be a text of 1 to 255 characters',
  billingAddress: 'must be an object with line1, line2, city, region, postalCode, country (two capital letters)',
}

/**
 * Reads a card from outside: `{ number, expirationMonth, expirationYear, securityCode?, cardholderName?, billingAddress? }`.
 *
 * @throws NetworkTokenError `card_invalid` with every problem found, or `card_expired`. Neither quotes what was given.
 * @example
 * const card = parseCard({ number: '4111 1111 1111 1111', expirationMonth: 12, expirationYear: 2031 })
 */
export function parseCard(given: unknown, settings: CardSettings = {}): Card {
  const read = input.safeParse(given)
  const issues: Issue[] = read.success ? [] : issuesOf(given, read.error.issues)
  if (isObject(given)) {
    const problem =
      'number' in given ? panProblem(given['number'], settings) : { path: 'number', problem: 'is missing' }
    if (problem) issues.unshift(problem)
  }
  if (!read.success || issues.length > 0) throw new NetworkTokenError('card_invalid', { issues })

  const { number, expirationMonth, expirationYear, securityCode, cardholderName, billingAddress } = read.data
  const expiry = { month: expirationMonth, year: expirationYear }
  refuseExpired(expiry, settings.now ?? new Date())
  return {
    pan: Pan.parse(number, settings),
    expiry,
    ...(securityCode !== undefined && { securityCode: new Secret(securityCode, 'security code') }),
    ...(cardholderName !== undefined && { cardholderName }),
    ...(billingAddress !== undefined && { billingAddress }),
  }
}

/** @throws NetworkTokenError `card_expired` when the card's month is over. */
export function refuseExpired(expiry: Expiry, now: Date): void {
  if (isPast(expiry, now)) throw new NetworkTokenError('card_expired')
}

function issuesOf(given: unknown, found: readonly z.core.$ZodIssue[]): Issue[] {
  if (!isObject(given))
    return [{ path: '', problem: 'must be a JSON object with number, expirationMonth, expirationYear' }]
  const issues = found.flatMap((issue): Issue[] => {
    const field = String(issue.path[0] ?? '')
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: showable(field, key), problem: 'is not a known field' }))
    if (field === 'number') return []
    return [
      {
        path: issue.path.map(String).join('.'),
        problem: field in given ? (rules[field] ?? 'is not valid') : 'is missing',
      },
    ]
  })
  const seen = new Set<string>()
  return issues.filter(({ path }) => !seen.has(path) && seen.add(path))
}

/** A field's name is shown only when it looks like a name: a card number may stand in a key's place. */
const showable = (parent: string, key: string): string =>
  [parent, /^[A-Za-z_-]{1,40}$/.test(key) ? key : 'a field'].filter(Boolean).join('.')

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
