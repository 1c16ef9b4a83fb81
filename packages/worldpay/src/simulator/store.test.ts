import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leaksIn } from '@nt/core/testing'
import { createIds, createStore } from '@nt/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Answer, billingAddress, cardBody, pathOf, type TestHost, testHost } from './__fixtures__/host.ts'
import { testCards } from './index.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'worldpay-'))
  file = join(folder, 'store.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true }))

const canary = '4000007777777779'
const cards = [canary, ...testCards.map(({ number }) => number)]

/** Every way a card number can come in, right places and wrong ones. */
async function everything(host: TestHost, cardNumber: string): Promise<Answer[]> {
  const grouped = cardNumber.replace(/(.{4})(?=.)/g, '$1 ')
  const bodies = [
    cardBody({ cardNumber }),
    cardBody({ cardNumber, cardHolderName: cardNumber }),
    cardBody({ cardNumber, cardHolderName: `A ${grouped}` }),
    cardBody({ cardNumber: Number(cardNumber) }),
    cardBody({ cardNumber: grouped }),
    cardBody({ cardNumber: `${cardNumber}0` }),
    cardBody({ type: cardNumber }),
    cardBody({ [cardNumber]: cardNumber }),
    cardBody({ [`x${cardNumber}`]: 1 }),
    cardBody({ cardExpiryDate: { month: cardNumber, year: Number(cardNumber) } }),
    { ...cardBody({ cardNumber }), merchant: { entity: cardNumber } },
    { ...cardBody({ cardNumber }), merchant: cardNumber },
    { ...cardBody({ cardNumber }), description: cardNumber },
    { ...cardBody({ cardNumber }), namespace: cardNumber },
    { ...cardBody({ cardNumber }), schemeTransactionReference: cardNumber },
    { ...cardBody({ cardNumber }), tokenExpiryDateTime: cardNumber },
    { paymentInstrument: { type: 'card/tokenized', href: cardNumber }, merchant: { entity: 'default' } },
    { tokenNumber: cardNumber },
    cardNumber,
    `{"cardNumber":"${cardNumber}"`,
  ]
  const answers: Answer[] = []
  for (const path of ['/tokens', '/tokens/network', '/tokens/network/cryptograms'])
    for (const body of bodies) answers.push(await host.send('POST', path, body))
  for (const method of ['GET', 'DELETE', 'POST', 'PATCH'])
    for (const path of [`/tokens/network/${cardNumber}`, `/tokens/${cardNumber}`, `/${cardNumber}`])
      answers.push(await host.send(method, path))
  const token = await host.tokenise({ cardNumber })
  for (const rel of ['description', 'cardHolderName', 'cardExpiryDate', 'billingAddress', 'schemeTransactionReference'])
    for (const value of [cardNumber, grouped, { ...billingAddress, address2: grouped }, { month: cardNumber, year: 1 }])
      answers.push(await host.send('PUT', pathOf(token, rel), JSON.stringify(value)))
  answers.push(await host.send('GET', pathOf(token, 'token')))
  answers.push(await host.send('GET', `/tokens?tokenId=${cardNumber}&namespace=${cardNumber}`))
  answers.push(await host.send('GET', `/tokens?namespace=${cardNumber}`))
  const wallet = host.control.addWalletToken({
    number: cardNumber,
    expiry: { month: 1, year: 2040 },
    networkType: 'APPLEPAY',
  })
  answers.push(await host.send('GET', wallet))
  answers.push(await host.send('GET', '/tokens', undefined, { authorization: `Basic ${cardNumber}` }))
  answers.push(await host.send('GET', '/tokens/network/x', undefined, { accept: cardNumber }))
  return answers
}

test.each(cards)('neither the store nor any answer shows the card number %s', async (cardNumber) => {
  const host = testHost({ store: createStore({ file }), unknownRoute: 'html' })
  const answers = await everything(host, cardNumber)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201, 204, 400, 401, 404, 405, 406, 409]))
  const said = answers.map(({ text, headers }) => `${text} ${JSON.stringify([...headers])}`).join('\n')
  expect(leaksIn(said, [cardNumber])).toEqual([])
  const kept = readFileSync(file, 'utf8')
  expect(kept).toContain(cardNumber.slice(-4))
  expect(leaksIn(kept, [cardNumber])).toEqual([])
})

test('the key of the fingerprints is not in the store, nor the credentials', async () => {
  const host = testHost({
    store: createStore({ file }),
    fingerprintKey: Buffer.from('a key of thirty-two bytes, or so'),
  })
  await host.create(canary)
  const kept = readFileSync(file, 'utf8')
  expect(leaksIn(kept, ['a key of thirty-two bytes, or so', 'pass:word'])).toEqual([])
})

test('a host that starts again remembers', async () => {
  const start = () => testHost({ store: createStore({ file }), ids: createIds() })
  const before = start()
  const active = (await before.create(canary)).body
  const pending = (await before.create('5454545454545454')).body
  const base = await before.send('POST', '/tokens', cardBody())
  await before.send('GET', `/tokens/network/${pending.tokenReference}`)

  const after = start()
  const lookUp = async (reference: string) =>
    (await after.send('GET', `/tokens/network/${reference}`)).body.tokenPaymentInstrument
  expect(await lookUp(active.tokenReference)).toEqual(active.tokenPaymentInstrument)
  expect((await lookUp(pending.tokenReference)).status).toBe('Inactive')
  expect((await lookUp(pending.tokenReference)).status).toBe('Active')
  expect(after.control.liveTokens(canary)).toBe(1)
  expect((await after.send('POST', '/tokens', cardBody())).body).toEqual(base.body)
  const { tokenNumber } = active.tokenPaymentInstrument
  expect((await after.send('DELETE', `/tokens/network/${tokenNumber}`)).status).toBe(204)
  expect(start().control.liveTokens(canary)).toBe(0)
})

test('a seeded host that starts again overwrites nothing', async () => {
  const start = () => testHost({ store: createStore({ file }) })
  const first = (await start().create(canary)).body
  const host = start()
  const second = (await host.create(canary)).body
  expect(second.tokenReference).not.toBe(first.tokenReference)
  expect(second.tokenPaymentInstrument.tokenNumber).not.toBe(first.tokenPaymentInstrument.tokenNumber)
  expect(host.control.liveTokens(canary)).toBe(2)
})
