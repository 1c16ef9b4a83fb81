import { createPrivateKey } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type ReadyLine, sandboxCards } from '@nt/runtime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inOwnFolder, type Ran } from './__fixtures__/run-in-memory.ts'

const { nt, folder, remove } = inOwnFolder()
const stop = new AbortController()
const mediaType = 'application/vnd.worldpay.tokens-v3.hal+json'
const card = '{"number":"4444333322221111","expirationMonth":12,"expirationYear":2031,"cardholderName":"A Tester"}'

let running: Promise<Ran>
let ready: ReadyLine
beforeAll(async () => {
  let tell: (line: string) => void
  const line = new Promise<string>((resolve) => {
    tell = resolve
  })
  running = nt('sandbox --json', { signal: stop.signal, told: (text) => tell(text) })
  ready = JSON.parse(await line) as ReadyLine
})
afterAll(async () => {
  stop.abort()
  await running
  remove()
})

describe('the cards of the sandbox', () => {
  test('are the same in the table and as JSON', async () => {
    const rows = (await nt('sandbox cards --json')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { number: string })
    const { stdout } = await nt('sandbox cards')
    expect(rows.length).toBeGreaterThan(20)
    for (const { number } of rows) expect(stdout).toContain(number)
  })

  const cards = sandboxCards.filter(({ source }) => source === 'card')
  test.each(cards.map((each) => [each.provider, each.number, each.meaning] as const))(
    '%s %s: %s',
    async (provider, number, meaning) => {
      const stdin = JSON.stringify({ number, expirationMonth: 12, expirationYear: 2031, cardholderName: 'A Tester' })
      const { stdout } = await nt(`provision -p ${provider} --json --no-luhn`, { stdin })
      const { outcome, refusal } = JSON.parse(stdout) as { outcome: string; refusal?: { providerCode: string } }
      const [, reason] = /refused: (\w+)/.exec(meaning) ?? []
      if (reason) expect(refusal?.providerCode).toBe(reason)
      else expect(outcome).toBe(/declined|Provision Processor Error/.test(meaning) ? 'refused' : 'active')
    },
  )
})

describe('nt sandbox', () => {
  test('prints one line with everything that a client needs', () => {
    expect(ready).toMatchObject({
      ready: true,
      cybersource: {
        merchantId: 'sandbox_mid',
        keyId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        tmsMleKid: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      },
      worldpay: { username: 'sandbox', entity: 'default' },
    })
    const { p12Path, responseMleP12Path, tmsMleKeyPath, sharedSecret } = ready.cybersource
    for (const path of [p12Path, responseMleP12Path, tmsMleKeyPath]) expect(statSync(path).mode & 0o077).toBe(0)
    expect(createPrivateKey(readFileSync(tmsMleKeyPath)).asymmetricKeyType).toBe('rsa')
    expect(Buffer.from(sharedSecret, 'base64')).toHaveLength(32)
  })

  test("answers a client that knows only the provider's page", async () => {
    const { url, username, password, entity } = ready.worldpay
    const answer = await fetch(`${url}/tokens/network`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${username}:${password}`)}`,
        accept: mediaType,
        'content-type': mediaType,
      },
      body: JSON.stringify({
        paymentInstrument: {
          type: 'card/front',
          cardHolderName: 'A Tester',
          cardNumber: '5555555555554444',
          cardExpiryDate: { month: 11, year: 2031 },
        },
        merchant: { entity },
      }),
    })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ tokenPaymentInstrument: { status: 'Active' } })
  })

  test('is used by other commands, and tells of them in its journal', async () => {
    expect((await nt('provision -p all', { stdin: card })).exitCode).toBe(0)
    const { stdout } = await nt('sandbox journal')
    expect(stdout).toMatch(/cybersource {2}POST {2}\/tms\/v2\/tokenized-cards {2}201/)
    expect(stdout).not.toContain('4444333322221111')
    const entries = (await nt('sandbox journal --json')).stdout.trim().split('\n')
    expect(JSON.parse(entries.at(-1) ?? '')).toMatchObject({ host: 'worldpay', path: '/tokens/network', status: 200 })
  })

  test('breaks connections when told to', async () => {
    const rules = '[{"fault":"reset-after","path":"/tokens/network","times":1}]'
    expect((await nt('sandbox chaos', { stdin: rules })).stdout).toContain('reset-after')
    const { exitCode, stdout } = await nt('provision -p worldpay', { stdin: card })
    expect(exitCode).toBe(75)
    expect(stdout).toContain('outcome_unknown')
    expect((await nt('sandbox chaos', { stdin: '[]' })).stdout).toBe('no faults\n')
    expect((await nt('sandbox chaos', { stdin: '[{"fault":"fire"}]' })).stderr).toContain('0.fault is one of latency')
  })

  test('has a clock of its own', async () => {
    expect((await nt('sandbox clock advance 1h')).stdout).toMatch(/^it is now 20/)
    expect((await nt('sandbox clock advance soon')).exitCode).toBe(65)
  })

  test('runs once on a folder', async () => {
    const { exitCode, stderr } = await nt('sandbox')
    expect(exitCode).toBe(69)
    expect(stderr).toContain('a sandbox runs on this folder already')
  })

  test('leaves its keys and its memory, and nobody waiting, when it is stopped', async () => {
    stop.abort()
    expect((await running).exitCode).toBe(0)
    expect(existsSync(join(folder, 'sandbox', 'keys.json'))).toBe(true)
    expect(existsSync(join(folder, 'sandbox', 'running.json'))).toBe(false)
    expect((await nt('sandbox journal')).stderr).toContain('no sandbox runs here; start one with nt sandbox')
  })
})
