import { describe, expect, test } from 'vitest'
import { testHost } from './__fixtures__/host.ts'

describe('a path that the host does not have', () => {
  const paths = ['/', '/token', '/tokens/', '/tokens/network/', '/tokens/abc', '/tokens/network/a/b', '/TOKENS/network']
  test.each(paths)('%s is not found', async (path) => {
    const answer = await testHost().send('GET', path)
    expect(answer.status).toBe(404)
    expect(answer.body).toEqual({ errorName: 'resourceNotFound', message: 'Requested resource was not found' })
  })

  test('can be where an old integration begins', async () => {
    const host = testHost({ discovery: true })
    const root = await host.send('GET', '/')
    expect(root.status).toBe(200)
    expect(root.body).toEqual((await host.send('GET', '/tokens')).body)
    expect(root.body).toEqual({
      _links: {
        'tokens:tokens': { href: 'https://try.access.worldpay.com/tokens' },
        'tokens:networkToken': { href: 'https://try.access.worldpay.com/tokens/network' },
        curies: expect.any(Array),
      },
    })
    expect((await host.send('GET', '/tokens?namespace=x')).status).toBe(404)
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
