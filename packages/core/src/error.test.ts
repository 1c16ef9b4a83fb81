import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { NetworkTokenError } from './error.ts'
import { type ErrorCode, errorTable } from './error-table.ts'
import { refusalTable } from './refusal.ts'

describe('an error', () => {
  test('says what happened, whether it may have taken effect, and what to do next', () => {
    const error = new NetworkTokenError('outcome_unknown', {
      provider: 'worldpay',
      operation: 'provision',
      status: 500,
      writes: true,
    })
    expect(error.message).toMatchInlineSnapshot(
      `"worldpay provision: the provider may have acted, but its answer was lost (HTTP 500). It may have taken effect. Do not send again blindly: look the token up first, or let the provider's support find the correlation id."`,
    )
  })

  test('has every sentence of the table in good order', () => {
    for (const [code, row] of Object.entries(errorTable)) {
      expect(row.summary, code).toMatch(/^[a-z].*[^.]$/)
      expect(row.action, code).toMatch(/^[A-Z].*\.$/)
      expect(row.exitCode, code).toBeGreaterThanOrEqual(64)
      expect(row.httpStatus, code).toBeGreaterThanOrEqual(400)
    }
    for (const [reason, row] of Object.entries(refusalTable)) expect(row.action, reason).toMatch(/^[A-Z].*\.$/)
  })

  test.each<[ErrorCode, boolean | undefined, boolean]>([
    ['outcome_unknown', undefined, true],
    ['answer_unreadable', true, true],
    ['answer_unreadable', false, false],
    ['answer_unreadable', undefined, false],
    ['rate_limited', true, false],
  ])('%s of a call that writes: %s may have taken effect: %s', (code, writes, expected) => {
    expect(new NetworkTokenError(code, { writes }).mayHaveTakenEffect).toBe(expected)
  })

  test('prints one stable shape for machines', () => {
    const error = new NetworkTokenError('rate_limited', {
      provider: 'p',
      operation: 'o',
      status: 429,
      correlationId: 'c',
      retryAfterMs: 0,
    })
    expect(JSON.parse(JSON.stringify(error))).toMatchInlineSnapshot(`
      {
        "action": "Wait as long as it says, then send again.",
        "code": "rate_limited",
        "correlationId": "c",
        "mayHaveTakenEffect": false,
        "message": "p o: the provider limits the rate (HTTP 429). Wait as long as it says, then send again.",
        "operation": "o",
        "provider": "p",
        "retryAfterMs": 0,
        "retryable": true,
        "status": 429,
      }
    `)
  })

  test('is recognised across copies of the package', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('@nt/core/NetworkTokenError')]: true })
    expect(NetworkTokenError.isInstance(foreign)).toBe(true)
    expect(NetworkTokenError.isInstance(new Error('x'))).toBe(false)
    expect(NetworkTokenError.isInstance(undefined)).toBe(false)
  })

  test('keeps nothing but facts', () => {
    const shown = inspect(new NetworkTokenError('conflict', { provider: 'p', writes: true }), { depth: 9 })
    expect(shown).not.toMatch(/cause|request|response|body|headers|writes/)
  })
})
