import { expect, test } from 'vitest'
import { type Answer, cardBody, origin, pathOf, type TestHost, testHost } from './__fixtures__/host.ts'

const curies = [{ name: 'tokens', href: `${origin}/rels/tokens/{rel}.json`, templated: true }]
const parts = [
  'tokens:token',
  'tokens:description',
  'tokens:cardHolderName',
  'tokens:cardExpiryDate',
  'tokens:billingAddress',
  'tokens:schemeTransactionReference',
]
const conflict = async (host: TestHost) => {
  await host.tokenise()
  return host.tokenise({ cardHolderName: 'Other Name' })
}
const pending = '5454545454545454'
const lookUp = async (host: TestHost, cardNumber: string) =>
  host.send('GET', `/tokens/network/${(await host.create(cardNumber)).body.tokenReference}`)

/** Every row of the table of links in section 1.5 of our protocol notes. */
test.each<[string, string[], (host: TestHost) => Promise<Answer>]>([
  ['POST /tokens 201', parts, (host) => host.tokenise()],
  [
    'POST /tokens 200',
    parts,
    async (host) => {
      await host.tokenise()
      return host.tokenise()
    },
  ],
  ['POST /tokens 409', [...parts, 'tokens:conflicts'], conflict],
  [
    'GET /tokens/{t} (card)',
    [...parts, 'tokens:networkToken'],
    async (host) => host.send('GET', pathOf(await host.tokenise(), 'token')),
  ],
  [
    'GET of the conflicts link',
    [...parts, 'tokens:conflicts', 'tokens:networkToken'],
    async (host) => host.send('GET', pathOf(await conflict(host), 'conflicts')),
  ],
  [
    'GET /tokens/{t} (wallet card)',
    ['tokens:token'],
    (host) => {
      const wallet = { number: '4818000000006530', expiry: { month: 5, year: 2035 }, networkType: 'APPLEPAY' }
      return host.send('GET', host.control.addWalletToken(wallet))
    },
  ],
  ['POST /tokens/network (token)', ['self', 'tokens:networkTokenLookup'], (host) => host.create('4444333322221111')],
  ['POST /tokens/network (pending)', ['self', 'tokens:networkTokenLookup'], (host) => host.create(pending)],
  ['POST /tokens/network (declined)', ['self', 'tokens:networkTokenLookup'], (host) => host.create('343434343434343')],
  ['GET /tokens/network/{ref}', ['self', 'tokens:networkTokenCryptogram'], (host) => lookUp(host, '4444333322221111')],
  ['GET /tokens/network/{ref} (pending)', ['self', 'tokens:networkTokenCryptogram'], (host) => lookUp(host, pending)],
  [
    'GET /tokens/network/{ref} (declined)',
    ['self', 'tokens:networkTokenCryptogram'],
    (host) => lookUp(host, '343434343434343'),
  ],
  [
    'POST /tokens/network/cryptograms',
    ['self', 'tokens:networkTokenLookup'],
    async (host) => {
      const { tokenNumber } = (await host.create('4444333322221111')).body.tokenPaymentInstrument
      return host.send('POST', '/tokens/network/cryptograms', { tokenNumber })
    },
  ],
])('%s has the links %j and the curies', async (_, rels, provoke) => {
  const { body } = await provoke(testHost())
  expect(Object.keys(body._links)).toEqual([...rels, 'curies'])
  expect(body._links['curies']).toEqual(curies)
})

test('the constant links are those of the samples', async () => {
  const host = testHost({ createLinks: 'seed' })
  const created = (await host.create('4444333322221111')).body
  expect(created._links['self']).toEqual({ href: `${origin}/tokens/network` })
  expect(created._links['tokens:networkTokenLookup']).toEqual({
    href: `${origin}/tokens/network/${created.tokenReference}`,
  })
  expect(created._links['tokens:networkTokenCryptogram']).toEqual({ href: `${origin}/tokens/network/cryptograms` })
  const { tokenNumber } = created.tokenPaymentInstrument
  const cryptogram = (await host.send('POST', '/tokens/network/cryptograms', { tokenNumber })).body
  expect(cryptogram._links['tokens:networkTokenLookup']).toEqual({
    href: `${origin}/tokens/network/{tokenReference}`,
    templated: true,
  })
  const token = await host.send('GET', pathOf(await host.tokenise(cardBody().paymentInstrument), 'token'))
  expect(token.body._links['tokens:networkToken']).toEqual({ href: `${origin}/tokens/network` })
})
