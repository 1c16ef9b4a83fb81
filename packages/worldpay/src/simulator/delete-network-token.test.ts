import { expect, test } from 'vitest'
import { testHost } from './__fixtures__/host.ts'

const provider = { errorName: 'networkProviderError', message: 'Network Token Provider Error' }

test('a network token is deleted by its number, once', async () => {
  const host = testHost()
  const { tokenReference, tokenPaymentInstrument } = (await host.create('4444333322221111')).body
  const path = `/tokens/network/${tokenPaymentInstrument.tokenNumber}`

  const first = await host.send('DELETE', path)
  expect([first.status, first.text]).toEqual([204, ''])
  expect(host.control.liveTokens('4444333322221111')).toBe(0)
  const { body } = await host.send('GET', `/tokens/network/${tokenReference}`)
  expect(body.tokenPaymentInstrument.status).toBe('Deleted')

  const second = await host.send('DELETE', path)
  expect([second.status, second.body]).toEqual([404, provider])
})

test('only that token is deleted', async () => {
  const host = testHost()
  await host.create('4444333322221111')
  const { tokenPaymentInstrument } = (await host.create('4444333322221111')).body
  await host.send('DELETE', `/tokens/network/${tokenPaymentInstrument.tokenNumber}`)
  expect(host.control.liveTokens('4444333322221111')).toBe(1)
})

test.each(['suspended', 'expired'] as const)('a token that is %s can be deleted', async (state) => {
  const host = testHost()
  const { tokenReference, tokenPaymentInstrument } = (await host.create('4444333322221111')).body
  host.control.setState(tokenReference, state)
  expect((await host.send('DELETE', `/tokens/network/${tokenPaymentInstrument.tokenNumber}`)).status).toBe(204)
})

test('an unknown number is not found', async () => {
  const answer = await testHost().send('DELETE', '/tokens/network/4895370000000000')
  expect([answer.status, answer.body]).toEqual([404, provider])
})

test.each(['abc', '123456789', '12345678901234567890', '4895 3700', '48953700000000-1'])(
  'what is no number is refused: %s',
  async (id) => {
    const answer = await testHost().send('DELETE', `/tokens/network/${encodeURIComponent(id)}`)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({ errorName: 'fieldHasInvalidValue', message: 'Token number is not valid' })
  },
)

test('a reference deletes nothing', async () => {
  const host = testHost()
  const { tokenReference } = (await host.create('4444333322221111')).body
  expect((await host.send('DELETE', `/tokens/network/${tokenReference}`)).status).toBe(400)
  expect(host.control.liveTokens('4444333322221111')).toBe(1)
})
