import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { longestPauseMs, parseRetryAfter } from './retry-after.ts'

interface Vectors {
  readonly now: number
  readonly cases: readonly { readonly value: string; readonly expect: number | 'cap' | 'ignore' | 'cap-or-ignore' }[]
}
const vectors = JSON.parse(readFileSync(new URL('./__fixtures__/retry-after.json', import.meta.url), 'utf8')) as Vectors

const wanted = (expected: Vectors['cases'][number]['expect']): number | undefined =>
  expected === 'ignore' ? undefined : typeof expected === 'string' ? longestPauseMs : Math.min(expected, longestPauseMs)

describe('Retry-After', () => {
  test.each(vectors.cases.map((each) => [each.value, each.expect] as const))('%j means %s', (value, expected) => {
    expect(parseRetryAfter(value, new Date(vectors.now))).toBe(wanted(expected))
  })

  test.each([
    '1e3',
    '0x10',
    '+5',
    '5;',
    '5, 6',
    '٥',
    'Sun, 32 Nov 2026 12:00:30 GMT',
    'Sat, 31 Feb 2026 12:00:00 GMT',
    'soon',
    '2026-11-22T12:00:30Z',
  ])('%j means nothing', (value) => expect(parseRetryAfter(value, new Date(vectors.now))).toBeUndefined())

  test('that is not there means nothing', () => expect(parseRetryAfter(null, new Date())).toBeUndefined())
})
