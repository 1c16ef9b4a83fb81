import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { generatedPages } from '../tools/generate-docs.ts'
import { filesBelow, root, type SourceFile } from './source-files.ts'

const run = promisify(execFile)
const pages = filesBelow('.', '.md').filter(
  ({ path }) => !path.startsWith('.changeset') && !path.endsWith('CHANGELOG.md'),
)

/** The TypeScript blocks of a page. */
const blocksOf = ({ text }: SourceFile): string[] =>
  [...text.matchAll(/^```(?:ts|typescript)\n([\s\S]*?)^```/gm)].map(([, code = '']) => code)

describe('the TypeScript in the documentation', () => {
  const folder = join(root, 'reports', 'doc-blocks')
  const blocks = pages.flatMap((page) =>
    blocksOf(page).map((code, index) => ({ name: `${page.path.replaceAll('/', '-')}-${index + 1}.ts`, code })),
  )
  beforeAll(() => {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    for (const { name, code } of blocks) writeFileSync(join(folder, name), `${code}\nexport {}\n`)
    const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false }
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.base.json', include: ['.'], compilerOptions }),
    )
  })

  test('is there for every package', () => {
    for (const name of readdirSync(join(root, 'packages'))) {
      if (name === 'runtime') continue
      const readme = pages.find(({ path }) => path === `packages/${name}/README.md`)
      expect(readme && blocksOf(readme).length, name).toBeGreaterThan(0)
    }
  })

  test('compiles', async () => {
    const { stdout } = await run(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { cwd: root }).catch(
      (error: { stdout: string }) => error,
    )
    expect(stdout).toBe('')
  }, 60_000)
})

describe('the examples', () => {
  const examples = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.ts'))
  test.each(examples)(
    '%s runs',
    async (name) => {
      const { stdout, stderr } = await run(
        process.execPath,
        ['--conditions=@nt/source', join(root, 'examples', name)],
        { cwd: root },
      )
      expect(stderr).toBe('')
      expect(stdout).not.toBe('')
      expect(stdout).not.toMatch(/[0-9]{12,}/)
    },
    30_000,
  )
})

describe('the pages', () => {
  test.each(Object.entries(generatedPages))('%s is what the code says; write it with `pnpm run docs`', (path, page) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(page())
  })

  test.each(pages.map((page) => [page.path, page] as const))('%s names only files that exist', (path, { text }) => {
    const named = [
      ...[...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => join(dirname(path), target)),
      ...[...text.matchAll(/`((?:packages|apps|docs|test|examples|tools)\/[\w./-]+)`/g)].map(
        ([, target = '']) => target,
      ),
    ]
    const missing = named.filter((target) => !target.includes('<') && !existsSync(join(root, target)))
    expect(missing).toEqual([])
  })

  test('name every region and environment with its address', () => {
    const text = readFileSync(join(root, 'docs/configuration.md'), 'utf8')
    for (const host of [
      'apitest.cybersource.com',
      'api.cybersource.com',
      'api.in.cybersource.com',
      'api.sa.cybersource.com',
      'apitest.sa.cybersource.com',
      'try.access.worldpay.com',
      'access.worldpay.com',
    ]) {
      expect(text).toContain(`\`https://${host}\``)
    }
  })
})
