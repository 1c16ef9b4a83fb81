import { spawnSync } from 'node:child_process'
import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from '../measure.ts'
import { atMost, type Figure } from '../report.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const ours = join(root, 'packages/cybersource')
const sdk = join(root, 'bench/node_modules/cybersource-rest-client')

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/** Every package that is installed with this one, itself included: name and folder. */
function installedWith(folder: string, found = new Map<string, string>()): Map<string, string> {
  const real = realpathSync(folder)
  if (found.has(real)) return found
  const { name, dependencies = {} } = JSON.parse(readFileSync(join(real, 'package.json'), 'utf8')) as Manifest
  found.set(real, name)
  for (const dependency of Object.keys(dependencies)) installedWith(resolve(real, dependency), found)
  return found
}

/** As Node does: the nearest `node_modules`, going up. */
function resolve(from: string, name: string): string {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    try {
      return realpathSync(join(folder, 'node_modules', name))
    } catch {
      // Further up.
    }
  }
  throw new Error(`${name} is not installed below ${from}`)
}

/** Bytes of a package's own files. Of ours only what is published counts: the manifest, the README and `dist`. */
function sizeOf(folder: string): number {
  const isOurs = folder.startsWith(join(root, 'packages'))
  const published = new Set(['package.json', 'README.md', 'dist'])
  const walk = (path: string): number => {
    const stats = lstatSync(path)
    if (!stats.isDirectory()) return stats.size
    return readdirSync(path)
      .filter((name) => name !== 'node_modules' && !(isOurs && path === folder && !published.has(name)))
      .reduce((sum, name) => sum + walk(join(path, name)), 0)
  }
  return walk(folder)
}

/** Milliseconds from before the import to after it, in a fresh process each time. */
function loadTime(code: string): { milliseconds: number; megabytes: number } {
  const script = `const t = performance.now(); ${code}; const r = process.memoryUsage().rss; console.log(JSON.stringify([performance.now() - t, r]))`
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    cwd: join(root, 'bench'),
  })
  if (status !== 0) throw new Error(stderr)
  const [milliseconds = Number.NaN, bytes = Number.NaN] = JSON.parse(stdout) as number[]
  return { milliseconds, megabytes: bytes / 1e6 }
}

/** What it takes to have the package at all. */
export const figure: Figure = {
  about: 'load time, memory and size on disk of what is published, and how many packages come with it',
  run: async () => {
    const built = spawnSync('turbo', ['run', 'build', '--filter=@nt/cybersource', '--output-logs=errors-only'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (built.status !== 0) throw new Error('the packages do not build')
    const loads = {
      sdk: "(await import('node:module')).createRequire(process.cwd() + '/x.js')('cybersource-rest-client')",
      ours: `await import(${JSON.stringify(`file://${join(ours, 'dist/index.js')}`)})`,
      sending: `await import(${JSON.stringify(`file://${join(ours, 'dist/index.js')}`)}); (await import('node:module')).createRequire(${JSON.stringify(`${root}/packages/provider-kit/package.json`)})('undici')`,
      node: '',
    }
    const taken: Record<keyof typeof loads, ReturnType<typeof loadTime>[]> = {
      sdk: [],
      ours: [],
      sending: [],
      node: [],
    }
    const order = Object.keys(loads) as (keyof typeof loads)[]
    for (let round = 0; round < 9; round++) {
      for (let turn = 0; turn < order.length; turn++) {
        const name = order[(round + turn) % order.length] as keyof typeof loads
        taken[name].push(loadTime(loads[name]))
      }
    }
    const milliseconds = (name: keyof typeof loads) => median(taken[name].map((one) => one.milliseconds))
    const megabytes = (name: keyof typeof loads) => median(taken[name].map((one) => one.megabytes))
    const ratio = median(
      taken.ours.map((one, index) => one.milliseconds / (taken.sdk[index]?.milliseconds ?? Number.NaN)),
    )

    const installs = { sdk: installedWith(sdk), ours: installedWith(ours) }
    const bytes = (name: keyof typeof installs): number =>
      [...installs[name].keys()].reduce((sum, folder) => sum + sizeOf(folder), 0)
    const foreign = [...installs.ours.values()].filter((name) => !name.startsWith('@nt/'))
    const load = (title: string, name: keyof typeof loads): string[] => [
      title,
      `${Math.round(milliseconds(name))} ms`,
      `${Math.round(megabytes(name))} MB`,
    ]
    const row = (title: string, name: keyof typeof installs): string[] => [
      ...load(title, name),
      `${(bytes(name) / 1e6).toFixed(1)} MB`,
      `${installs[name].size}`,
    ]
    return {
      tables: [
        {
          title: 'Load and size',
          rows: [
            ['', 'load', 'memory after', 'files', 'packages'],
            row('official SDK 0.0.83', 'sdk'),
            row('@nt/cybersource', 'ours'),
            [...load('and undici, which the first request loads', 'sending'), '', ''],
            [...load('node alone', 'node'), '', ''],
          ],
        },
      ],
      goals: [
        atMost('load time, of the SDK’s', 0.3, ratio),
        atMost(`runtime packages of others: ${foreign.join(', ')}`, 10, foreign.length, ''),
        atMost(`runtime packages, our ${installs.ours.size - foreign.length} included`, 10, installs.ours.size, ''),
        atMost('files, of the SDK’s', 0.4, bytes('ours') / bytes('sdk')),
      ],
    }
  },
}
