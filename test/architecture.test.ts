import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesBelow, isTest, root, type SourceFile, shippedSource } from './source-files.ts'

/** Who may import whom. ARCHITECTURE.md explains it; this holds it. */
const table: Record<string, { internal: string[]; external: string[] }> = {
  core: { internal: [], external: ['zod'] },
  mle: { internal: [], external: ['jose', 'node-forge'] },
  'provider-kit': { internal: ['core'], external: ['ky', 'undici'] },
  cybersource: { internal: ['core', 'provider-kit', 'mle', 'sandbox'], external: ['zod', 'jose'] },
  worldpay: { internal: ['core', 'provider-kit', 'sandbox'], external: ['zod'] },
  sandbox: { internal: ['core', 'mle'], external: ['hono', '@hono/node-server'] },
  runtime: { internal: ['core', 'mle', 'provider-kit', 'cybersource', 'worldpay', 'sandbox'], external: [] },
  cli: { internal: ['core', 'mle', 'runtime', 'sandbox'], external: ['commander', '@clack/prompts'] },
}

/** Declared though not imported: what a dependency asks for as its peer. */
const peers: Record<string, string[]> = {}

/** Every file that may call `reveal()`, and why. A new line here is a security decision. */
const mayReveal: Record<string, string> = {
  'packages/core/src/secret.ts': 'declares it',
  'packages/core/src/testing/cases/': 'the conformance suite looks for what it knows',
  'packages/cybersource/src/provision.ts': 'the card number leaves here, sealed',
  'packages/cybersource/src/instrument-identifiers/request.ts':
    'bank account numbers and EMV tags leave here, sealed; the card number itself leaves in provision.ts',
  'packages/cybersource/src/tokenize.ts': "a browser form's transient token leaves here, sealed",
  'packages/cybersource/src/webhooks/signature.ts': 'the key of webhooks enters here',
  'packages/cybersource/src/read-setting.ts': 'keys and passwords enter here',
  'packages/worldpay/src/provision.ts': 'the card number leaves here, over TLS',
  'packages/worldpay/src/cryptogram.ts': 'the token number is the request',
  'packages/worldpay/src/delete.ts': 'the token number is in the path',
  'packages/worldpay/src/auth/basic.ts': 'the password enters here',
  'packages/cybersource/src/payments/reveal-credential.ts':
    'a credential becomes a payment request, wrapped again at once',
  'packages/worldpay/src/payments/reveal-credential.ts':
    'a credential becomes a payment request, wrapped again at once',
  'packages/worldpay/src/auth/client-certificate.ts': 'the key of a client certificate enters here',
  'packages/worldpay/src/settings.ts': 'the password enters here',
  'apps/cli/src/commands/credential.ts': 'nt credential --reveal',
}

const files = shippedSource()
const packageOf = ({ path }: SourceFile): string => path.split('/')[1] ?? ''

/** The specifiers a file imports, types included. */
const importsOf = ({ text }: SourceFile): string[] =>
  [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)|(?:^|\n)import ['"]([^'"]+)['"]/g,
    ),
  ].map(([, a, b, c]) => a ?? b ?? c ?? '')

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

describe('imports', () => {
  test('are known for every package', () => {
    const packages = [...readdirSync(join(root, 'packages')), ...readdirSync(join(root, 'apps'))]
    expect(packages.sort()).toEqual(Object.keys(table).sort())
  })

  test.each(files.map((file) => [file.path, file] as const))('of %s keep to the table', (_, file) => {
    const row = table[packageOf(file)]
    for (const specifier of importsOf(file)) {
      if (specifier.startsWith('.') || specifier.startsWith('node:')) continue
      const name = packageName(specifier)
      if (name.startsWith('@nt/')) expect(row?.internal, specifier).toContain(name.slice(4))
      else expect(row?.external, specifier).toContain(name)
    }
  })

  test('are declared, and what is declared is in the table', () => {
    for (const name of Object.keys(table)) {
      const folder = name === 'cli' ? 'apps' : 'packages'
      const manifest = JSON.parse(readFileSync(join(root, folder, name, 'package.json'), 'utf8')) as {
        dependencies?: Record<string, string>
        peerDependencies?: Record<string, string>
      }
      const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
      const used = new Set(
        files
          .filter((file) => packageOf(file) === name)
          .flatMap(importsOf)
          .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
          .map(packageName),
      )
      expect(declared.sort(), name).toEqual([...used, ...(peers[name] ?? [])].sort())
      const allowed = [...(table[name]?.internal.map((each) => `@nt/${each}`) ?? []), ...(table[name]?.external ?? [])]
      expect(
        declared.filter((each) => !allowed.includes(each)),
        name,
      ).toEqual([])
    }
  })

  test('of the sandbox and of simulators stay inside simulators', () => {
    const wrong = files.filter(
      (file) =>
        ['cybersource', 'worldpay'].includes(packageOf(file)) &&
        !file.path.includes('/simulator/') &&
        importsOf(file).some(
          (specifier) =>
            specifier.startsWith('@nt/sandbox') || specifier.includes('/simulator/') || /\/testing$/.test(specifier),
        ),
    )
    expect(wrong.map(({ path }) => path)).toEqual([])
  })

  test('of simulators never reach the client beside them: a wrong map would cancel itself out', () => {
    const wrong = files.filter((file) => {
      const inside = file.path.split('/simulator/')[1]
      if (inside === undefined) return false
      const depth = inside.split('/').length
      return importsOf(file).some((specifier) => specifier.startsWith('../'.repeat(depth)))
    })
    expect(wrong.map(({ path }) => path)).toEqual([])
  })

  test('of the doors to payments reach the core and nothing else: pure functions that send nothing', () => {
    const doors = files.filter(({ path }) => path.includes('/src/payments/'))
    expect(new Set(doors.map(packageOf))).toEqual(new Set(['cybersource', 'worldpay']))
    const wrong = doors.filter((file) =>
      importsOf(file).some((each) => each !== '@nt/core' && !/^\.\/[\w-]+\.ts$/.test(each)),
    )
    expect(wrong.map(({ path }) => path)).toEqual([])
  })

  test('of the core and of message-level encryption reach no HTTP', () => {
    const wrong = files.filter(
      (file) =>
        ['core', 'mle'].includes(packageOf(file)) &&
        !file.path.includes('/testing/') &&
        (/(?<![.\w])fetch\(|process\.|globalThis\./.test(withoutComments(file)) ||
          importsOf(file).some((each) => /^node:(http|net|tls|fs)/.test(each))),
    )
    expect(wrong.map(({ path }) => path)).toEqual([])
  })

  test('of the core need no Node, but for its testing door', () => {
    const wrong = files.filter(
      (file) =>
        packageOf(file) === 'core' &&
        !file.path.includes('/testing/') &&
        importsOf(file).some((each) => each.startsWith('node:')),
    )
    expect(wrong.map(({ path }) => path)).toEqual([])
  })
})

describe('secrets', () => {
  test('are revealed only by the files on the list', () => {
    const callers = files.filter((file) => /\.reveal\(/.test(withoutComments(file))).map(({ path }) => path)
    const unlisted = callers.filter((path) => !Object.keys(mayReveal).some((allowed) => path.startsWith(allowed)))
    expect(unlisted).toEqual([])
  })

  test('have no stale line on the list', () => {
    const stale = Object.keys(mayReveal).filter(
      (allowed) => !files.some(({ path, text }) => path.startsWith(allowed) && text.includes('reveal(')),
    )
    expect(stale).toEqual([])
  })

  test('leave as a card number in one function of each provider', () => {
    for (const provider of ['cybersource', 'worldpay']) {
      const callers = files.filter(
        (file) => packageOf(file) === provider && /\bpan\.reveal\(/.test(withoutComments(file)),
      )
      expect(callers.map(({ path }) => path)).toEqual([`packages/${provider}/src/provision.ts`])
      expect(callers[0]?.text.match(/\bpan\.reveal\(/g)).toHaveLength(1)
    }
  })
})

describe('the environment', () => {
  test('is read in one file', () => {
    const readers = files.filter((file) => /process\.env/.test(withoutComments(file))).map(({ path }) => path)
    expect(readers).toEqual(['packages/runtime/src/config.ts'])
  })
})

describe('files', () => {
  test('are short enough to be read in one sitting', () => {
    const long = [...files, ...filesBelow('test', '.ts')]
      .filter(({ text }) => text.split('\n').length > 350)
      .map(({ path }) => path)
    expect(long).toEqual([])
  })

  test('have names that say what they hold', () => {
    const vague = files
      .filter(({ path }) => /\/(utils?|helpers?|common|misc|types)\.ts$/.test(path))
      .map(({ path }) => path)
    expect(vague).toEqual([])
  })

  test('re-export only from a door, and by name', () => {
    const barrels = files.filter(
      ({ path, text }) =>
        /export \* from/.test(text) ||
        (!path.endsWith('index.ts') && /^export (type )?\{[^}]*\} from '\.\.?\//m.test(text)),
    )
    expect(barrels.map(({ path }) => path)).toEqual([])
  })

  test('of packages are a manifest, tsconfigs, a README and source', () => {
    for (const folder of [...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`), 'apps/cli']) {
      const allowed =
        /^(package\.json|tsconfig(\.build)?\.json|README\.md|CHANGELOG\.md|src|node_modules|dist|reports|\.turbo)$/
      expect(
        readdirSync(join(root, folder)).filter((name) => !allowed.test(name)),
        folder,
      ).toEqual([])
    }
  })

  test('leave no test out by accident', () => {
    const all = [...filesBelow('packages', '.ts'), ...filesBelow('apps', '.ts'), ...filesBelow('test', '.ts')].filter(
      isTest,
    )
    const narrowed = all.filter(({ text }) => /\b(?:test|describe|it)\.only\(/.test(text)).map(({ path }) => path)
    expect(narrowed).toEqual([])
  })
})

/** A file without its comments: prose may name what code may not call. */
function withoutComments({ text }: SourceFile): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}
