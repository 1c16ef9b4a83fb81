import { describe, expect, test } from 'vitest'
import { createSandboxClock } from './clock.ts'
import { fingerprint, paymentAccountReference, withCheckDigit } from './fingerprint.ts'
import { createIds } from './ids.ts'
import * as door from './index.ts'
import { listen } from './listen.ts'
import { createSimulator } from './simulator.ts'

describe('the clock', () => {
  test('begins where it is told and skips ahead', () => {
    const clock = createSandboxClock(new Date('2026-01-01T00:00:00Z'))
    expect(clock.now().toISOString()).toMatch(/^2026-01-01T00:00:00/)
    clock.advance(90 * 86_400_000)
    expect(clock.now().toISOString()).toMatch(/^2026-04-01T00:00:00/)
  })
})

describe('identifiers', () => {
  test('are the same for the same seed, others for another, and never the same twice', () => {
    const take = (seed?: string) => {
      const ids = createIds(seed)
      return [ids.uuid(), ids.uuid(), ids.digits(16), ids.hex(5), ids.bytes(40).toString('hex')]
    }
    expect(take('a')).toEqual(take('a'))
    expect(take('a')).not.toEqual(take('b'))
    expect(take()).not.toEqual(take())
    expect(new Set(take('a')).size).toBe(5)
  })

  test('have their forms', () => {
    const ids = createIds('seed')
    for (let count = 0; count < 50; count++) {
      expect(ids.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(ids.digits(19)).toMatch(/^[0-9]{19}$/)
      expect(ids.hex(7)).toMatch(/^[0-9a-f]{7}$/)
    }
  })
})

describe('a fingerprint', () => {
  test('finds the same card, under the same key only', () => {
    const [key, other] = [new Uint8Array(32), new Uint8Array(32).fill(1)]
    expect(fingerprint('4111111111111111', key)).toBe(fingerprint('4111111111111111', key))
    expect(fingerprint('4111111111111111', key)).not.toBe(fingerprint('4111111111111111', other))
    expect(fingerprint('4111111111111111', key)).toMatch(/^[0-9a-f]{64}$/)
  })

  test('gives the card one payment account reference, wherever it is asked for', () => {
    const print = fingerprint('4111111111111111', new Uint8Array(32))
    expect(paymentAccountReference(print)).toMatch(/^V001[0-9A-Z]{25}$/)
    expect(paymentAccountReference(print)).toBe(paymentAccountReference(print))
    const others = Array.from({ length: 200 }, (_, count) => paymentAccountReference(`${count}`))
    expect(new Set(others).size).toBe(200)
    expect(others.filter((one) => one.length !== 29)).toEqual([])
  })

  test('stands beside a maker of check digits', () => {
    expect(withCheckDigit('411111111111111')).toBe('4111111111111111')
    expect(withCheckDigit('37144963539843')).toBe('371449635398431')
  })
})

describe('a simulator', () => {
  test('answers as a fetch and on a port alike', async () => {
    const simulator = createSimulator(
      async (request) => new Response(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`),
    )
    const init = { method: 'POST', body: 'ü' }
    expect(await (await simulator.fetch('https://host.example/a', init)).text()).toBe('POST /a ü')
    const { url, close } = await listen(simulator)
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[0-9]+$/)
    expect(await (await fetch(`${url}/a`, init)).text()).toBe('POST /a ü')
    await close()
  })

  test('tells its own defect from an answer', async () => {
    const simulator = createSimulator(() => {
      throw new TypeError('4111111111111111')
    })
    const response = await simulator.fetch('https://host.example/', {})
    expect([response.status, response.headers.get('x-sandbox-defect'), await response.text()]).toEqual([
      500,
      'TypeError',
      'defect in the simulator: TypeError',
    ])
  })

  test('says that a port is taken', async () => {
    const simulator = createSimulator(() => new Response())
    const { url, close } = await listen(simulator)
    const port = Number(new URL(url).port)
    await expect(listen(simulator, { port })).rejects.toMatchObject({
      code: 'address_in_use',
      message: expect.stringContaining(`port ${port} is taken`) as string,
    })
    await close()
  })
})

test('exports these names and no others', () => {
  expect(Object.keys(door).sort()).toMatchInlineSnapshot(`
    [
      "ConnectionReset",
      "createChaos",
      "createControlDoor",
      "createIds",
      "createJournal",
      "createSandboxClock",
      "createSimulator",
      "createStore",
      "faultNames",
      "fingerprint",
      "listen",
      "makeFolder",
      "parseDuration",
      "paymentAccountReference",
      "withCheckDigit",
    ]
  `)
})
