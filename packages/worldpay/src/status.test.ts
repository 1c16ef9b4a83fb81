import type { TokenState } from '@nt/core'
import { describe, expect, it } from 'vitest'
import { stateOf } from './status.ts'

const full = { hasNumber: true, hasExpiry: true, hasErrors: false }
const bare = { hasNumber: false, hasExpiry: false, hasErrors: false }

describe('the state that an answer proves', () => {
  it.each<[string | undefined, typeof full, TokenState]>([
    ['Active', full, 'active'],
    ['Suspended', full, 'suspended'],
    ['Deleted', full, 'deleted'],
    ['Expired', full, 'expired'],
    ['Inactive', full, 'suspended'],
    ['Quarantined', full, 'suspended'],
    ['ACTIVE', full, 'suspended'],
    ['', full, 'suspended'],
    [undefined, full, 'suspended'],
    ['Provision Processor Error', full, 'refused'],
    ['Active', { ...full, hasExpiry: false }, 'pending'],
    ['Active', bare, 'pending'],
    ['Inactive', bare, 'pending'],
    ['In Progress', bare, 'pending'],
    [undefined, bare, 'pending'],
    ['Suspended', bare, 'suspended'],
    ['Deleted', bare, 'deleted'],
    ['Expired', bare, 'expired'],
    ['Provision Processor Error', bare, 'refused'],
    ['Inactive', { ...bare, hasErrors: true }, 'refused'],
    ['Active', { ...bare, hasErrors: true }, 'refused'],
    [undefined, { ...bare, hasErrors: true }, 'refused'],
    ['Active', { ...full, hasErrors: true }, 'active'],
  ])('%j with %j is %s', (status, evidence, state) => {
    expect(stateOf(status, evidence)).toBe(state)
  })
})
