import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { inOwnFolder } from './__fixtures__/run-in-memory.ts'

const { nt, folder, remove } = inOwnFolder()
afterAll(remove)

interface Vector {
  readonly id: string
  readonly key: string
  readonly jwe: string
  readonly expect: string
  readonly layer?: string
  readonly enc?: string
  readonly plaintext_hex?: string
}
type Jwk = Record<string, string>

/** Which of the tokens are answered otherwise than they are marked. One with a line feed in it cannot be one line. */
async function wronglyAnswered(jwk: Jwk, kid: string | undefined, cases: readonly Vector[]): Promise<string[]> {
  const lines = cases.filter(({ jwe }) => !jwe.includes('\n'))
  const path = join(folder, 'vector.jwk')
  writeFileSync(path, JSON.stringify(jwk))
  const { stdout } = await nt(`mle open --key ${path} ${kid ? `--kid ${kid}` : ''} --lines`, {
    stdin: Buffer.from(`${lines.map(({ jwe }) => jwe).join('\n')}\n`),
  })
  const answers = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { ok: boolean; plaintext?: string; code?: string })
  expect(answers).toHaveLength(lines.length)
  return lines.flatMap((one, index) => {
    const answer = answers[index]
    const plaintext = answer?.plaintext && Buffer.from(answer.plaintext, 'base64url').toString('hex')
    const isOutside = encOf(one) === 'A128CBC-HS256' && answer?.code === 'algorithm_not_allowed'
    const isRight =
      one.expect === 'accept'
        ? isOutside || (answer?.ok && plaintext === (one.plaintext_hex ?? plaintext))
        : answer?.ok === false
    return isRight ? [] : [`${one.id}: ${JSON.stringify(answer)}`]
  })
}

const encOf = ({ jwe }: Vector): unknown => {
  try {
    return (JSON.parse(Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString()) as Jwk)['enc']
  } catch {
    return undefined
  }
}

describe('vectors', () => {
  const root = join(import.meta.dirname, '../../..')
  const shared = join(root, '../shared/vectors/public')
  const present = existsSync(shared)

  test.skipIf(present)(
    'SKIPPED: the public vectors are not at ../shared/vectors/public, so they were not tried',
    () => {},
  )

  test.skipIf(!present).each(['jwe-rsa-compact', 'jwe-oaep-derived', 'jwe-mutations'])(
    'of %s are answered as marked',
    async (name) => {
      const vectors = JSON.parse(readFileSync(join(shared, `${name}.json`), 'utf8')) as {
        keys: Record<string, Jwk>
        cases: Vector[]
      }
      const wrong: string[] = []
      for (const [id, jwk] of Object.entries(vectors.keys)) {
        const cases = vectors.cases.filter((one) => one.key === id)
        if (cases.length === 0) continue
        wrong.push(...(await wronglyAnswered(jwk, jwk['kid'], cases)))
      }
      expect(wrong).toEqual([])
    },
  )

  const madeHere = (name: string) =>
    JSON.parse(readFileSync(join(root, 'packages/mle/src/__fixtures__', `${name}.json`), 'utf8')) as {
      key: Jwk
      expectedKid?: string
      cases: Vector[]
    }

  test('of our own attacks are answered as marked; what is wrong inside is for the application', async () => {
    const { key: jwk, expectedKid, cases } = madeHere('jwe-attacks')
    const ours = cases.filter(({ layer, expect: marked }) => layer !== 'application' && marked !== 'policy')
    expect(ours.length).toBeGreaterThan(100)
    expect(await wronglyAnswered(jwk, expectedKid, ours)).toEqual([])
  })

  test('of other implementations are answered as marked', async () => {
    const { key: jwk, cases } = madeHere('jwe-interop')
    const kidOf = ({ jwe }: Vector) =>
      (JSON.parse(Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString()) as Jwk)['kid']
    for (const kid of new Set(cases.map(kidOf))) {
      expect(
        await wronglyAnswered(
          jwk,
          kid,
          cases.filter((one) => kidOf(one) === kid),
        ),
      ).toEqual([])
    }
  })
})
