import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's own folder. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** A file of ours. */
export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string
  readonly text: string
}

const skipped = new Set(['node_modules', 'dist', 'reports', '.git', '.turbo', '__fixtures__'])

/** The files below a folder whose names end so; nothing installed or built. */
export function filesBelow(folder: string, ending: string): SourceFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry): SourceFile[] => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(path, ending)
    if (!entry.name.endsWith(ending)) return []
    return [{ path: relative(root, join(root, path)), text: readFileSync(join(root, path), 'utf8') }]
  })
}

export const isTest = ({ path }: SourceFile): boolean => /\.test\.ts$/.test(path)

/** Everything that ships: no tests. */
export const shippedSource = (): SourceFile[] =>
  [...filesBelow('packages', '.ts'), ...filesBelow('apps', '.ts')].filter(
    (file) => !isTest(file) && file.path.includes('/src/'),
  )
