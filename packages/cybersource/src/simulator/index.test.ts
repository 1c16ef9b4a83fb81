import { expect, it } from 'vitest'
import * as door from './index.ts'

it('exports what it promises', () => {
  expect(Object.keys(door).sort()).toEqual(['createCybersourceSimulator', 'testCards'])
})
