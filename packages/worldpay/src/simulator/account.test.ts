import { describe, expect, test } from 'vitest'
import { cardBody, pathOf, testHost } from './__fixtures__/host.ts'

const requests = [
  ['POST', '/tokens/network', cardBody()],
  ['GET', '/tokens/network/x', undefined],
  ['POST', '/tokens/network/cryptograms', { tokenNumber: '5204240000000000' }],
] as const
const accessDenied = { errorName: 'accessDenied', message: 'Access to the requested resource has been denied' }

describe('an account without network tokens', () => {
  test.each([401, 403] as const)('is denied with %i, and has an error of its own for deletions', async (status) => {
    const host = testHost({ networkTokens: `denied-${status}` })
    for (const [method, path, body] of requests) {
      const answer = await host.send(method, path, body)
      expect([answer.status, answer.body]).toEqual([status, accessDenied])
      // A wrong password says what is wrong with it; this does not.
      expect(answer.headers.get('x-sandbox-auth-detail')).toBeNull()
    }
    const deletion = await host.send('DELETE', '/tokens/network/5204240000000000')
    expect([deletion.status, deletion.body]).toEqual([
      403,
      { errorName: 'nptConfigurationError', message: 'Account not configured to use NPT' },
    ])
    expect(host.control.liveTokens('5555555555554444')).toBe(0)
    expect((await host.tokenise()).status).toBe(201)
  })

  test('can be given them, and lose them', async () => {
    const host = testHost({ networkTokens: 'denied-401' })
    host.control.setAccount({ networkTokens: 'enabled' })
    expect((await host.create('5555555555554444')).status).toBe(200)
    host.control.setAccount({ networkTokens: 'denied-403' })
    expect((await host.create('5555555555554444')).status).toBe(403)
  })
})

describe('an account without tokenization', () => {
  const error = { errorName: 'tokenizationNotEnabled', message: 'Tokenization not enabled' }

  test('is told so with 500, whatever it asks of Worldpay tokens', async () => {
    const host = testHost({ tokenization: 'not-enabled' })
    for (const [method, path, body] of [
      ['POST', '/tokens', cardBody()],
      ['GET', '/tokens/abc', undefined],
      ['GET', '/tokens?namespace=x', undefined],
    ] as const) {
      const answer = await host.send(method, path, body)
      expect([answer.status, answer.body]).toEqual([500, error])
    }
    expect((await host.create('5555555555554444')).status).toBe(200)
  })

  test('finds its tokens again when it is given back', async () => {
    const host = testHost()
    const token = await host.tokenise()
    const read = async () => (await host.send('GET', pathOf(token, 'token'))).status
    host.control.setAccount({ tokenization: 'not-enabled' })
    expect(await read()).toBe(500)
    host.control.setAccount({ tokenization: 'enabled' })
    expect(await read()).toBe(200)
  })
})
