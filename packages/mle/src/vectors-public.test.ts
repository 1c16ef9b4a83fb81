import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createKeyRing, MleError, type OpenOptions, open, tokenManagementMleKey } from './index.ts'

interface Vectors {
  keys: Record<string, import('node:crypto').JsonWebKey & { kid?: string }>
  cases: { id: string; key: string; jwe: string; expect: 'accept' | 'reject'; plaintext_hex?: string; enc?: string }[]
}

/** Project Wycheproof, RFC 7516 and RFC 7520: kept beside the repository and read, never copied into it. */
const folder = join(import.meta.dirname, '../../../../shared/vectors/public')
const present = existsSync(folder)
/** The vectors were marked for a profile with A128CBC-HS256, which ours leaves out unless it is asked for. */
const wide: OpenOptions = { contentEncryption: ['A256GCM', 'A128GCM', 'A128CBC-HS256'] }

it.skipIf(present)('SKIPPED: the public vectors are not at ../shared/vectors/public, so they were not tried', () => {})

describe.skipIf(!present).each([
  ['jwe-rsa-compact.json', 48],
  ['jwe-oaep-derived.json', 151],
  ['jwe-mutations.json', 297],
] as const)('%s', (file, count) => {
  const vectors: Vectors = present ? JSON.parse(readFileSync(join(folder, file), 'utf8')) : { keys: {}, cases: [] }
  const rings = new Map(
    Object.entries(vectors.keys).map(([name, jwk]) => [
      name,
      createKeyRing([tokenManagementMleKey(jwk, { kid: jwk.kid })], { copies: 1 }),
    ]),
  )
  const ringOf = (key: string) => rings.get(key) ?? expect.fail(`no key ${key}`)

  it(`has ${count} cases`, () => expect(vectors.cases).toHaveLength(count))

  it('opens and refuses as marked', async () => {
    const wrong: string[] = []
    for (const { id, key, jwe, expect: marked, plaintext_hex } of vectors.cases) {
      const outcome = await open(jwe, ringOf(key), wide).then(hexOf, codeOf)
      const right = marked === 'accept' ? outcome === plaintext_hex : outcome.startsWith('MleError ')
      if (!right) wrong.push(`${id}: ${outcome}`)
    }
    expect(wrong).toEqual([])
  })

  it('refuses A128CBC-HS256 unless it is asked for', async () => {
    const cases = vectors.cases.filter((one) => one.expect === 'accept' && one.enc === 'A128CBC-HS256')
    for (const { key, jwe } of cases) {
      expect(await open(jwe, ringOf(key)).then(hexOf, codeOf)).toBe('MleError algorithm_not_allowed')
    }
  })
})

const hexOf = (plaintext: Uint8Array): string => Buffer.from(plaintext).toString('hex')
const codeOf = (error: unknown): string => (MleError.isInstance(error) ? `MleError ${error.code}` : `foreign ${error}`)
