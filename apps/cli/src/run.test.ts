import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { makeMerchantKeys } from '@nt/mle/testing'
import { type RunningSandbox, startSandbox } from '@nt/runtime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inOwnFolder } from './__fixtures__/run-in-memory.ts'

const { nt, folder, remove } = inOwnFolder()
afterAll(remove)

const card = { number: '4444333322221111', expirationMonth: 12, expirationYear: 2031, cardholderName: 'A Tester' }
const text = (more: Record<string, unknown> = {}) => JSON.stringify({ ...card, ...more })
/** The JSON lines of an output. */
const parsed = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

const firstToken = (stdout: string) => {
  const [row = {}] = parsed(stdout)
  return row['token'] as { ref: string; lastFour: string }
}

/** A single line that names the code, and no stack trace. */
const expectOneLine = (stderr: string) => {
  const lines = stderr
    .trim()
    .split('\n')
    .filter((line) => !line.includes('built-in sandbox'))
  expect(lines).toHaveLength(1)
  expect(stderr).not.toMatch(/\n\s+at |node:internal|\.ts:\d/)
  return lines[0]
}

describe('nt demo', () => {
  test('shows a refusal at either provider, a pending token that became active, and cryptograms', async () => {
    const { exitCode, stdout } = await nt('demo --json')
    expect(exitCode).toBe(0)
    const rows = parsed(stdout)
    expect(rows.map(({ provider, outcome }) => `${provider} ${outcome}`)).toEqual([
      'cybersource active',
      'worldpay active',
      'cybersource active',
      'worldpay active',
      'cybersource active',
      'worldpay active',
      'cybersource refused',
      'worldpay active',
      'cybersource active',
      'worldpay refused',
    ])
    expect(rows.every(({ correlationId, calls }) => correlationId && Number(calls) >= 1)).toBe(true)
  })

  test('prints a table for people', async () => {
    const { stdout } = await nt('demo')
    expect(stdout).toMatch(/provider +card +outcome +state +token +expiry +cryptogram +calls +ms/)
    expect(stdout).toContain('pending, then active')
    expect(stdout).toContain('refused: card_not_eligible')
    expect(stdout).toContain('PAR V001')
    expect(stdout).toContain('Try next:')
  })
})

describe('the life of a token', () => {
  test.each(['cybersource', 'worldpay'])('at %s goes through every command, over several runs', async (provider) => {
    const made = await nt(`provision --provider ${provider} --json`, { stdin: text() })
    expect(made.exitCode).toBe(0)
    const { ref, lastFour } = firstToken(made.stdout)
    expect(ref).toMatch(new RegExp(`^${provider}:`))

    expect(parsed((await nt(`get ${ref} --json`)).stdout)[0]).toMatchObject({ ref, state: 'active', lastFour })
    const masked = await nt(`credential ${ref} --json`)
    expect(parsed(masked.stdout)[0]).toMatchObject({ ref, tokenNumber: `**** ${lastFour}`, cryptogram: '********' })
    const clear = parsed((await nt(`credential ${ref} --json --reveal`)).stdout)[0]
    expect(clear?.['tokenNumber']).toMatch(/^[0-9]{16}$/)
    expect(masked.stdout).not.toContain(clear?.['tokenNumber'])
    const merchants = parsed((await nt(`credential ${ref} --json --initiator merchant`)).stdout)[0]
    expect(merchants).not.toHaveProperty('cryptogram')

    expect((await nt(`remove ${ref}`)).stdout).toBe(`${ref} is removed\n`)
    expect((await nt(`remove ${ref}`)).exitCode).toBe(0)
    const after = await nt(`credential ${ref}`)
    expect(after.exitCode).not.toBe(0)
    expectOneLine(after.stderr)
  })

  test('shows a token in words', async () => {
    const made = await nt('provision --provider worldpay --json', { stdin: text() })
    const { ref } = firstToken(made.stdout)
    const { stdout } = await nt(`get ${ref}`)
    expect(stdout).toMatch(/^token +worldpay:.*\nstate +active \(the provider says Active\)\nnetwork +visa\n/)
  })
})

describe('provisioning', () => {
  test('says nothing to standard output but JSON when asked to', async () => {
    const { stdout, stderr } = await nt('provision -p worldpay --json -v', { stdin: text() })
    expect(parsed(stdout)).toHaveLength(1)
    expect(stderr).toContain('POST /tokens/network HTTP 200')
  })

  test('does the good entries of a file and names the bad ones', async () => {
    const lines = [
      text(),
      '{"number":',
      text({ number: '4444333322221112' }),
      '',
      'x'.repeat(1024 * 1024),
      text({ number: '5555555555554444' }),
    ]
    const { exitCode, stdout, stderr } = await nt('provision -p worldpay', { stdin: lines.join('\n') })
    expect(exitCode).toBe(65)
    expect(stdout.match(/active/g)).toHaveLength(4)
    expect(stderr.trim().split('\n').slice(1)).toEqual([
      'nt: input_invalid: line 2: the line is not JSON. Correct the input; nothing of it was sent.',
      expect.stringMatching(/^nt: card_invalid: line 3: the card details are not valid: number fails the Luhn check/),
      'nt: input_invalid: line 5: the line is longer than 65536 characters. Correct the input; nothing of it was sent.',
    ])
  })

  test('reads an array, and a file with a byte order mark', async () => {
    const file = join(folder, 'cards.json')
    writeFileSync(file, `\uFEFF[${text()},\n${text({ number: '5555555555554444' })}]\n`)
    const { exitCode, stdout } = await nt(`provision -p worldpay --json --file ${file}`)
    expect(exitCode).toBe(0)
    expect(parsed(stdout).map(({ place }) => place)).toEqual(['entry 1', 'entry 2'])
  })

  test('exits with 3 when a card was refused', async () => {
    const { exitCode, stdout } = await nt('provision -p worldpay', { stdin: text({ number: '343434343434343' }) })
    expect(exitCode).toBe(3)
    expect(stdout).toContain('refused: card_not_eligible')
  })

  test('exits with 3 when a token is still pending', async () => {
    const { exitCode, stdout } = await nt('provision -p worldpay --wait 0', {
      stdin: text({ number: '5454545454545454' }),
    })
    expect(exitCode).toBe(3)
    expect(stdout).toContain('pending')
  })

  test('takes test numbers that fail the Luhn check when told to', async () => {
    const { exitCode } = await nt('provision -p cybersource --no-luhn', { stdin: text({ number: '4622943123144639' }) })
    expect(exitCode).toBe(0)
  })

  test('stops when it is stopped', async () => {
    const { exitCode } = await nt('provision -p worldpay', { stdin: text(), signal: AbortSignal.abort() })
    expect(exitCode).toBe(130)
  })
})

describe('bad input', () => {
  test.each<[string, string, string, number, RegExp]>([
    [
      'not JSON',
      'provision -p worldpay',
      'number=4444333322221111',
      65,
      /^nt: input_invalid: the input is not JSON; a card is \{/,
    ],
    ['an empty input', 'provision -p worldpay', '', 65, /^nt: input_invalid: the input is empty; a card is \{/],
    ['blank lines', 'provision -p worldpay', '\n \n', 65, /^nt: input_invalid: the input is empty/],
    [
      'a missing field',
      'provision -p worldpay',
      '{"number":"4444333322221111"}',
      65,
      /^nt: card_invalid: the card: .*expirationMonth is missing; expirationYear is missing/,
    ],
    [
      'a wrong type',
      'provision -p worldpay',
      text({ number: 4444333322221111 }),
      65,
      /number must be a string in quotes/,
    ],
    [
      'a wrong check digit',
      'provision -p worldpay',
      text({ number: '4444333322221112' }),
      65,
      /number fails the Luhn check/,
    ],
    [
      'an expired card',
      'provision -p worldpay',
      text({ expirationYear: 2020 }),
      65,
      /^nt: card_expired: the card: the card has expired\. Ask the customer/,
    ],
    [
      'a line of 1 MB',
      'provision -p worldpay',
      'x'.repeat(1024 * 1024),
      65,
      /^nt: input_invalid: .*longer than 65536 characters/,
    ],
    [
      'an unknown provider',
      'provision -p stripe',
      text(),
      64,
      /^nt: provider_unknown: no provider of that name; there are cybersource, worldpay\./,
    ],
    ['no provider', 'provision', text(), 64, /^nt: usage: name a provider: --provider cybersource or worldpay, or all/],
    [
      'a missing file',
      'provision -p worldpay --file nowhere.json',
      '',
      65,
      /^nt: input_invalid: the file named by --file does not exist/,
    ],
    ['an unknown command', 'provison', '', 64, /^nt: usage: unknown command 'provison'/],
    ['an unknown option', 'provision --providers worldpay', '', 64, /^nt: usage: unknown option '--providers'/],
    ['a reference without a provider', 'get 1c9f', '', 64, /^nt: usage: a token is named provider:reference/],
    [
      'a token nobody knows',
      'get worldpay:00000000-0000-4000-8000-000000000000',
      '',
      66,
      /^nt: token_not_found: worldpay networkTokens\.get: the provider knows no such token/,
    ],
    ['a token of an unknown provider', 'get stripe:1', '', 64, /^nt: provider_unknown: /],
    ['a port that is none', 'demo --worldpay-port x', '', 64, /^nt: usage: .*A port is a number from 0 to 65535/],
    [
      'a card without a name for Worldpay',
      'provision -p worldpay',
      text({ cardholderName: undefined }),
      65,
      /cardholderName is missing/,
    ],
  ])('%s gives one line that says what to do', async (_, argv, stdin, exitCode, message) => {
    const ran = await nt(argv, { stdin })
    expect(ran.exitCode).toBe(exitCode)
    // What was sent to a provider and failed is told in the table; everything else in one line.
    if (ran.stdout === '') expect(expectOneLine(ran.stderr)).toMatch(message)
    else expect(ran.stdout).toMatch(message)
    expect(ran.stdout + ran.stderr).not.toContain('4444333322221111')
  })

  test('is told as JSON when JSON was asked for', async () => {
    const { stderr } = await nt('get nothing --json')
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'usage', mayHaveTakenEffect: false } })
  })

  test.each(['provision 4444333322221111', 'get worldpay:4444-3333-2222-1111', 'credential --x=4444333322221111'])(
    'a card number among the arguments stops everything: %s',
    async (argv) => {
      const { exitCode, stdout, stderr } = await nt(argv)
      expect(exitCode).toBe(64)
      expect(stdout + stderr).not.toMatch(/4444.?3333/)
      expect(expectOneLine(stderr)).toContain('looks like a card number')
    },
  )

  test('a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const { exitCode, stderr } = await nt(`demo --worldpay-port ${port}`)
    server.close()
    expect(exitCode).toBe(69)
    expect(expectOneLine(stderr)).toBe(
      `nt: address_in_use: port ${port} is taken. Stop what listens there, name another port, or use port 0 for any free one.`,
    )
  })
})

describe('bad configuration', () => {
  const p12 = join(folder, 'merchant.p12')
  const key = join(folder, 'tms.pem')
  const good = {
    NT_CYBERSOURCE_HOST: 'test',
    NT_CYBERSOURCE_MERCHANT_ID: 'sandbox_mid',
    NT_CYBERSOURCE_P12_FILE: p12,
    NT_CYBERSOURCE_P12_PASSWORD: 'right',
    NT_CYBERSOURCE_TMS_MLE_KEY_FILE: key,
  }
  beforeAll(async () => {
    const keys = await makeMerchantKeys({ merchantId: 'sandbox_mid', password: 'right' })
    writeFileSync(p12, keys.p12.bytes)
    writeFileSync(key, keys.tokenManagement.privateKeyPem)
  })

  test.each<[string, Record<string, string>, number, RegExp]>([
    ['a wrong P12 password', { ...good, NT_CYBERSOURCE_P12_PASSWORD: 'wrong' }, 78, /^nt: key_invalid: .*password/],
    [
      'a missing MLE key',
      { ...good, NT_CYBERSOURCE_TMS_MLE_KEY_FILE: '' },
      78,
      /NT_CYBERSOURCE_TMS_MLE_KEY_FILE is not set: the path of the Token Management MLE private key/,
    ],
    [
      'a file that is not there',
      { ...good, NT_CYBERSOURCE_P12_FILE: join(folder, 'no.p12') },
      78,
      /NT_CYBERSOURCE_P12_FILE names a file that cannot be read/,
    ],
    ['a P12 that is none', { ...good, NT_CYBERSOURCE_P12_FILE: key }, 78, /^nt: key_invalid: /],
    ['a key that is none', { ...good, NT_CYBERSOURCE_TMS_MLE_KEY_FILE: p12 }, 78, /^nt: key_invalid: /],
    ["another merchant's P12", { ...good, NT_CYBERSOURCE_MERCHANT_ID: 'other_mid' }, 78, /^nt: key_invalid: /],
    [
      'a host in clear',
      { ...good, NT_CYBERSOURCE_HOST: 'http://api.example.com' },
      78,
      /^nt: configuration_invalid: .*https/,
    ],
    [
      'half a configuration',
      { NT_WORLDPAY_HOST: 'try' },
      78,
      /NT_WORLDPAY_USERNAME is not set: the Basic username; NT_WORLDPAY_PASSWORD is not set: .*; NT_WORLDPAY_ENTITY is not set/,
    ],
    [
      'an unknown host',
      { NT_WORLDPAY_HOST: 'prod', NT_WORLDPAY_USERNAME: 'u', NT_WORLDPAY_PASSWORD: 'p', NT_WORLDPAY_ENTITY: 'e' },
      78,
      /^nt: configuration_invalid: /,
    ],
  ])('%s is told in one line before anything is sent', async (_, environment, exitCode, message) => {
    const ran = await nt('provision -p cybersource', { stdin: text(), environment })
    expect(expectOneLine(ran.stderr)).toMatch(message)
    expect(ran.exitCode).toBe(exitCode)
    expect(ran.stdout).toBe('')
  })
})

describe('a host that refuses', () => {
  let sandbox: RunningSandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.close())

  test('says what differed when the sandbox is asked with another key', async () => {
    const keys = await makeMerchantKeys({ merchantId: 'sandbox_mid', password: 'right' })
    const [p12, key] = [join(folder, 'other.p12'), join(folder, 'other.pem')]
    writeFileSync(p12, keys.p12.bytes)
    writeFileSync(key, keys.tokenManagement.privateKeyPem)
    const environment = {
      NT_CYBERSOURCE_HOST: sandbox.cybersource.host,
      NT_CYBERSOURCE_MERCHANT_ID: 'sandbox_mid',
      NT_CYBERSOURCE_P12_FILE: p12,
      NT_CYBERSOURCE_P12_PASSWORD: 'right',
      NT_CYBERSOURCE_TMS_MLE_KEY_FILE: key,
    }
    const { exitCode, stdout } = await nt('provision -p cybersource', { stdin: text(), environment })
    expect(exitCode).toBe(77)
    expect(stdout).toMatch(/authentication_failed/)
    expect(stdout).toMatch(/the sandbox says: .*kid/)
  })

  test('says what differed when the sandbox is asked with another password', async () => {
    const environment = {
      NT_WORLDPAY_HOST: sandbox.worldpay.host,
      NT_WORLDPAY_USERNAME: 'sandbox',
      NT_WORLDPAY_PASSWORD: 'wrong',
      NT_WORLDPAY_ENTITY: 'default',
    }
    const { exitCode, stdout } = await nt('provision -p worldpay', { stdin: text(), environment })
    expect(exitCode).toBe(77)
    expect(stdout).toMatch(/the sandbox says: .*password/)
  })
})

describe('help', () => {
  test('names every command, and is no failure', async () => {
    const { exitCode, stdout } = await nt('--help')
    expect(exitCode).toBe(0)
    for (const command of ['demo', 'provision', 'get', 'credential', 'remove']) expect(stdout).toContain(command)
    expect(stdout).toContain('Examples:')
    expect((await nt('provision --help')).exitCode).toBe(0)
  })
})
