import { type Exchange, NetworkTokenError } from '@nt/core'
import { describe, expect, test } from 'vitest'
import { createCaller } from './caller.ts'
import type { Fetch } from './fetch.ts'
import type { Operation } from './operation.ts'

const read: Operation = { name: 'get', method: 'GET', route: '/tokens/{id}', statuses: [200] }
const write: Operation = { name: 'create', method: 'POST', route: '/tokens', statuses: [200, 201] }
const repeatableWrite: Operation = {
  name: 'cryptogram',
  method: 'POST',
  route: '/cryptograms',
  statuses: [200],
  repeatable: true,
}

type Step = number | Error | 'hang' | (() => Response)

/** A wire that answers step by step and counts. */
function wire(...steps: Step[]) {
  const seen: { url: string; body: string | undefined }[] = []
  const fetch: Fetch = async (url, { body }) => {
    seen.push({ url, body })
    const step = steps[Math.min(seen.length, steps.length) - 1]
    if (step === 'hang') return new Promise(() => {})
    if (step instanceof Error) throw step
    if (typeof step === 'function') return step()
    return new Response('{}', { status: step ?? 200, headers: { 'x-correlation': `c-${seen.length}` } })
  }
  const call = createCaller({
    provider: 'p',
    baseUrl: 'http://127.0.0.1:1',
    fetch,
    correlationHeader: 'x-correlation',
    firstPauseMs: 1,
  })
  return { call, seen }
}

const refused = Object.assign(new TypeError('fetch failed'), {
  cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
})
const reset = Object.assign(new TypeError('fetch failed'), {
  cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }),
})

async function failure(work: Promise<unknown>): Promise<NetworkTokenError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!NetworkTokenError.isInstance(error)) throw new Error('expected a NetworkTokenError')
  return error
}

describe('a call', () => {
  test.each<[string, Operation, Step[], string, number, boolean]>([
    ['repeats a read after 503', read, [503, 503, 200], 'ok', 3, false],
    ['gives a read up after three attempts', read, [503], 'provider_unavailable', 3, false],
    ['never repeats a write after 500', write, [500, 200], 'outcome_unknown', 1, true],
    ['never repeats a write after a reset', write, [reset, 200], 'outcome_unknown', 1, true],
    ['repeats a write that was never sent', write, [refused, 200], 'ok', 2, false],
    ['repeats a write after 429', write, [429, 200], 'ok', 2, false],
    ['repeats a repeatable write after a reset', repeatableWrite, [reset, 200], 'ok', 2, false],
    ['does not repeat 401', read, [401, 200], 'authentication_failed', 1, false],
    ['does not repeat 403', read, [403, 200], 'permission_denied', 1, false],
    ['does not repeat 404', read, [404, 200], 'token_not_found', 1, false],
    ['does not repeat 400', write, [400, 200], 'request_rejected', 1, false],
    ['knows 410', read, [410], 'token_gone', 1, false],
    ['never follows a redirect', write, [307, 200], 'answer_unreadable', 1, true],
  ])('%s', async (_, operation, steps, expected, attempts, mayHaveTakenEffect) => {
    const { call, seen } = wire(...steps)
    const work = call(operation, { parameters: { id: 'a' }, body: '{}' })
    if (expected === 'ok') await work
    else expect(await failure(work)).toMatchObject({ code: expected, mayHaveTakenEffect })
    expect(seen).toHaveLength(attempts)
  })

  test('gives a stalled write one attempt and says that the outcome is unknown', async () => {
    const { call, seen } = wire('hang')
    const error = await failure(call({ ...write, attemptMs: 30 }, { body: '{}' }))
    expect(error).toMatchObject({
      code: 'outcome_unknown',
      mayHaveTakenEffect: true,
      operation: 'create',
      provider: 'p',
    })
    expect(seen).toHaveLength(1)
  })

  test('repeats a stalled read within the deadline', async () => {
    const { call, seen } = wire('hang', 200)
    await call({ ...read, attemptMs: 30 }, { parameters: { id: 'a' }, call: { deadlineMs: 2_000 } })
    expect(seen).toHaveLength(2)
  })

  test('ends at the deadline', async () => {
    const { call } = wire('hang')
    const began = performance.now()
    const error = await failure(call(read, { parameters: { id: 'a' }, call: { deadlineMs: 50 } }))
    expect(error.code).toBe('timeout')
    expect(performance.now() - began).toBeLessThan(1_000)
  })

  test('ends when the caller stops it', async () => {
    const { call } = wire('hang')
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 10)
    const error = await failure(call(write, { body: '{}', call: { signal: stop.signal } }))
    expect(error).toMatchObject({ code: 'aborted', mayHaveTakenEffect: true })
  })

  test('fails at once, with the hint, when the provider asks for more time than there is', async () => {
    const { call, seen } = wire(() => new Response('', { status: 429, headers: { 'retry-after': '30' } }))
    const began = performance.now()
    const error = await failure(call(read, { parameters: { id: 'a' }, call: { deadlineMs: 500 } }))
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 30_000 })
    expect(seen).toHaveLength(1)
    expect(performance.now() - began).toBeLessThan(400)
  })

  test('reports each attempt by route, never by path', async () => {
    const { call } = wire(503, 200)
    const exchanges: Exchange[] = []
    await call(read, { parameters: { id: '4895370000000007' }, call: { onExchange: (each) => exchanges.push(each) } })
    expect(exchanges).toMatchObject([
      { attempt: 1, route: '/tokens/{id}', status: 503, correlationId: 'c-1' },
      { attempt: 2, route: '/tokens/{id}', status: 200, correlationId: 'c-2' },
    ])
    expect(JSON.stringify(exchanges)).not.toContain('4895370000000007')
  })

  test('stops reading an answer at the cap', async () => {
    const { call } = wire(() => new Response('x'.repeat(1024 * 1024 + 1), { status: 200 }))
    expect(await failure(call(write, { body: '{}' }))).toMatchObject({
      code: 'answer_unreadable',
      mayHaveTakenEffect: true,
    })
  })

  test.each(['', '.', '..'])('refuses %j as a path parameter', async (id) => {
    const { call, seen } = wire(200)
    expect((await failure(call(read, { parameters: { id } }))).code).toBe('input_invalid')
    expect(seen).toHaveLength(0)
  })

  test('tells what a simulator on this machine says of a refused request', async () => {
    const detail = 'kid 1790000000000000000001 is unknown, 4111 1111 1111 1111 too: the .p12 is of another merchant.'
    const { call } = wire(() => new Response('', { status: 401, headers: { 'x-sandbox-auth-detail': detail } }))
    expect((await failure(call(write, { body: '{}' }))).message).toBe(
      'p create: the provider did not accept the credentials; the sandbox says: kid 1790000000000000000001 is unknown, (digits) too: the .p12 is of another merchant (HTTP 401). Check the credentials, the account they belong to, and the clock; a retry with the same ones fails again.',
    )
  })

  test.each([
    ['b1c2-77', 'b1c2-77'],
    ['7010000000016241111999', '7010000000016241111999'],
    ['0b2f5c1e-9d3a-4c0e-8f11-123456789012', '0b2f5c1e-9d3a-4c0e-8f11-123456789012'],
    ['x'.repeat(300), 'x'.repeat(128)],
    ['4111111111111111', undefined],
    ['of 4111111111111111', undefined],
  ])('quotes the correlation id %s as %s: nothing that could be a number of a card', async (sent, told) => {
    const { call } = wire(() => new Response('', { status: 404, headers: { 'x-correlation': sent } }))
    expect((await failure(call(read, { parameters: { id: 'a' } }))).correlationId).toBe(told)
  })

  test('does not repeat what any other host says', async () => {
    const fetch: Fetch = async () => new Response('', { status: 401, headers: { 'x-sandbox-auth-detail': 'anything' } })
    const call = createCaller({ provider: 'p', baseUrl: 'https://api.example.com', fetch, correlationHeader: 'x' })
    expect((await failure(call(write, { body: '{}' }))).message).not.toContain('anything')
  })
})
