import { describe, expect, test } from 'vitest'
import { type NetworkToken, observe, TokenNumber } from './network-token.ts'
import { canBecome, isFinal, type TokenState } from './token-state.ts'

const states: TokenState[] = ['pending', 'active', 'suspended', 'expired', 'deleted', 'refused']

const token = (state: TokenState, more: Partial<NetworkToken> = {}): NetworkToken => ({
  ref: { provider: 'p', id: 'a' },
  state,
  network: 'visa',
  card: { lastFour: '1111' },
  confirmed: { at: new Date(0), by: 'provision', asOf: 'now' },
  ...more,
})

describe('the state of a token', () => {
  test('moves only where the state machine allows', () => {
    const moves = states.map(
      (from) => `${from} -> ${states.filter((to) => to !== from && canBecome(from, to)).join(' ') || 'nothing'}`,
    )
    expect(moves).toEqual([
      'pending -> active suspended expired deleted refused',
      'active -> suspended expired deleted',
      'suspended -> active expired deleted',
      'expired -> deleted',
      'deleted -> nothing',
      'refused -> nothing',
    ])
    expect(states.filter(isFinal)).toEqual(['deleted', 'refused'])
  })

  test('is not brought back to life by a late answer', () => {
    const later = { at: new Date(9), by: 'retrieve', asOf: 'now' } as const
    const seen = observe(token('deleted'), token('active', { confirmed: later }))
    expect(seen).toMatchObject({ state: 'deleted', confirmed: later })
  })

  test('is the same after any repetition of the same answers', () => {
    const answers = [token('suspended'), token('active'), token('deleted'), token('deleted'), token('active')]
    expect(answers.reduce(observe, token('pending')).state).toBe('deleted')
  })
})

describe('one more look at a token', () => {
  test('keeps facts that the new answer leaves out', () => {
    const number = new TokenNumber('4895370000000007')
    const known = token('active', { number, paymentAccountReference: 'PAR', expiry: { month: 1, year: 2030 } })
    const seen = observe(
      known,
      token('suspended', {
        number: undefined,
        expiry: { month: 2, year: 2032 },
        card: { expiry: { month: 3, year: 2029 } },
      }),
    )
    expect(seen).toMatchObject({ state: 'suspended', paymentAccountReference: 'PAR', expiry: { month: 2, year: 2032 } })
    expect(seen.number).toBe(number)
    expect(seen.card).toEqual({ lastFour: '1111', expiry: { month: 3, year: 2029 } })
  })
})
