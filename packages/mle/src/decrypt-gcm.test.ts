import { constants, createCipheriv, generateKeyPairSync, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto'
import { CompactEncrypt, compactDecrypt } from 'jose'
import { expect, it } from 'vitest'
import { type KeyManagementAlgorithm, MleError, type OpenOptions } from './index.ts'
import { openWith } from './open.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

const open = (jwe: string, options: OpenOptions = {}, key: KeyObject = privateKey): Promise<string> =>
  openWith(jwe, () => key, options).then(
    (plaintext) => Buffer.from(plaintext).toString(),
    (error: unknown) => (MleError.isInstance(error) ? error.code : `foreign ${error}`),
  )

interface Made {
  readonly alg?: KeyManagementAlgorithm
  readonly enc?: string
  readonly keyBytes?: number
  readonly nonceBytes?: number
  readonly tagBytes?: number
  /** What is authenticated in the place of the header. */
  readonly aad?: string
}

/** A token made by hand, sound in itself: only the sizes are as asked. */
function make({
  alg = 'RSA-OAEP-256',
  enc = 'A256GCM',
  keyBytes = 32,
  nonceBytes = 12,
  tagBytes = 16,
  aad,
}: Made): string {
  const header = Buffer.from(JSON.stringify({ alg, enc })).toString('base64url')
  const contentKey = randomBytes(keyBytes)
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(keyBytes === 32 ? 'aes-256-gcm' : 'aes-128-gcm', contentKey, nonce)
  cipher.setAAD(Buffer.from(aad ?? header))
  const content = Buffer.concat([cipher.update('{"id":"7010"}'), cipher.final()])
  const oaepHash = alg === 'RSA-OAEP' ? 'sha1' : 'sha256'
  const wrapped = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, contentKey)
  const rest = [wrapped, nonce, content, cipher.getAuthTag().subarray(0, tagBytes)]
  return [header, ...rest.map((part) => part.toString('base64url'))].join('.')
}

it.each<Made>([
  {},
  { enc: 'A128GCM', keyBytes: 16 },
  { alg: 'RSA-OAEP' },
  { alg: 'RSA-OAEP', enc: 'A128GCM', keyBytes: 16 },
])('opens %o', async (made) => {
  expect(await open(make(made))).toBe('{"id":"7010"}')
})

// OpenSSL opens each of these with the right key.
it.each<[string, Made]>([
  ['a nonce of 128 bits', { nonceBytes: 16 }],
  ['a nonce of 64 bits', { nonceBytes: 8 }],
  ['a tag cut to 96 bits', { tagBytes: 12 }],
  ['a tag cut to 32 bits', { tagBytes: 4 }],
  ['a key of 128 bits that says 256', { keyBytes: 16 }],
  ['a key of 256 bits that says 128', { enc: 'A128GCM' }],
  ['a header that is not the one that was authenticated', { aad: 'eyJhbGciOiJkaXIifQ' }],
])('refuses %s', async (_, made) => {
  expect(await open(make(made))).toBe('decryption_failed')
})

it('refuses what was sealed to another key, and opens it with that key afterwards', async () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const jwe = make({})
  expect(await open(jwe, {}, other)).toBe('decryption_failed')
  expect(await open(jwe)).toBe('{"id":"7010"}')
})

it.each(['RSA-OAEP-256', 'RSA-OAEP'] as const)('reads with one key what either hash sealed: %s', async (alg) => {
  for (const enc of ['A256GCM', 'A128GCM'] as const) {
    const sealed = await new CompactEncrypt(Buffer.from('Zoë')).setProtectedHeader({ alg, enc }).encrypt(publicKey)
    expect(await open(sealed)).toBe('Zoë')
    const { plaintext } = await compactDecrypt(make({ alg, enc, keyBytes: enc === 'A256GCM' ? 32 : 16 }), privateKey)
    expect(Buffer.from(plaintext).toString()).toBe('{"id":"7010"}')
  }
})

it('still opens with jose what GCM is not, when asked', async () => {
  const header = { alg: 'RSA-OAEP-256', enc: 'A128CBC-HS256' }
  const sealed = await new CompactEncrypt(Buffer.from('{}')).setProtectedHeader(header).encrypt(publicKey)
  expect(await open(sealed)).toBe('algorithm_not_allowed')
  expect(await open(sealed, { contentEncryption: ['A128CBC-HS256'] })).toBe('{}')
})

it('gives bytes and no Buffer, and an empty text for empty content', async () => {
  const sealed = await new CompactEncrypt(new Uint8Array())
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
    .encrypt(publicKey)
  const plaintext = await openWith(sealed, () => privateKey, {})
  expect(Buffer.isBuffer(plaintext)).toBe(false)
  expect(plaintext).toHaveLength(0)
})
