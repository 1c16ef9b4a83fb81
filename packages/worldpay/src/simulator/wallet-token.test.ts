import { NetworkTokenError } from '@nt/core'
import { expect, test } from 'vitest'
import { origin, testHost } from './__fixtures__/host.ts'

const wallet = { number: '4818000000006530', expiry: { month: 5, year: 2035 }, networkType: 'APPLEPAY' }

test('a token of a wallet shows the wallet, no holder, and no link but its own', async () => {
  const host = testHost()
  const { status, body } = await host.send('GET', host.control.addWalletToken(wallet))
  expect(status).toBe(200)
  expect(body.paymentInstrument).toMatchInlineSnapshot(`
    {
      "bin": "481800",
      "brand": "VISA",
      "cardExpiryDate": {
        "month": 5,
        "year": 2035,
      },
      "cardNumber": "4818********6530",
      "fundingType": "unknown",
      "last4Digits": "6530",
      "networkType": "APPLEPAY",
      "type": "card/network+masked",
    }
  `)
  expect(Object.keys(body._links)).toEqual(['tokens:token', 'curies'])
})

test('a token of a wallet needs a number', () => {
  expect(() => testHost().control.addWalletToken({ ...wallet, number: '6530' })).toThrow(NetworkTokenError)
})

test('a token of a wallet is no token of the card, and makes no network token', async () => {
  const host = testHost()
  const path = host.control.addWalletToken({ ...wallet, number: '4444333322221111' })
  expect((await host.tokenise({ cardNumber: '4444333322221111' })).status).toBe(201)
  const answer = await host.send('POST', '/tokens/network', {
    paymentInstrument: { type: 'card/tokenized', href: origin + path },
    merchant: { entity: 'default' },
  })
  expect([answer.status, answer.body.validationErrors[0]?.jsonPath]).toEqual([400, '$.paymentInstrument.href'])
})
