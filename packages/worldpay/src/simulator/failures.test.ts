import { NetworkTokenError } from '@nt/core'
import { expect, test } from 'vitest'
import { basic, mediaType, testHost } from './__fixtures__/host.ts'
import type { Failure } from './index.ts'

const card = '5555555555554444'

test.each<[Failure, number, string | null, string | undefined]>([
  ['internal-error', 500, 'internalErrorOccurred', 'Internal server error'],
  ['internal-error-503', 503, 'internalErrorOccurred', 'Internal server error'],
  ['provider-error', 500, 'networkProviderError', 'Network Token Provider Error'],
  ['provider-error-503', 503, 'networkProviderError', 'Network Token Provider Error'],
  ['service-unavailable', 503, 'serviceUnavailable', 'Service unavailable'],
  ['access-denied-401', 401, 'accessDenied', 'Access to the requested resource has been denied'],
  ['access-denied-403', 403, 'accessDenied', 'Access to the requested resource has been denied'],
  ['npt-configuration-error', 403, 'nptConfigurationError', 'Account not configured to use NPT'],
  ['tokenization-not-enabled', 500, 'tokenizationNotEnabled', 'Tokenization not enabled'],
])('the failure %s is answered once and changes nothing', async (failure, status, errorName, message) => {
  const host = testHost()
  host.control.fail(failure)
  const answer = await host.create(card)
  expect([answer.status, answer.body]).toEqual([status, { errorName, message }])
  expect(answer.headers.get('content-type')).toBe(mediaType)
  expect(answer.headers.get('wp-correlationid')).toMatch(/^[0-9a-f-]{36}$/)
  expect(host.control.liveTokens(card)).toBe(0)
  expect((await host.create(card)).status).toBe(200)
})

test('an empty 500 has neither a body nor a type', async () => {
  const host = testHost()
  host.control.fail('empty-500')
  const answer = await host.create(card)
  expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([500, '', null])
})

test('a 404 of HTML is answered by any path', async () => {
  const host = testHost()
  host.control.fail('html-404')
  const answer = await host.create(card)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html;charset=utf-8'])
  expect(answer.text).toMatch(/^<!DOCTYPE html>/)
})

test('a failure that is none is told to the test that asks for it', () => {
  expect(() => testHost().control.fail('no-such-failure' as Failure)).toThrow(NetworkTokenError)
})

test('failures come in their order, each to one request with good credentials', async () => {
  const host = testHost()
  host.control.fail('empty-500', 'service-unavailable')
  host.control.fail('internal-error')
  const bad = await host.send('GET', '/tokens/network/x', undefined, { authorization: basic('nobody', 'x') })
  const statuses = [bad.status]
  for (let count = 0; count < 4; count++) statuses.push((await host.create(card)).status)
  expect(statuses).toEqual([401, 500, 503, 500, 200])
})
