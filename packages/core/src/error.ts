import { type ErrorCode, type ErrorRow, errorTable } from './error-table.ts'
import type { TokenRef } from './network-token.ts'

/** One thing wrong with an input or a request. It names the place and the rule, never the value. */
export interface Issue {
  /** Dotted path, `''` for the whole. */
  readonly path: string
  readonly problem: string
}

/** What a `NetworkTokenError` can carry. Deliberately no request, response, URL, header, body or foreign `cause`: each of them can hold a card number. */
export interface ErrorDetails {
  /** What happened, when the table's summary is not exact enough. Never holds data of the request or the answer. */
  readonly message?: string
  readonly provider?: string | undefined
  readonly operation?: string | undefined
  /** The provider's own code, e.g. Cybersource `errors[].type`, Worldpay `errorName`. */
  readonly providerCode?: string | undefined
  /** The HTTP status of the provider's answer. */
  readonly status?: number | undefined
  /** Quote it to the provider's support. */
  readonly correlationId?: string | undefined
  /** How long the provider asks to wait, milliseconds. */
  readonly retryAfterMs?: number | undefined
  readonly issues?: readonly Issue[] | undefined
  /** The token that is there already although the call failed: store it. */
  readonly ref?: Pick<TokenRef, 'provider' | 'id'> | undefined
  /** Whether the operation changes something at the provider. */
  readonly writes?: boolean | undefined
}

const marker = Symbol.for('@nt/core/NetworkTokenError')

/**
 * The one error of the toolkit. What a caller may decide on is `code`; everything else follows from the table.
 * The message says what happened, whether it may have taken effect, and what to do next.
 */
export class NetworkTokenError extends Error {
  override readonly name = 'NetworkTokenError'
  readonly code: ErrorCode
  declare readonly provider?: string | undefined
  declare readonly operation?: string | undefined
  declare readonly providerCode?: string | undefined
  declare readonly status?: number | undefined
  declare readonly correlationId?: string | undefined
  declare readonly retryAfterMs?: number | undefined
  declare readonly issues?: readonly Issue[] | undefined
  declare readonly ref?: Pick<TokenRef, 'provider' | 'id'> | undefined
  /** Whether the provider may have acted on the call. */
  readonly mayHaveTakenEffect: boolean

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    const row: ErrorRow = errorTable[code]
    const mayHaveTakenEffect = row.effect === 'always' || (row.effect === 'if-writing' && details.writes === true)
    super(sentence(row, details, mayHaveTakenEffect))
    this.code = code
    this.mayHaveTakenEffect = mayHaveTakenEffect
    const { message: _, writes: __, ...facts } = details
    for (const [name, value] of Object.entries(facts)) if (value !== undefined) Object.assign(this, { [name]: value })
    Object.defineProperty(this, marker, { value: true })
  }

  /** Whether `value` is one of ours, from whichever copy of the package it came. */
  static isInstance(value: unknown): value is NetworkTokenError {
    return typeof value === 'object' && value !== null && marker in value
  }

  /** Whether the same call may be made again, unchanged, with hope. */
  get retryable(): boolean {
    return errorTable[this.code].retryable
  }

  /** What a person does next. */
  get action(): string {
    return errorTable[this.code].action
  }

  get exitCode(): number {
    return errorTable[this.code].exitCode
  }

  get httpStatus(): number {
    return errorTable[this.code].httpStatus
  }

  /** The stable shape for machines: `nt --json` prints it. */
  toJSON(): Record<string, unknown> {
    const { code, message, provider, operation, providerCode, status, correlationId, retryAfterMs, issues, ref } = this
    return {
      code,
      message,
      ...(provider && { provider }),
      ...(operation && { operation }),
      ...(providerCode && { providerCode }),
      ...(status && { status }),
      ...(correlationId && { correlationId }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(issues && { issues }),
      ...(ref && { ref: { provider: ref.provider, id: ref.id } }),
      retryable: this.retryable,
      mayHaveTakenEffect: this.mayHaveTakenEffect,
      action: this.action,
    }
  }
}

function sentence(row: ErrorRow, details: ErrorDetails, mayHaveTakenEffect: boolean): string {
  const { issues = [], provider, operation, providerCode, status } = details
  const where = provider ? `${provider}${operation ? ` ${operation}` : ''}: ` : ''
  const wrong = issues.map(({ path, problem }) => (path ? `${path} ${problem}` : problem)).join('; ')
  const said = [status && `HTTP ${status}`, providerCode].filter(Boolean).join(' ')
  const what = `${where}${details.message ?? row.summary}${wrong ? `: ${wrong}` : ''}${said ? ` (${said})` : ''}.`
  return `${what}${mayHaveTakenEffect ? ' It may have taken effect.' : ''} ${row.action}`
}
