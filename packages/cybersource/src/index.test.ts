import { expect, it } from 'vitest'
import * as cybersource from './index.ts'

it('exports these values', () => {
  expect(Object.keys(cybersource).sort()).toMatchInlineSnapshot(`
    [
      "createCybersource",
      "createCybersourceProvider",
      "cybersourceHosts",
      "parseWebhook",
      "signWebhook",
      "verifyWebhook",
    ]
  `)
})
