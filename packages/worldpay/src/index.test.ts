import { expect, it } from 'vitest'
import * as worldpay from './index.ts'

it('exports these names', () => {
  expect(Object.keys(worldpay).sort()).toMatchInlineSnapshot(`
    [
      "createWorldpay",
      "createWorldpayProvider",
      "worldpayHosts",
    ]
  `)
})
