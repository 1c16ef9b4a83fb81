import { describe, expect, test } from 'vitest'
import { createChaos } from './chaos.ts'
import { createSandboxClock } from './clock.ts'
import { createControlDoor } from './control-door.ts'
import { createJournal } from './journal.ts'
import { createSimulator } from './simulator.ts'

const clock = createSandboxClock(new Date('2026-01-01T00:00:00Z'))
const journal = createJournal(clock)
const chaos = createChaos()
const done: string[] = []
const host = {
  setState: (id: string, state: string) => void done.push(`${id} ${state}`),
  liveTokens: () => 0,
  oddNextAnswer: (oddity: string) => void done.push(oddity),
}
const door = createControlDoor({ clock, journal, chaos, hosts: { worldpay: host } })
const ask = async (method: string, path: string, body?: unknown) => {
  const answer = await door.fetch(`http://127.0.0.1${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : undefined }
}

describe('the control door', () => {
  test('moves the clock', async () => {
    expect((await ask('POST', '/clock/advance', { by: '90d' })).body).toMatchObject({
      now: expect.stringMatching(/^2026-04-01T/) as string,
    })
    expect((await ask('GET', '/clock')).body).toMatchObject({ now: expect.stringMatching(/^2026-04-01T/) as string })
  })

  test('shows the journal, of all hosts or of one', async () => {
    await journal
      .before(
        createSimulator(() => new Response()),
        'worldpay',
      )
      .fetch('http://127.0.0.1/a', {})
    await journal
      .before(
        createSimulator(() => new Response()),
        'cybersource',
      )
      .fetch('http://127.0.0.1/b', {})
    expect((await ask('GET', '/journal')).body).toHaveLength(2)
    expect((await ask('GET', '/journal?host=cybersource')).body).toMatchObject([{ path: '/b' }])
    expect((await ask('DELETE', '/journal')).status).toBe(204)
    expect((await ask('GET', '/journal')).body).toEqual([])
  })

  test('sets the rules of chaos, and takes them back', async () => {
    const rules = [{ fault: 'reset-after', path: '/tokens', probability: 0.5 }]
    expect((await ask('PUT', '/chaos', rules)).body).toEqual(rules)
    expect(chaos.rules).toEqual(rules)
    expect((await ask('DELETE', '/chaos')).status).toBe(204)
    expect((await ask('GET', '/chaos')).body).toEqual([])
  })

  test('does to a token what its issuer would', async () => {
    expect((await ask('POST', '/hosts/worldpay/tokens/abc/state', { state: 'suspended' })).status).toBe(204)
    expect((await ask('POST', '/hosts/worldpay/odd-next-answer', { oddity: 'unknown-field' })).status).toBe(204)
    expect(done).toEqual(['abc suspended', 'unknown-field'])
  })

  test.each<[string, string, unknown, number, string]>([
    ['POST', '/clock/advance', { by: 'soon' }, 400, 'by is a time span such as 90d, 2h, 15m, 30s or 500ms'],
    ['POST', '/clock/advance', 'x', 400, 'the body is not JSON'],
    ['POST', '/clock/advance', {}, 400, 'by is missing, or no text'],
    ['PUT', '/chaos', {}, 400, 'the rules are an array'],
    ['PUT', '/chaos', [{ fault: 'fire' }], 400, '0.fault is one of latency, stall'],
    ['PUT', '/chaos', [{ fault: 'stall', probability: 2 }], 400, '0.probability is a number from 0 to 1'],
    [
      'POST',
      '/hosts/stripe/odd-next-answer',
      { oddity: 'unknown-field' },
      404,
      'no host of that name; there are worldpay',
    ],
    [
      'POST',
      '/hosts/worldpay/tokens/a/state',
      { state: 'gone' },
      400,
      'state is one of active, suspended, expired, deleted',
    ],
    ['GET', '/nowhere', undefined, 404, 'path is not known'],
  ])('says what is wrong with %s %s %j', async (method, path, body, status, message) => {
    const answer = await ask(method, path, body)
    expect(answer.status).toBe(status)
    expect(JSON.stringify(answer.body)).toContain(message)
  })
})
