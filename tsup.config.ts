import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'

/**
 * One build for every package: the entries are what its `exports` name under `@nt/source`, so a new door needs one line in one file.
 * Types come from `tsc -p tsconfig.build.json`, which runs after this (tsup cleans `dist` first).
 */
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports?: Record<string, string | Record<string, string>>
  bin?: Record<string, string>
}
const doors = Object.values(manifest.exports ?? {}).flatMap((door) =>
  typeof door === 'object' && door['@nt/source'] ? [door['@nt/source']] : [],
)
const commands = Object.values(manifest.bin ?? {}).map((file) => file.replace('dist/', 'src/').replace(/\.js$/, '.ts'))

export default defineConfig({
  entry: [...new Set([...doors, ...commands])],
  format: ['esm'],
  target: 'node22',
  platform: 'node',
  outDir: 'dist',
  dts: false,
  clean: true,
  sourcemap: true,
})
