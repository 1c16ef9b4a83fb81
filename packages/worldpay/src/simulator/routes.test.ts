import { describe, expect, test } from 'vitest'
import { testHost } from './__fixtures__/host.ts'

describe('a path that the host does not have', () => {
  const paths = ['/', '/token', '/tokens/', '/tokens/network/', '/tokens/abc', '/tokens/network/a/b', '/TOKENS/network']
  test.each(paths)('%s is not found', async (path) => {
    const answer = await testHost().send('GET', path)
    expect(answer.status).toBe(404)
    expect(answer.body).toEqual({ errorName: 'resourceNotFound', message: 'Requested resource was not found' })
  })

  test('can be answered with HTML', async () => {
    const answer = await testHost({ unknownRoute: 'html' }).send('GET', '/nowhere')
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('text/html;charset=utf-8')
    expect(answer.text).toMatch(/^<!DOCTYPE html>/)
  })

  test('stays JSON for what is merely unknown', async () => {
    const answer = await testHost({ unknownRoute: 'html' }).send('GET', '/tokens/network/unknown')
    expect(answer.body.errorName).toBe('resourceNotFound')
  })
})

test.each([
  ['PUT', '/tokens', 'GET, POST'],
  ['PATCH', '/tokens/abc', 'GET, PUT, DELETE'],
  ['POST', '/tokens/abc', 'GET, PUT, DELETE'],
  ['DELETE', '/tokens/network', 'POST'],
  ['PUT', '/tokens/network', 'POST'],
  ['GET', '/tokens/network', 'POST'],
  ['GET', '/tokens/network/cryptograms', 'POST'],
  ['DELETE', '/tokens/network/cryptograms', 'POST'],
  ['POST', '/tokens/network/abc', 'GET, DELETE'],
  ['OPTIONS', '/tokens/network/abc', 'GET, DELETE'],
])('%s %s is not allowed', async (method, path, allow) => {
  const answer = await testHost().send(method, path)
  expect(answer.status).toBe(405)
  expect(answer.body).toEqual({ errorName: 'methodNotAllowed', message: 'Requested method is not allowed' })
  expect(answer.headers.get('allow')).toBe(allow)
})
