import { type CardNetwork, cardNetworkOf } from './card-network.ts'
import { type Issue, NetworkTokenError } from './error.ts'
import { Secret } from './secret.ts'

/** How strictly a card number is read. */
export interface PanSettings {
  /**
   * Whether the check digit must fit. On by default. Several numbers in provider test-card lists fail it as printed (Cybersource's
   * Visa rows do), so it can be switched off for test environments.
   */
  readonly luhn?: boolean
}

/**
 * A primary account number, the radioactive part of a card. Shows as `[PAN **** 1111]` everywhere; the digits leave by `reveal()`,
 * which only a provider's request mapping may call.
 */
export class Pan extends Secret {
  /** The last four digits: safe to show (PCI DSS 3.4.1). */
  readonly lastFour: string
  readonly network: CardNetwork

  private constructor(digits: string) {
    super(digits, `PAN **** ${digits.slice(-4)}`)
    this.lastFour = digits.slice(-4)
    this.network = cardNetworkOf(digits)
  }

  /**
   * Reads a card number: 12 to 19 digits, single spaces or dashes between them allowed.
   * @throws NetworkTokenError `card_invalid`, which never quotes the input.
   */
  static parse(input: unknown, settings: PanSettings = {}): Pan {
    const problem = panProblem(input, settings)
    if (problem) throw new NetworkTokenError('card_invalid', { issues: [problem] })
    return new Pan(digitsOf(input as string))
  }
}

/** What is wrong with a card number, without quoting it; `undefined` when it is good. */
export function panProblem(input: unknown, { luhn = true }: PanSettings = {}): Issue | undefined {
  const path = 'number'
  if (typeof input === 'number') {
    return { path, problem: 'must be a string in quotes: a JSON number loses digits' }
  }
  if (typeof input !== 'string') return { path, problem: 'must be a string of digits' }
  const digits = digitsOf(input)
  if (!/^[0-9]+$/.test(digits))
    return { path, problem: 'may hold only the digits 0-9, with single spaces or dashes between' }
  if (digits.length < 12 || digits.length > 19)
    return { path, problem: `must have 12 to 19 digits, this has ${digits.length}` }
  if (luhn && !passesLuhn(digits)) {
    return {
      path,
      problem:
        'fails the Luhn check: a digit is wrong (some provider test numbers fail it too; for those switch the check off)',
    }
  }
  return undefined
}

const digitsOf = (input: string): string => input.trim().replace(/(?<=[0-9])[ -](?=[0-9])/g, '')

/** The Luhn check of ISO/IEC 7812-1 annex B. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48
    const doubled = digit * 2
    sum += place % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
