import { withCheckDigit } from '@nt/sandbox'
import { expect, test } from 'vitest'
import { pathOf, testHost } from './__fixtures__/host.ts'

const namespace = 'customer-1'

async function twoNamespaces() {
  const host = testHost()
  const plain = await host.tokenise()
  const first = await host.tokenise({}, { namespace })
  const second = await host.tokenise({ cardNumber: '4444333322221111' }, { namespace })
  await host.tokenise({}, { namespace: 'customer-2' })
  const query = async (text: string) => {
    const { status, body } = await host.send('GET', `/tokens?${text}`)
    return status === 200 ? body._embedded.tokens.map(({ tokenId }) => tokenId) : [status, body.errorName]
  }
  return { host, query, plain: plain.body.tokenId, first: first.body.tokenId, second: second.body.tokenId }
}

test('a token without a namespace is found by its id alone', async () => {
  const { query, plain } = await twoNamespaces()
  expect(await query(`tokenId=${plain}`)).toEqual([plain])
  expect(await query(`tokenId=${plain}&namespace=${namespace}`)).toEqual([404, 'resourceNotFound'])
})

test('a token of a namespace is found by both', async () => {
  const { query, first } = await twoNamespaces()
  expect(await query(`tokenId=${first}&namespace=${namespace}`)).toEqual([first])
  expect(await query(`tokenId=${first}`)).toEqual([404, 'resourceNotFound'])
  expect(await query(`tokenId=${first}&namespace=customer-2`)).toEqual([404, 'resourceNotFound'])
})

test('a namespace alone lists its tokens', async () => {
  const { query, host, first, second } = await twoNamespaces()
  expect(await query(`namespace=${namespace}`)).toEqual([first, second])
  const list = await host.send('GET', `/tokens?namespace=${namespace}`)
  const [token] = list.body._embedded.tokens
  expect(token).toEqual((await host.send('GET', pathOf({ ...list, body: token ?? list.body }, 'token'))).body)
})

test('a query that finds nothing is not found, or an empty list', async () => {
  const { query } = await twoNamespaces()
  expect(await query('tokenId=0000000000000000')).toEqual([404, 'resourceNotFound'])
  const answer = await testHost({ emptyQuery: 200 }).send('GET', '/tokens?namespace=nobody')
  expect([answer.status, answer.body]).toEqual([200, { _embedded: { tokens: [] } }])
})

test.each(['', '?', '?tokenId=', '?namespace=&tokenId=', '?id=1'])(
  'a query for nothing is refused: "%s"',
  async (text) => {
    const answer = await testHost().send('GET', `/tokens${text}`)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchInlineSnapshot(`
    {
      "errorName": "fieldIsMissing",
      "message": "At least one of tokenId and namespace must be supplied",
    }
  `)
  },
)

test('a namespace holds sixteen tokens, and another again when one is deleted', async () => {
  const host = testHost()
  const numbers = Array.from({ length: 17 }, (_, index) =>
    withCheckDigit(`4000000000000${String(index).padStart(2, '0')}`),
  )
  const [last = '', ...others] = numbers
  const tokens = []
  for (const cardNumber of others) tokens.push(await host.tokenise({ cardNumber }, { namespace }))
  expect(tokens.map(({ status }) => status)).toEqual(Array.from({ length: 16 }, () => 201))

  const full = await host.tokenise({ cardNumber: last }, { namespace })
  expect([full.status, full.body]).toEqual([
    403,
    { errorName: 'tooManyTokensForNamespace', message: 'Too many tokens created for this namespace' },
  ])
  expect((await host.tokenise({ cardNumber: others[0] }, { namespace })).status).toBe(200)
  expect((await host.tokenise({ cardNumber: last }, { namespace: 'customer-2' })).status).toBe(201)
  expect((await host.tokenise({ cardNumber: last })).status).toBe(201)

  for (const token of tokens.slice(0, 1)) await host.send('DELETE', pathOf(token, 'token'))
  expect((await host.tokenise({ cardNumber: last }, { namespace })).status).toBe(201)
})
