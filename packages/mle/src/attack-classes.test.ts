import { constants, createCipheriv, createPublicKey, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { createKeyRing, type KeyRing, MleError, open, tokenManagementMleKey } from './index.ts'
import { makeMerchantKeys } from './testing/index.ts'

/** Whole classes of hostile tokens, made by hand with node:crypto: each is authentic but for the one thing its name says. */

let publicKey: KeyObject
let ring: KeyRing
const KID = 'tms-key-1'

beforeAll(async () => {
  const { tokenManagement } = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
  publicKey = createPublicKey(tokenManagement.publicKeyPem)
  ring = createKeyRing([tokenManagementMleKey(tokenManagement.privateKeyPem, { kid: KID })])
})

interface Parts {
  header?: string | Buffer
  hash?: 'sha1' | 'sha256'
  padding?: number
  contentKey?: Buffer
  iv?: Buffer
  tagLength?: number
  encryptedKey?: (wrapped: Buffer) => Buffer
  tag?: (tag: Buffer) => Buffer
}

const HEADER = `{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"${KID}"}`

function make({
  header = HEADER,
  hash = 'sha256',
  padding,
  contentKey = randomBytes(32),
  iv = randomBytes(12),
  ...edit
}: Parts): string[] {
  const protectedHeader = Buffer.from(header).toString('base64url')
  const wrap = padding ?? constants.RSA_PKCS1_OAEP_PADDING
  const wrapped = publicEncrypt({ key: publicKey, padding: wrap, oaepHash: hash }, contentKey)
  // A key of a length AES does not know still needs some content behind it.
  const usable = [16, 24, 32].includes(contentKey.length) ? contentKey : randomBytes(32)
  const authTagLength = edit.tagLength ?? 16
  const algorithm = `aes-${(usable.length * 8) as 128 | 256}-gcm` as const
  const cipher = createCipheriv(algorithm, usable, iv, { authTagLength }).setAAD(Buffer.from(protectedHeader))
  const ciphertext = Buffer.concat([cipher.update('{"id":"7010"}'), cipher.final()])
  const tag = cipher.getAuthTag()
  return [
    protectedHeader,
    ...[edit.encryptedKey?.(wrapped) ?? wrapped, iv, ciphertext, edit.tag?.(tag) ?? tag].map((part) =>
      part.toString('base64url'),
    ),
  ]
}

const codeOf = (token: string): Promise<string> =>
  open(token, ring).then(
    () => 'opened',
    (error: unknown) => (MleError.isInstance(error) ? error.code : `foreign ${error}`),
  )
const codeFor = (parts: Parts) => codeOf(make(parts).join('.'))
const json = (members: Record<string, unknown>) => JSON.stringify(members)

it.each([
  ['as the guide shows it', json({ kid: KID, cty: 'json', typ: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP-256' })],
  ['as REST MLE has it', json({ alg: 'RSA-OAEP-256', enc: 'A256GCM', iat: 1_764_000_000, kid: KID })],
  ['with spaces, as Python writes it', HEADER.replaceAll(':', ' : ').replaceAll(',', ', ')],
  ['with an escaped member name', HEADER.replace('"kid"', '"k\\u0069d"')],
  ['without kid, the ring having one key', json({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })],
])('opens a header %s', async (_, header) => expect(await codeFor({ header })).toBe('opened'))

it('opens RSA-OAEP and A128GCM', async () => {
  expect(await codeFor({ hash: 'sha1', header: HEADER.replace('-256"', '"') })).toBe('opened')
  expect(await codeFor({ contentKey: randomBytes(16), header: HEADER.replace('A256', 'A128') })).toBe('opened')
})

describe('algorithms', () => {
  const names = [
    ...['none', 'None', '', ' ', 'rsa-oaep-256', 'RSA-OAEP-256 ', ' RSA-OAEP-256', 'RSA-OAEP-256\n', 'RSA_OAEP_256'],
    ...['RSA-OAEP-384', 'RSA-OAEP-512', 'RSA1_5', 'dir', 'A128KW', 'A256KW', 'A256GCMKW', 'ECDH-ES', 'ECDH-ES+A256KW'],
    ...['PBES2-HS256+A128KW', 'HS256', 'RS256', 'HPKE-0', '__proto__', 'constructor', 'toString', 'RSA-OAEP-256\u0000'],
  ]
  it.each(names)('refuses alg %j', async (alg) => {
    expect(await codeFor({ header: json({ alg, enc: 'A256GCM', kid: KID }) })).toBe('algorithm_not_allowed')
  })
  it.each([...names, 'A192GCM', 'A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512', 'XC20P', 'A256GCM ', 'a256gcm'])(
    'refuses enc %j',
    async (enc) => {
      expect(await codeFor({ header: json({ alg: 'RSA-OAEP-256', enc, kid: KID }) })).toBe('algorithm_not_allowed')
    },
  )
  it.each([null, 0, 1, true, [], ['RSA-OAEP-256'], {}, undefined])('refuses alg, enc or kid %j', async (value) => {
    const good = { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: KID }
    for (const name of ['alg', 'enc', 'kid', 'cty', 'typ'] as const) {
      if (value === undefined && name !== 'alg' && name !== 'enc') continue
      expect(await codeFor({ header: json({ ...good, [name]: value }) })).toBe('token_malformed')
    }
  })
  it.each(['1764000000', null, true, [], {}])('refuses iat %j', async (iat) => {
    expect(await codeFor({ header: json({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: KID, iat }) })).toBe(
      'token_malformed',
    )
  })
  it('refuses a key wrapped in another way than the header says', async () => {
    expect(await codeFor({ hash: 'sha1' })).toBe('decryption_failed')
    expect(await codeFor({ header: HEADER.replace('-256"', '"') })).toBe('decryption_failed')
    expect(await codeFor({ padding: constants.RSA_PKCS1_PADDING })).toBe('decryption_failed')
    expect(await codeFor({ contentKey: randomBytes(16) })).toBe('decryption_failed')
    expect(await codeFor({ header: HEADER.replace('A256', 'A128') })).toBe('decryption_failed')
  })
})

describe('header members', () => {
  it.each([
    ...[
      'zip',
      'crit',
      'jku',
      'x5u',
      'x5c',
      'x5t',
      'x5t#S256',
      'jwk',
      'p2c',
      'p2s',
      'epk',
      'apu',
      'apv',
      'iv',
      'tag',
      'url',
    ],
    ...['b64', 'exp', 'aud', 'iss', 'x', '', 'Alg', 'KID', '__proto__', 'constructor', 'v-c-kid'],
  ])('refuses %j, whatever it holds', async (name) => {
    for (const value of ['"DEF"', 'null', '1', '[]', '["alg"]', '{"kty":"oct","k":"AAAA"}', '2147483647']) {
      expect(await codeFor({ header: HEADER.replace('}', `,${JSON.stringify(name)}:${value}}`) })).toBe(
        'header_not_allowed',
      )
    }
  })

  it.each([
    ['alg', '"alg":"none",'],
    ['enc', '"enc":"A128GCM",'],
    ['kid', '"kid":"evil",'],
    ['the same kid', `"kid":"${KID}",`],
    ['kid, escaped', '"k\\u0069d":"evil",'],
    ['crit, to hide the first', '"crit":["exp"],"crit":null,'],
    ['__proto__', '"__proto__":1,"__proto__":2,'],
    ['a member with a colon and braces in its text', '"typ":"a:{\\"b\\":1}","typ":"c",'],
  ])('refuses %s written twice', async (_, member) => {
    expect(await codeFor({ header: HEADER.replace('{', `{${member}`) })).toBe('token_malformed')
    expect(await codeFor({ header: HEADER.replace('}', `,${member.slice(0, -1)}}`) })).toBe('token_malformed')
  })

  it('counts only real members: a colon inside a text is none', async () => {
    expect(await codeFor({ header: HEADER.replace('}', ',"typ":"a:b\\":{[c"}') })).toBe('opened')
  })

  it.each([
    ...[
      '[]',
      '"x"',
      'null',
      '1',
      '',
      ' ',
      '{}',
      '{',
      HEADER.slice(0, -1),
      `${HEADER}x`,
      `${HEADER}${HEADER}`,
      `[${HEADER}]`,
    ],
    ...[
      `\uFEFF${HEADER}`,
      HEADER.replace('}', ',}'),
      HEADER.replaceAll('"', "'"),
      HEADER.replace('{', '{/* */'),
      `${HEADER}\u0000`,
    ],
    ...[
      HEADER.replace('"alg"', 'alg'),
      HEADER.replace('{', '{"__proto__":{"alg":"none"},').replace('"alg":"RSA-OAEP-256",', ''),
    ],
  ])('refuses the header %j', async (header) => {
    expect(await codeFor({ header })).toMatch(/^(token_malformed|header_not_allowed)$/)
  })

  it.each([
    Buffer.of(0xff, 0xfe),
    Buffer.from(HEADER, 'utf16le'),
    Buffer.from(HEADER.replace('tms', 'tm\u00e9'), 'latin1'),
  ])('refuses a header that is not UTF-8 (%#)', async (header) =>
    expect(await codeFor({ header })).toBe('token_malformed'),
  )
})

describe('key ids', () => {
  it.each([
    ...[
      'other',
      'tms-key-1 ',
      ' tms-key-1',
      'TMS-KEY-1',
      'tms-key-1\n',
      'tms-key-1\u0000',
      'tms-key-1/',
      'tms-key',
      '',
      '../tms-key-1',
    ],
    ...[
      "' OR 1=1 --",
      '__proto__',
      'constructor',
      'hasOwnProperty',
      'http://127.0.0.1/tms-key-1',
      'tms-k\u0435y-1',
      '\ud800',
    ],
    ...['tms\u2010key\u20101', '*', 'tms-key-1,other', '0', 'undefined', 'tms-key-1\u0301'],
  ])('refuses %j, which is not exactly the key of the ring', async (kid) => {
    expect(await codeFor({ header: json({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid }) })).toBe('key_unknown')
  })
})

describe('base64url', () => {
  const edits: [string, (part: string) => string][] = [
    ['padding', (part) => `${part}=`],
    ['a leading space', (part) => ` ${part}`],
    ['a trailing space', (part) => `${part} `],
    ['a space inside', (part) => `${part.slice(0, 5)} ${part.slice(5)}`],
    ['a tab', (part) => `${part}\t`],
    ['a line feed', (part) => `${part}\n`],
    ['CRLF inside', (part) => `${part.slice(0, 4)}\r\n${part.slice(4)}`],
    ['a form feed', (part) => `${part}\f`],
    ['a no-break space', (part) => `${part}\u00a0`],
    ['a BOM', (part) => `\ufeff${part}`],
    ['NUL', (part) => `${part}\u0000`],
    ['a star', (part) => `${part.slice(0, 3)}*${part.slice(3)}`],
    ['a percent escape', (part) => `${part}%3D`],
    ['one character too many', (part) => `${part}${'A'.repeat((5 - (part.length % 4)) % 4 || 4)}`],
    ['a full-width letter', (part) => `${part.slice(0, -1)}\uff21`],
    ['quotes', (part) => `"${part}"`],
    ['+ for -', (part) => `${part.slice(0, 4)}+${part.slice(5)}`],
    ['/ for _', (part) => `${part.slice(0, 4)}/${part.slice(5)}`],
    ['an empty part', () => ''],
  ]
  describe.each([0, 1, 2, 3, 4])('part %i', (index) => {
    it.each(edits)('is refused with %s', async (_, edit) => {
      const parts = make({})
      expect(await codeOf(parts.with(index, edit(parts[index] ?? '')).join('.'))).not.toBe('opened')
    })
  })
  // Not the IV: its 12 bytes end with a whole character.
  it.each([0, 1, 3, 4])('refuses part %i with stray bits in its last character', async (index) => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const parts = make({ header: HEADER.length % 3 === 0 ? `${HEADER} ` : HEADER })
    const part = parts[index] ?? ''
    expect(part.length % 4).not.toBe(0)
    const stray = part.slice(0, -1) + alphabet[alphabet.indexOf(part.at(-1) ?? '') + 1]
    expect(Buffer.from(stray, 'base64url')).toEqual(Buffer.from(part, 'base64url'))
    expect(await codeOf(parts.with(index, stray).join('.'))).toBe('token_malformed')
  })
  it.each([
    ['four parts', (token: string) => token.slice(0, token.lastIndexOf('.'))],
    ['six parts', (token: string) => `${token}.AAAA`],
    ['two tokens', (token: string) => `${token}.${token}`],
    ['quotes around it', (token: string) => `"${token}"`],
    ['a line end after it', (token: string) => `${token}\r\n`],
    ['a line before it', (token: string) => `x\n${token}`],
    ['JSON around it', (token: string) => JSON.stringify({ encryptedResponse: token })],
    [
      'general JSON serialisation',
      (token: string) => JSON.stringify({ protected: token.split('.')[0], recipients: [] }),
    ],
    ['only dots', () => '....'],
    ['nothing', () => ''],
  ])('refuses a message that has %s', async (_, edit) => {
    expect(await codeOf(edit(make({}).join('.')))).toBe('token_malformed')
  })
})

describe('cryptographic failures', () => {
  const failures: [string, Parts | (() => Parts)][] = [
    ...[0, 1, 15, 16, 24, 31, 33, 48, 64].map((length): [string, Parts] => [
      `a content key of ${length} bytes`,
      { contentKey: randomBytes(length) },
    ]),
    ...[1, 4, 11, 13, 16, 64].map((length): [string, Parts] => [
      `an IV of ${length} bytes`,
      { iv: randomBytes(length) },
    ]),
    ...[4, 8, 12, 13, 14, 15].map((tagLength): [string, Parts] => [`a true tag of ${tagLength} bytes`, { tagLength }]),
    ['a longer tag', { tag: (tag) => Buffer.concat([tag, Buffer.of(0)]) }],
    ['a tag of zeros', { tag: () => Buffer.alloc(16) }],
    ['an encrypted key of 0', { encryptedKey: () => Buffer.alloc(256) }],
    ['an encrypted key of 1', { encryptedKey: () => Buffer.concat([Buffer.alloc(255), Buffer.of(1)]) }],
    ['an encrypted key above the modulus', { encryptedKey: () => Buffer.alloc(256, 0xff) }],
    ...[1, 255, 257, 512].map((length): [string, Parts] => [
      `an encrypted key of ${length} bytes`,
      { encryptedKey: () => randomBytes(length) },
    ]),
    ['a random encrypted key', { encryptedKey: () => randomBytes(256) }],
  ]
  it('have one code and one message', async () => {
    const seen = new Set<string>()
    for (const [name, parts] of failures) {
      const token = make(typeof parts === 'function' ? parts() : parts).join('.')
      const error: unknown = await open(token, ring).then(
        () => expect.fail(`${name} was opened`),
        (reason: unknown) => reason,
      )
      seen.add(MleError.isInstance(error) ? `${error.code}: ${error.message}` : `foreign: ${name}: ${error}`)
    }
    expect([...seen]).toEqual(['decryption_failed: The JWE does not open with this key.'])
  })
})
