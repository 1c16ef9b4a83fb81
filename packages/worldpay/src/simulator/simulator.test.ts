import { NetworkTokenError } from '@nt/core'
import { type Listening, listen } from '@nt/sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { basic, cardBody, credentials, mediaType } from './__fixtures__/host.ts'
import { createWorldpaySimulator, type WorldpaySimulatorOptions } from './index.ts'

describe('on a port of this machine', () => {
  let server: Listening
  beforeAll(async () => {
    server = await listen(createWorldpaySimulator(credentials))
  })
  afterAll(() => server.close())

  test('a token lives its whole life over real HTTP', async () => {
    const headers = { authorization: basic(credentials.username, credentials.password), accept: mediaType }
    const post = async (url: string, body: unknown): Promise<Response> =>
      fetch(url, { method: 'POST', headers: { ...headers, 'content-type': mediaType }, body: JSON.stringify(body) })

    const created = await post(`${server.url}/tokens/network`, cardBody({ cardExpiryDate: { month: 11, year: 2099 } }))
    expect(created.status).toBe(200)
    expect(created.headers.get('content-type')).toBe(mediaType)
    expect(created.headers.get('wp-correlationid')).toMatch(/^[0-9a-f-]{36}$/)
    const { tokenPaymentInstrument, _links } = (await created.json()) as {
      tokenPaymentInstrument: { tokenNumber: string }
      _links: Record<string, { href: string }>
    }
    const { tokenNumber } = tokenPaymentInstrument
    const lookupUrl = _links['tokens:networkTokenLookup']?.href ?? ''
    expect(lookupUrl.startsWith(`${server.url}/tokens/network/`)).toBe(true)
    const lookUp = async (): Promise<string> => {
      const response = await fetch(lookupUrl, { headers })
      return ((await response.json()) as { tokenPaymentInstrument: { status: string } }).tokenPaymentInstrument.status
    }
    expect(await lookUp()).toBe('Active')

    const cryptogram = await post(`${server.url}/tokens/network/cryptograms`, { tokenNumber })
    expect(await cryptogram.json()).toMatchObject({ cryptogramDetails: { eci: '07' } })

    const deleteUrl = `${server.url}/tokens/network/${tokenNumber}`
    const deleted = await fetch(deleteUrl, { method: 'DELETE', headers })
    expect([deleted.status, await deleted.text()]).toEqual([204, ''])
    expect(await lookUp()).toBe('Deleted')
  })

  test('a fetch without an Accept header of its own is refused', async () => {
    const authorization = basic(credentials.username, credentials.password)
    expect((await fetch(`${server.url}/tokens/network/x`, { headers: { authorization } })).status).toBe(406)
  })
})

test.each<[string, Partial<WorldpaySimulatorOptions>]>([
  ['username', { username: '' }],
  ['username', { username: 'a:b' }],
  ['password', { password: '' }],
  ['entities', { entities: [] }],
  ['pendingLookups', { pendingLookups: -1 }],
  ['pendingLookups', { pendingLookups: 1.5 }],
  ['baseUrl', { baseUrl: 'worldpay' }],
  ['baseUrl', { baseUrl: 'https://sandbox.example/path' }],
])('an unusable %s is refused at once', (path, options) => {
  const error = (() => {
    try {
      createWorldpaySimulator({ ...credentials, ...options })
    } catch (thrown) {
      return thrown
    }
  })()
  expect(NetworkTokenError.isInstance(error) && [error.code, error.issues?.map((issue) => issue.path)]).toEqual([
    'configuration_invalid',
    [path],
  ])
})

test('twenty creates at once make twenty tokens', async () => {
  const simulator = createWorldpaySimulator(credentials)
  const headers = {
    authorization: basic(credentials.username, credentials.password),
    accept: mediaType,
    'content-type': mediaType,
  }
  const body = JSON.stringify(cardBody({ cardExpiryDate: { month: 11, year: 2099 } }))
  const create = () => simulator.fetch('https://x.example/tokens/network', { method: 'POST', headers, body })
  const answers = await Promise.all(Array.from({ length: 20 }, create))
  const references = await Promise.all(
    answers.map(async (answer) => ((await answer.json()) as { tokenReference: string }).tokenReference),
  )
  expect(new Set(references).size).toBe(20)
  expect(simulator.control.liveTokens('5555555555554444')).toBe(20)
})
