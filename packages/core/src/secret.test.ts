import assert from 'node:assert'
import { inspect } from 'node:util'
import { serialize } from 'node:v8'
import { describe, expect, test } from 'vitest'
import { Secret } from './secret.ts'

const value = '9417300000000000417'
const secret = new Secret(value, 'canary')

const channels: Record<string, () => string> = {
  inspect: () => inspect(secret, { depth: 9, showHidden: true, getters: true }),
  'inspect without custom inspectors': () => inspect({ secret }, { depth: 9, customInspect: false, showHidden: true }),
  JSON: () => JSON.stringify({ secret }),
  template: () => `${secret}`,
  concatenation: () => `a${secret as unknown as string}`,
  'String()': () => String(secret),
  spread: () => JSON.stringify({ ...secret }),
  keys: () => [...Object.keys(secret), ...Object.values(secret)].join(),
  structuredClone: () => inspect(structuredClone(secret), { depth: 9 }),
  'v8.serialize': () => serialize({ secret }).toString('latin1'),
  'assert diff': () => {
    try {
      assert.deepStrictEqual({ secret }, { secret: 1 })
      return ''
    } catch (error) {
      return inspect(error, { depth: 9 })
    }
  },
  'error cause': () => inspect(new Error('x', { cause: secret }), { depth: 9 }),
  'Map and Set': () => inspect([new Map([[secret, secret]]), new Set([secret])], { depth: 9 }),
  'number coercion': () => String(Number(secret as unknown as string)),
}

describe('a secret', () => {
  test.each(Object.entries(channels))('does not show through %s', (_, show) => {
    expect(show()).not.toContain(value)
  })

  test('shows its label', () => {
    expect(`${secret}`).toBe('[canary]')
    expect(JSON.stringify([secret])).toBe('["[canary]"]')
    expect(inspect(secret)).toBe('[canary]')
  })

  test('is told by reveal alone', () => {
    expect(secret.reveal()).toBe(value)
  })
})
