import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { operations, operationsWithBody } from './operations.ts'

/** The facts of operations, as the client's files state them. */
const stated = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|__fixtures__|^simulator/.test(path))
  .map((path) => readFileSync(join(import.meta.dirname, path), 'utf8'))
  .filter((text) => /: Operation\b/.test(text))
  .flatMap((text) => [...text.matchAll(/\bname: '([a-z]\w*(?:\.\w+)*)'/g)].map(([, name = '']) => name))

it('lists every operation of the client: settings name them, and a name that is not listed is refused', () => {
  expect([...operations].sort()).toEqual([...new Set(stated)].sort())
})

it('lists none twice, and of those with a body none that has none', () => {
  expect(new Set(operations).size).toBe(operations.length)
  expect(operationsWithBody.filter((name) => name.endsWith('.get'))).toEqual([])
})
