import { describe, expect, test } from 'vitest'
import { type ChaosRule, createChaos } from './chaos.ts'
import { createSandboxClock } from './clock.ts'
import { ConnectionReset, type faultNames } from './faults.ts'
import { createJournal } from './journal.ts'
import { listen } from './listen.ts'
import { createSimulator } from './simulator.ts'

/** A host that counts what it did. */
function host(
  answer = () =>
    new Response('{"links":{"href":"http://127.0.0.1:1/a"}}', { headers: { 'content-type': 'application/json' } }),
) {
  const seen = { requests: 0 }
  const simulator = createSimulator(async (request) => {
    await request.text()
    seen.requests++
    return answer()
  })
  return { simulator, seen }
}

const url = 'http://127.0.0.1/tokens/network'
const post = { method: 'POST', body: '{}' }

describe('chaos', () => {
  test('is the same for the same seed and other for another', async () => {
    const play = async (seed: string) => {
      const chaos = createChaos(seed, [{ fault: 'error-before', probability: 0.3 }])
      const { fetch } = chaos.before(host().simulator)
      const statuses: number[] = []
      for (let count = 0; count < 200; count++) statuses.push((await fetch(url, post)).status)
      return statuses
    }
    const first = await play('a')
    expect(await play('a')).toEqual(first)
    expect(await play('b')).not.toEqual(first)
    const share = first.filter((status) => status === 500).length / 200
    expect(share).toBeGreaterThan(0.2)
    expect(share).toBeLessThan(0.4)
  })

  test('happens where it is told to, as often as it is told to', async () => {
    const chaos = createChaos('a', [{ fault: 'error-before', method: 'post', path: '/tokens', times: 2 }])
    const { fetch } = chaos.before(host().simulator)
    const statuses = []
    for (const each of [{}, post, post, post]) statuses.push((await fetch(url, each)).status)
    expect(statuses).toEqual([200, 500, 500, 200])
    chaos.set([])
    expect((await fetch(url, post)).status).toBe(200)
  })

  test.each<[ChaosRule, number | 'reset', number]>([
    [{ fault: 'latency', milliseconds: 5 }, 200, 1],
    [{ fault: 'rate-limit', retryAfter: 7 }, 429, 0],
    [{ fault: 'error-before' }, 500, 0],
    [{ fault: 'error-after', status: 503 }, 503, 1],
    [{ fault: 'reset-before' }, 'reset', 0],
    [{ fault: 'reset-after' }, 'reset', 1],
    [{ fault: 'html' }, 200, 1],
    [{ fault: 'redirect' }, 307, 0],
    [{ fault: 'wrong-content-type' }, 200, 1],
    [{ fault: 'truncated-body' }, 200, 1],
    [{ fault: 'slow-body', milliseconds: 10 }, 200, 1],
    [{ fault: 'foreign-link' }, 200, 1],
    [{ fault: 'compression-bomb' }, 200, 1],
  ])('of %j answers %s after %i effects', async (rule, status, effects) => {
    const { simulator, seen } = host()
    const { fetch } = createChaos('a', [rule]).before(simulator)
    const answer = await fetch(url, post).catch((error: unknown) => error)
    if (status === 'reset') expect(answer).toBeInstanceOf(ConnectionReset)
    else expect((answer as Response).status).toBe(status)
    expect(seen.requests).toBe(effects)
  })

  test('spoils what is said', async () => {
    const said = async (fault: (typeof faultNames)[number], text: string) => {
      const { fetch } = createChaos('a', [{ fault, milliseconds: 10 }]).before(host(() => new Response(text)).simulator)
      return (await fetch(url, post)).text()
    }
    const jwe = `${Buffer.from('{"alg":"RSA-OAEP-256","kid":"mine"}').toString('base64url')}.a_k.iv.cipher.tagtag`
    expect(await said('foreign-link', '{"href":"https://try.example/tokens/x"}')).toBe(
      '{"href":"https://elsewhere.example/tokens/x"}',
    )
    expect(await said('truncated-body', '12345678')).toBe('1234')
    expect(await said('slow-body', 'whole text')).toBe('whole text')
    expect(await said('damaged-jwe', `{"encryptedResponse":"${jwe}"}`)).toContain('.cipher.taAAAA')
    const [head = ''] = (await said('wrong-kid', jwe)).split('.')
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'RSA-OAEP-256', kid: 'another-key' })
  })

  test('lasts as long as the client when it stalls', async () => {
    const { simulator, seen } = host()
    const { fetch } = createChaos('a', [{ fault: 'stall' }]).before(simulator)
    await expect(fetch(url, { ...post, signal: AbortSignal.timeout(20) })).rejects.toThrow()
    expect(seen.requests).toBe(1)
  })

  test('breaks real connections on a port', async () => {
    const { simulator, seen } = host()
    const { url: base, close } = await listen(createChaos('a', [{ fault: 'reset-after', times: 1 }]).before(simulator))
    await expect(fetch(`${base}/tokens`, post)).rejects.toThrow('fetch failed')
    expect((await fetch(`${base}/tokens`, post)).status).toBe(200)
    expect(seen.requests).toBe(2)
    await close()
  })
})

describe('the journal', () => {
  test('tells every exchange in order, and no number of a token', async () => {
    const clock = createSandboxClock(new Date('2026-01-01T00:00:00Z'))
    const journal = createJournal(clock)
    const { fetch } = journal.before(
      host(
        () =>
          new Response('', { status: 401, headers: { 'x-sandbox-auth-detail': 'stale', 'wp-correlationid': 'c-1' } }),
      ).simulator,
      'worldpay',
    )
    await fetch('http://127.0.0.1/tokens/network/4895370000000007?pan=4111111111111111', { method: 'DELETE' })
    const broken = journal.before(createChaos('a', [{ fault: 'reset-before' }]).before(host().simulator), 'cybersource')
    await broken.fetch(url, post).catch(() => undefined)
    expect(journal.entries).toMatchObject([
      {
        number: 1,
        host: 'worldpay',
        method: 'DELETE',
        path: '/tokens/network/****0007',
        status: 401,
        detail: 'stale',
        correlationId: 'c-1',
      },
      { number: 2, host: 'cybersource', method: 'POST', path: '/tokens/network', status: 'reset' },
    ])
    journal.clear()
    expect(journal.entries).toEqual([])
  })

  test('keeps the newest when it is full', async () => {
    const journal = createJournal(createSandboxClock(), 3)
    const { fetch } = journal.before(host().simulator, 'a')
    for (let count = 0; count < 5; count++) await fetch(url, post)
    expect(journal.entries.map(({ number }) => number)).toEqual([3, 4, 5])
  })
})
