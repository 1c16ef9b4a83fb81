import { describe, expect, test } from 'vitest'
import { parseCard } from './card.ts'
import type { Clock } from './clock.ts'
import { NetworkTokenError } from './error.ts'
import * as door from './index.ts'
import { type NetworkToken, TokenNumber } from './network-token.ts'
import { createNetworkTokens } from './network-tokens.ts'
import type { NetworkTokenProvider } from './provider.ts'
import type { TokenState } from './token-state.ts'

const card = parseCard({ number: '4111111111111111', expirationMonth: 12, expirationYear: 2099 })

const token = (state: TokenState): NetworkToken => ({
  ref: { provider: 'p', id: 'a' },
  state,
  network: 'visa',
  card: {},
  confirmed: { at: new Date(0), by: 'retrieve', asOf: 'now' },
})

/** A provider whose tokens are pending first and then go through the given states. */
function pendingProvider(...later: TokenState[]) {
  const seen = { provisions: 0, lookups: 0 }
  const provider: NetworkTokenProvider = {
    id: 'p',
    provision: async () => {
      seen.provisions++
      return { status: 'pending', token: token('pending') }
    },
    retrieve: async () => token(later[Math.min(seen.lookups++, later.length - 1)] ?? 'pending'),
  }
  return { provider, seen }
}

/** A clock on which sleeping takes no time but is written down. */
function fastClock(start = new Date('2026-11-22T00:00:00Z')): Clock & { slept: number[] } {
  let at = start.getTime()
  const slept: number[] = []
  return {
    slept,
    now: () => new Date(at),
    sleep: async (milliseconds) => {
      slept.push(milliseconds)
      at += milliseconds
    },
  }
}

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (NetworkTokenError.isInstance(error) ? error.code : 'foreign'),
  )

describe('provisioning', () => {
  test('refuses an expired card before anything is sent', async () => {
    const { provider, seen } = pendingProvider()
    const clock = fastClock(new Date('2100-01-02T00:00:00Z'))
    expect(await codeOf(createNetworkTokens([provider]).provision('p', card, { clock }))).toBe('card_expired')
    expect(seen.provisions).toBe(0)
  })

  test('does not wait unless asked to', async () => {
    const { provider, seen } = pendingProvider('active')
    expect(await createNetworkTokens([provider]).provision('p', card)).toMatchObject({ status: 'pending' })
    expect(seen.lookups).toBe(0)
  })

  test('waits longer and longer, half a minute at most, until the token is decided', async () => {
    const { provider } = pendingProvider(...Array<TokenState>(9).fill('pending'), 'active')
    const clock = fastClock()
    expect(await createNetworkTokens([provider]).provision('p', card, { wait: {}, clock })).toMatchObject({
      status: 'active',
    })
    expect(clock.slept.map(Math.round)).toEqual([2000, 3000, 4500, 6750, 10125, 15188, 22782, 30000, 30000, 30000])
  })

  test('gives up after five minutes, and the token is still pending', async () => {
    const { provider } = pendingProvider('pending')
    const clock = fastClock()
    expect(await createNetworkTokens([provider]).provision('p', card, { wait: {}, clock })).toMatchObject({
      status: 'pending',
    })
    expect(clock.slept.reduce((sum, each) => sum + each, 0)).toBe(300_000)
  })

  test('stops waiting when the caller stops it', async () => {
    const { provider } = pendingProvider('pending')
    const work = createNetworkTokens([provider]).provision('p', card, { wait: {}, signal: AbortSignal.timeout(20) })
    expect(await codeOf(work)).toBe('aborted')
  })

  test('tells what a pending token became', async () => {
    const becomes = async (state: TokenState) =>
      createNetworkTokens([pendingProvider(state).provider]).provision('p', card, { wait: {}, clock: fastClock() })
    expect(await becomes('refused')).toMatchObject({ status: 'refused', refusal: { reason: 'unmapped' } })
    expect(await becomes('suspended')).toMatchObject({ status: 'suspended' })
    expect(await becomes('deleted')).toMatchObject({ status: 'refused' })
  })
})

describe('the use cases', () => {
  test('name the providers there are when asked for another', async () => {
    const error = await createNetworkTokens([pendingProvider().provider])
      .get({ provider: 'q', id: 'a' })
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'provider_unknown',
      message: 'no provider of that name; there is p. Name one of the configured providers.',
    })
  })

  test('say what a provider cannot do', async () => {
    const tokens = createNetworkTokens([pendingProvider().provider])
    const ref = { provider: 'p', id: 'a' }
    expect(await codeOf(tokens.credential(ref, { initiator: 'customer' }))).toBe('operation_unsupported')
    expect(await codeOf(tokens.remove(ref, 'fraud'))).toBe('operation_unsupported')
    expect(await codeOf(tokens.provisionFrom('p', { href: 'x' }))).toBe('operation_unsupported')
    expect(await codeOf(tokens.enrollDeviceToken('p', { number: new TokenNumber('4895370000000007') }))).toBe(
      'operation_unsupported',
    )
    expect(await codeOf(tokens.cardArt(ref, 'card'))).toBe('operation_unsupported')
    expect(await codeOf(tokens.readEvents('p', { headers: {}, rawBody: '' }))).toBe('operation_unsupported')
  })
})

test('exports these names and no others', () => {
  expect(Object.keys(door).sort()).toMatchInlineSnapshot(`
    [
      "NetworkTokenError",
      "Pan",
      "Secret",
      "TokenNumber",
      "canBecome",
      "cardNetworkOf",
      "createHoldStore",
      "createNetworkTokens",
      "errorTable",
      "formatExpiry",
      "isFinal",
      "isPast",
      "observe",
      "parseCard",
      "passesLuhn",
      "refusalTable",
      "systemClock",
    ]
  `)
})
