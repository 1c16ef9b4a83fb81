import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { passesLuhn } from '@nt/core'
import { leaksIn, spellings } from '@nt/core/testing'
import { makeMerchantKeys, sealAnswer } from '@nt/mle/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from './source-files.ts'

/**
 * Card numbers that exist nowhere else are put in at every door, and looked for in everything that comes out: both streams of real processes, every
 * file they leave, and what is printed when they crash. A new sink is a new test here.
 */
const canaries = ['4917', '5291', '2229', '3411'].flatMap((head, index) => {
  const length = head.startsWith('34') ? 15 : 16
  const body = `${head}${String(730_194_028_617 + index * 7_919).padStart(length - 5, '0')}`.slice(0, length - 1)
  return [...'0123456789'].map((digit) => body + digit).filter(passesLuhn)
})

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nt-leaks-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const environment = (more: Record<string, string> = {}) => ({
  PATH: process.env['PATH'],
  HOME: folder,
  TMPDIR: folder,
  NODE_ENV: 'test',
  ...more,
})

const node = (argv: string[], stdin = '', more: Record<string, string> = {}): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, ['--conditions=@nt/source', ...argv], {
    cwd: root,
    input: stdin,
    encoding: 'utf8',
    env: environment(more),
  })

const nt = (argv: string, stdin = '', more: Record<string, string> = {}) =>
  node([join(root, 'apps/cli/src/main.ts'), ...argv.split(' ')], stdin, more)

/** Without holding this process up: the host that echoes lives in it. */
const ntBeside = (
  argv: string,
  stdin: string,
  more: Record<string, string>,
): Promise<{ stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['--conditions=@nt/source', join(root, 'apps/cli/src/main.ts'), ...argv.split(' ')],
      { cwd: root, env: environment(more) },
    )
    const out = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()))
    child.once('close', () => resolve(out))
    child.stdin.end(stdin)
  })

const card = (number: unknown, more: Record<string, unknown> = {}) =>
  JSON.stringify({
    number,
    expirationMonth: 12,
    expirationYear: 2031,
    cardholderName: 'A Tester',
    securityCode: '739',
    ...more,
  })

const expectNone = (output: string, secrets: readonly string[] = canaries) =>
  expect(leaksIn(output, secrets)).toEqual([])

const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  )

test('the scanner finds a planted card in every spelling', () => {
  const [canary = ''] = canaries
  expect(canaries).toHaveLength(4)
  for (const spelling of spellings(canary)) expect(leaksIn(`before ${spelling} after`, canaries)).toEqual([canary])
  for (const before of ['', 'a', 'ab']) {
    const inside = Buffer.from(`${before}{"number":"${canary}"}`).toString('base64')
    expect(leaksIn(inside, canaries)).toEqual([canary])
  }
  expect(leaksIn('4917 0000 0000 0000', canaries)).toEqual([])
})

describe('the command line', () => {
  test('shows no card, token number or cryptogram in any format, and leaves none in a file', () => {
    const secrets = [...canaries]
    const outputs: string[] = []
    const stdin = canaries.map((number) => card(number)).join('\n')
    for (const format of ['', ' --json --verbose']) {
      const { stdout, stderr, status } = nt(`provision --provider all${format}`, stdin)
      expect(status, stderr).toBe(0)
      outputs.push(stdout, stderr)
    }
    const rows =
      outputs[2]
        ?.trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { token: { ref: string } }) ?? []
    expect(rows).toHaveLength(8)
    for (const { token } of rows.slice(0, 2)) {
      // The one way out that is meant to be one: it tells what must not be seen elsewhere.
      const told = JSON.parse(nt(`credential ${token.ref} --json --reveal`).stdout) as {
        tokenNumber: string
        cryptogram: string
      }
      secrets.push(told.tokenNumber, told.cryptogram)
      for (const command of ['get', 'credential', 'remove', 'credential']) {
        const { stdout, stderr } = nt(`${command} ${token.ref} --verbose`)
        outputs.push(stdout, stderr)
      }
    }
    expect(secrets.length).toBe(canaries.length + 4)
    for (const output of outputs) expectNone(output, secrets)
    // The simulated host's own memory may hold the token numbers that it made up, and never a card number.
    for (const file of filesIn(folder)) expectNone(readFileSync(file, 'latin1'))
  }, 60_000)

  test.each<[string, (canary: string) => string]>([
    ['as a JSON number', (canary) => card(Number(canary))],
    ['with a wrong check digit', (canary) => card(`${canary.slice(0, -1)}${(Number(canary.at(-1)) + 1) % 10}`)],
    ['as the name of a field', (canary) => card('4111111111111111', { [canary]: 1 })],
    ['as the expiry', (canary) => card('4111111111111111', { expirationYear: canary })],
    ['as the security code', (canary) => card('4111111111111111', { securityCode: canary })],
    [
      'in a nested field',
      (canary) => card('4111111111111111', { billingAddress: { [canary]: canary, country: canary } }),
    ],
    ['in broken JSON', (canary) => `{"number":"${canary}",,}`],
    ['alone on a line', (canary) => canary],
    ['as an array in an array', (canary) => `[["${canary}"]]`],
    ['as a line among good ones', (canary) => `${card('4111111111111111')}\nnumber=${canary}\n`],
  ])('does not repeat a card given %s', (_, spoil) => {
    const [canary = ''] = canaries
    const { stdout, stderr } = nt('provision --provider worldpay --verbose', spoil(canary))
    expectNone(stdout + stderr, [canary, canary.slice(0, -1)])
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  test('does not repeat a card given as an argument or a file name', () => {
    for (const argv of [
      `provision ${canaries[0]}`,
      `get worldpay:${canaries[0]}`,
      `provision --file ${canaries[0]}`,
      `${canaries[0]}`,
    ]) {
      const { stdout, stderr, status } = nt(argv)
      expect(status).toBe(64)
      expectNone(stdout + stderr)
    }
  })
})

describe('key files and messages', () => {
  test('no private key, password or plaintext gets out but where it was asked for', async () => {
    const password = 'canary-passphrase-8153'
    const [canary = ''] = canaries
    const keys = await makeMerchantKeys({ merchantId: 'm', password })
    const jwk = createPrivateKey(keys.tokenManagement.privateKeyPem).export({ format: 'jwk' })
    const file = (name: string, content: string | Uint8Array): string => {
      writeFileSync(join(folder, name), content)
      return join(folder, name)
    }
    const files = {
      p12: file('keys.p12', keys.p12.bytes),
      pem: file('keys.pem', keys.tokenManagement.privateKeyPem),
      jwk: file('keys.jwk', JSON.stringify(jwk)),
      broken: file('broken.jwk', JSON.stringify(jwk).slice(0, -9)),
      right: file('right', `${password}\n`),
      wrong: file('wrong', `${password}x\n`),
    }
    // Long enough to be found, short enough that a line of any rendering holds one of them whole.
    const inPieces = (text: string) => text.match(/.{20}/g) ?? []
    const secrets = [
      password,
      ...inPieces(keys.tokenManagement.privateKeyPem.replace(/-----[A-Z ]+-----|\n/g, '')).slice(5),
      ...[jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].flatMap((each = '') => inPieces(each)),
      ...[jwk.d, jwk.p, jwk.q].map((each = '') => Buffer.from(each, 'base64url').toString('hex').slice(0, 40)),
    ]
    const token = await sealAnswer(JSON.stringify({ number: canary }), keys.provider.tokenManagement)
    const spoilt = `${token.slice(0, -22)}${'A'.repeat(22)}`
    const commands: [argv: string, stdin?: string][] = [
      [`keys inspect ${files.p12} --password-file ${files.right}`],
      [`keys inspect ${files.p12} --password-file ${files.wrong}`],
      [`keys inspect ${files.p12} --password ${password}`],
      [`keys inspect ${files.p12} --secret=${password}`],
      [`keys inspect ${files.right}`],
      [`keys inspect ${files.pem}`],
      [`keys inspect ${files.jwk}`],
      [`keys inspect ${files.broken}`],
      [`mle open --key ${files.pem} --kid other`, token],
      [`mle open --key ${files.pem} --lines`, `${spoilt}\n${canary}`],
      [`mle open --key ${files.jwk}`, spoilt],
      [`mle open --key ${files.broken}`, token],
      [`mle open --key ${files.p12} --password-file ${files.wrong}`, token],
      [`mle seal --certificate ${files.p12} --password-file ${files.right}`, JSON.stringify({ number: canary })],
      [`mle seal --certificate ${files.pem}`, JSON.stringify({ number: canary })],
      ['mle inspect', token],
      ['mle inspect', JSON.stringify({ number: canary })],
      ['mle inspect', `${token}${canary}`],
      ['mle inspect', keys.tokenManagement.privateKeyPem],
      ['mle inspect', JSON.stringify(jwk)],
    ]
    for (const [index, [argv, stdin]] of commands.entries()) {
      const { stdout, stderr } = nt(`${argv}${index % 2 === 0 ? ' --json' : ''}`, stdin)
      expect(stdout + stderr, argv).not.toBe('')
      expectNone(stdout + stderr, [...canaries, ...secrets])
    }
    // The one way out that is meant to be one.
    const { stdout, stderr } = nt(`mle open --key ${files.pem}`, token)
    expect(stdout).toContain(canary)
    expectNone(stderr, [...canaries, ...secrets])
    expectNone(stdout, secrets)
    for (const path of Object.values(files)) rmSync(path)
  }, 120_000)
})

describe('a host that echoes what it was sent', () => {
  let server: Server
  let answer: (body: string, url: string) => { status: number; type: string; body: string }
  let host: string
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        const { status, type, body: echoed } = answer(body, request.url ?? '')
        response
          .writeHead(status, {
            'content-type': type,
            'x-echo': encodeURIComponent(body),
            'wp-correlationid': 'c-1',
            connection: 'close',
          })
          .end(echoed)
      })
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => void server.close())

  test.each<[string, number, string, (body: string) => string]>([
    [
      'in an error',
      400,
      'application/json',
      (body) =>
        JSON.stringify({
          errorName: body,
          message: body,
          validationErrors: [{ errorName: body, message: body, jsonPath: body }],
        }),
    ],
    ['in an HTML page', 500, 'text/html', (body) => `<html>${body}</html>`],
    ['in broken JSON', 200, 'application/vnd.worldpay.tokens-v3.hal+json', (body) => `${body},,`],
    ['in JSON of another shape', 200, 'application/vnd.worldpay.tokens-v3.hal+json', (body) => body],
    [
      'in a link',
      200,
      'application/vnd.worldpay.tokens-v3.hal+json',
      (body) =>
        JSON.stringify({ tokenReference: 'a', _links: { self: { href: `https://elsewhere.example/${body}` } } }),
    ],
  ])('%s gets it into no output', async (_, status, type, body) => {
    answer = (sent) => ({ status, type, body: body(sent) })
    const settings = {
      NT_WORLDPAY_HOST: host,
      NT_WORLDPAY_USERNAME: 'u',
      NT_WORLDPAY_PASSWORD: 'canary-password-8153',
      NT_WORLDPAY_ENTITY: 'e',
    }
    for (const format of ['--json', '--verbose']) {
      const { stdout, stderr } = await ntBeside(`provision --provider worldpay ${format}`, card(canaries[0]), settings)
      expect(stdout + stderr).toContain('worldpay')
      expectNone(stdout + stderr, [...canaries, 'canary-password-8153'])
    }
  })
})

describe('a crash', () => {
  const crash = (code: string) => {
    const file = join(folder, 'crash.ts')
    writeFileSync(
      file,
      `import { parseCard, Secret } from '${join(root, 'packages/core/src/index.ts')}'\nconst card = parseCard(${card(canaries[0])})\n${code}\n`,
    )
    const { stdout, stderr, status } = node(['--report-on-fatalerror', file])
    rmSync(file)
    expect(status).not.toBe(0)
    return stdout + stderr
  }

  test.each([
    ['that throws the card', 'throw card'],
    ['of an error that carries the card', 'throw Object.assign(new Error("x"), { card, cause: card.pan })'],
    [
      'in a promise nobody awaits',
      'void Promise.reject({ card, list: [card], map: new Map([[card.pan, card]]) }); setTimeout(() => {}, 1000)',
    ],
    ['of an assertion', 'const assert = await import("node:assert"); assert.deepStrictEqual({ card }, {})'],
    ['with the card in its message', 'throw new Error("card " + card.pan + JSON.stringify(card))'],
  ])('%s does not show it', (_, code) => {
    // The line of source that Node prints above a stack is the test's own.
    const output = crash(code)
      .split('\n')
      .filter((line) => !line.includes('parseCard('))
      .join('\n')
    expectNone(output)
  })
})
