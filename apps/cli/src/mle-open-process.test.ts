import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MerchantKeys, makeMerchantKeys, sealAnswer } from '@nt/mle/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mutatedTokens } from '../../../packages/mle/src/__fixtures__/mutate-token.ts'

/** `nt mle open --lines` as a process of its own, the way scripts use it. */
const folder = mkdtempSync(join(tmpdir(), 'nt-mle-'))
const main = join(import.meta.dirname, 'main.ts')
let keys: MerchantKeys
let good: string

beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'm' })
  good = await sealAnswer('{"a":1}', keys.provider.tokenManagement)
  writeFileSync(join(folder, 'tms.pem'), keys.tokenManagement.privateKeyPem)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const start = (): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, ['--conditions=@nt/source', main, 'mle', 'open', '--key', join(folder, 'tms.pem'), '--lines'])

const ended = (
  child: ChildProcessWithoutNullStreams,
): Promise<{ code: number | null; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const out = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()))
    child.once('close', (code) => resolve({ code, ...out }))
  })

const yes = `{"ok":true,"plaintext":"${Buffer.from('{"a":1}').toString('base64url')}"}`

test('2,000 mutated tokens: none opens, each is answered in its place, the good ones among them open', async () => {
  const mutated = mutatedTokens([good], 7, 20)
  // Every fiftieth is a good one, so that answers cannot slip by a line unseen.
  const lines = Array.from({ length: 2000 }, (_, index) => (index % 50 === 0 ? good : mutated.next().value))
  const child = start()
  const end = ended(child)
  child.stdin.end(`${lines.join('\n')}\n`)
  const { code, stdout, stderr } = await end
  expect([code, stderr]).toEqual([0, ''])
  const answers = stdout.trimEnd().split('\n')
  expect(answers).toHaveLength(2000)
  for (const [index, answer] of answers.entries()) {
    if (index % 50 === 0) expect(answer).toBe(yes)
    else expect(answer).toMatch(/^\{"ok":false,"code":"(?!internal)[a-z_]+"\}$/)
  }
}, 60_000)

test('a line is answered before the next one comes', async () => {
  const child = start()
  const end = ended(child)
  for (let round = 0; round < 3; round++) {
    const answer = new Promise<string>((resolve) =>
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
    )
    child.stdin.write(`${good}\n`)
    expect(await answer).toBe(`${yes}\n`)
  }
  child.stdin.end()
  expect((await end).code).toBe(0)
}, 60_000)

test('a signal ends it with 130 and one line, while it waits for input', async () => {
  const child = start()
  const end = ended(child)
  child.stdin.write(`${good}\n`)
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.kill('SIGINT')
  const { code, stderr } = await end
  expect(code).toBe(130)
  expect(stderr).toMatch(/^nt: aborted: [^\n]*\n$/)
}, 60_000)
