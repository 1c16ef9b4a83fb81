import { describe, expect, test } from 'vitest'
import { parseCard } from '../card.ts'
import type { Clock } from '../clock.ts'
import { NetworkTokenError } from '../error.ts'
import type { NetworkToken } from '../network-token.ts'
import { createNetworkTokens } from '../network-tokens.ts'
import type { CallOptions, NetworkTokenProvider } from '../provider.ts'
import type { TokenState } from '../token-state.ts'

const ref = { provider: 'p', id: 'a' }
const token = (state: TokenState): NetworkToken => ({
  ref,
  state,
  network: 'visa',
  card: {},
  confirmed: { at: new Date(0), by: 'retrieve', asOf: 'now' },
})

/** A provider that gives these answers to lookups, the last one for ever; it keeps what it was asked. */
function lookups(...answers: (TokenState | NetworkTokenError)[]) {
  const calls: (CallOptions | undefined)[] = []
  const provider: NetworkTokenProvider = {
    id: 'p',
    provision: async () => ({ status: 'pending', token: token('pending') }),
    retrieve: async (_, call) => {
      calls.push(call)
      const answer = answers[Math.min(calls.length, answers.length) - 1] ?? 'pending'
      if (answer instanceof Error) throw answer
      return token(answer)
    },
  }
  return { tokens: (clock: Clock) => createNetworkTokens([provider], { clock }), calls }
}

function fastClock(): Clock & { slept: number[] } {
  let at = Date.UTC(2026, 10, 22)
  const slept: number[] = []
  return {
    slept,
    now: () => new Date(at),
    sleep: async (milliseconds) => {
      if (milliseconds > 0) slept.push(milliseconds)
      at += milliseconds
    },
  }
}

const unavailable = (retryAfterMs?: number) => new NetworkTokenError('provider_unavailable', { retryAfterMs })
const thrownBy = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error)

describe('settling from a reference alone', () => {
  test('looks at once, and does not wait for what is decided', async () => {
    const clock = fastClock()
    const { tokens, calls } = lookups('active')
    expect(await tokens(clock).settle(ref)).toMatchObject({ status: 'active', token: { ref } })
    expect(calls).toHaveLength(1)
    expect(clock.slept).toEqual([])
  })

  test('waits longer and longer for what is not', async () => {
    const clock = fastClock()
    const { tokens } = lookups('pending', 'pending', 'pending', 'refused')
    expect(await tokens(clock).settle(ref)).toMatchObject({ status: 'refused' })
    expect(clock.slept).toEqual([2000, 3000, 4500])
  })

  test('looks once even when there is no time to wait', async () => {
    const { tokens, calls } = lookups('pending')
    expect(await tokens(fastClock()).settle(ref, { wait: { forMs: 0 } })).toMatchObject({ status: 'pending' })
    expect(calls).toHaveLength(1)
  })

  test('goes on after lookups that fail for a while, and waits as long as it is asked to', async () => {
    const clock = fastClock()
    const { tokens } = lookups(unavailable(), unavailable(9000), 'pending', 'active')
    expect(await tokens(clock).settle(ref)).toMatchObject({ status: 'active' })
    expect(clock.slept).toEqual([2000, 9000, 9000])
  })

  test('gives no lookup more time than is left of the whole', async () => {
    const { tokens, calls } = lookups('pending')
    await tokens(fastClock()).settle(ref, { wait: { forMs: 6000 }, deadlineMs: 5000 })
    expect(calls.map((call) => call?.deadlineMs)).toEqual([5000, 4000, 1000])
  })

  test('is still pending when the last lookups failed but an earlier one was answered', async () => {
    const { tokens } = lookups('pending', unavailable())
    expect(await tokens(fastClock()).settle(ref, { wait: { forMs: 9000 } })).toMatchObject({ status: 'pending' })
  })

  test('throws the last failure, with the reference, when none was answered', async () => {
    const { tokens } = lookups(unavailable())
    const error = await thrownBy(tokens(fastClock()).settle(ref, { wait: { forMs: 9000 } }))
    expect(error).toMatchObject({ code: 'provider_unavailable', ref })
  })

  test('ends at a failure that another lookup would not change', async () => {
    const { tokens, calls } = lookups('pending', new NetworkTokenError('authentication_failed'))
    expect(await thrownBy(tokens(fastClock()).settle(ref))).toMatchObject({ code: 'authentication_failed', ref })
    expect(calls).toHaveLength(2)
  })
})

describe('a reference is never lost while waiting', () => {
  const card = parseCard({ number: '4111111111111111', expirationMonth: 12, expirationYear: 2099 })

  test('it is on the error when the caller stops', async () => {
    const { tokens } = lookups('pending')
    const stop = new AbortController()
    const clock = { ...fastClock(), sleep: async () => stop.abort() }
    const error = await thrownBy(tokens(clock).provision('p', card, { wait: {}, signal: stop.signal }))
    expect(error).toMatchObject({ code: 'aborted', ref })
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ ref })
  })

  test('it is on the error when a lookup fails for good', async () => {
    const { tokens } = lookups(new NetworkTokenError('permission_denied'))
    const error = await thrownBy(tokens(fastClock()).provision('p', card, { wait: {} }))
    expect(error).toMatchObject({ code: 'permission_denied', ref })
  })

  test('it is in the outcome when the time is up', async () => {
    const { tokens } = lookups(unavailable())
    expect(await tokens(fastClock()).provision('p', card, { wait: {} })).toMatchObject({
      status: 'pending',
      token: { ref },
    })
  })
})
