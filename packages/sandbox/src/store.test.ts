import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createStore } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'nt-store-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a store', () => {
  test('remembers the last put of each record', () => {
    const tokens = createStore().collection<{ state: string }>('tokens')
    tokens.put('a', { state: 'active' })
    tokens.put('a', { state: 'deleted' })
    expect(tokens.get('a')).toEqual({ state: 'deleted' })
    expect(tokens.get('b')).toBeUndefined()
    expect([...tokens.values()]).toHaveLength(1)
  })

  test('in a file is the same after opening it again, in a folder of its own', () => {
    const file = join(folder, 'deep', 'memory.ndjson')
    createStore({ file }).collection('tokens').put('a', 1)
    const again = createStore({ file })
    expect(again.collection('tokens').get('a')).toBe(1)
    expect(again.collection('others').get('a')).toBeUndefined()
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  test('loses nothing when two processes have it open', () => {
    const file = join(folder, 'two.ndjson')
    const [one, two] = [createStore({ file }), createStore({ file })]
    for (let count = 0; count < 50; count++) {
      one.collection('tokens').put(`one-${count}`, count)
      two.collection('tokens').put(`two-${count}`, count)
    }
    expect([...createStore({ file }).collection('tokens').values()]).toHaveLength(100)
  })

  test('ignores a line torn by a kill, and goes on behind it', () => {
    const file = join(folder, 'torn.ndjson')
    createStore({ file }).collection('tokens').put('a', 1)
    appendFileSync(file, '["tokens","b",{"state":"acti')
    const after = createStore({ file })
    after.collection('tokens').put('c', 3)
    expect(readFileSync(file, 'utf8')).toContain('acti')
    const again = createStore({ file }).collection('tokens')
    expect([again.get('a'), again.get('b'), again.get('c')]).toEqual([1, undefined, 3])
  })
})
