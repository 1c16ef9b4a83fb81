import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Packs the package in the current folder as it would be published, and lets publint and attw judge the tarball: what users install is
 * checked, not the folder it came from.
 */
const folder = mkdtempSync(join(tmpdir(), 'nt-pack-'))
const tarball = join(folder, 'package.tgz')
const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

try {
  run('pnpm', 'pack', '--out', tarball)
  run('publint', '--strict', tarball)
  run('attw', tarball, '--profile', 'esm-only')
  const manifest = run('tar', '-xzOf', tarball, 'package/package.json')
  const leftover = ['@nt/source', 'workspace:', 'catalog:'].find((word) => manifest.includes(word))
  if (leftover) throw new Error(`the published package.json still says ${leftover}`)
  console.log(`${(JSON.parse(readFileSync('package.json', 'utf8')) as { name: string }).name}: publint and attw pass`)
} catch (error) {
  const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
  console.error(output || (error instanceof Error ? error.message : error))
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
