import { describe, expect, test } from 'vitest'
import { basic, cardBody, credentials, mediaType, testHost } from './__fixtures__/host.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('credentials', () => {
  test.each([
    ['none', undefined, 'No Authorization header came: send Basic with base64 of username:password.'],
    [
      'a bearer token',
      'Bearer abc',
      'The Authorization header is not Basic: send the word Basic, a space, and base64 of username:password.',
    ],
    [
      'no base64',
      'Basic tester:pass',
      'The Authorization header is not Basic: send the word Basic, a space, and base64 of username:password.',
    ],
    [
      'no colon',
      `Basic ${base64('tester')}`,
      'The Basic value holds no colon: encode username, a colon, and password together.',
    ],
    [
      'an unknown user',
      basic('nobody', credentials.password),
      'The username is unknown: use the username this simulator was created with.',
    ],
    [
      'a wrong password',
      basic(credentials.username, 'pass'),
      'The password is wrong for this username: use the password this simulator was created with.',
    ],
  ])('that are %s are denied, and the header says why', async (_, authorization, detail) => {
    for (const [method, path] of [
      ['POST', '/tokens/network'],
      ['GET', '/tokens/network/x'],
      ['GET', '/nowhere'],
    ] as const) {
      const answer = await testHost().send(method, path, method === 'POST' ? cardBody() : undefined, { authorization })
      expect(answer.status).toBe(401)
      expect(answer.body).toEqual({
        errorName: 'accessDenied',
        message: 'Access to the requested resource has been denied',
      })
      expect(answer.headers.get('x-sandbox-auth-detail')).toBe(detail)
      expect(answer.headers.get('wp-correlationid')).toMatch(uuid)
    }
  })

  test('of an unknown user do not say whether the password was right', async () => {
    const host = testHost()
    const detail = async (password: string) =>
      (
        await host.send('GET', '/tokens/network/x', undefined, { authorization: basic('nobody', password) })
      ).headers.get('x-sandbox-auth-detail')
    expect(await detail('wrong')).toBe(await detail(credentials.password))
  })

  test('that are denied change nothing', async () => {
    const host = testHost()
    await host.send('POST', '/tokens/network', cardBody(), { authorization: basic('nobody', 'x') })
    expect(host.control.liveTokens('5555555555554444')).toBe(0)
  })

  test.each(['basic', 'BASIC', 'Basic'])('with the scheme written %s are taken', async (scheme) => {
    const authorization = basic(credentials.username, credentials.password).replace('Basic', scheme)
    const answer = await testHost().send('POST', '/tokens/network', cardBody(), { authorization })
    expect(answer.status).toBe(200)
    expect(answer.headers.has('x-sandbox-auth-detail')).toBe(false)
  })

  test('may be of any language', async () => {
    const host = testHost({ username: 'käufer', password: '密碼' })
    const authorization = basic('käufer', '密碼')
    expect((await host.send('POST', '/tokens/network', cardBody(), { authorization })).status).toBe(200)
  })
})

describe('a client certificate', () => {
  test('stands for credentials that are not there', async () => {
    const host = testHost({ clientCertificate: true })
    const send = (authorization: string | undefined) =>
      host.send('GET', '/tokens/network/x', undefined, { authorization })
    expect((await send(undefined)).status).toBe(404)
    expect((await send(basic('nobody', 'x'))).status).toBe(401)
  })
})

describe('the Accept header', () => {
  const json = 'application/json'
  const changeLog = 'application/vnd.worldpay.tokens-v3+json'
  test.each([
    ['missing', undefined],
    ['of any type', '*/*'],
    ['plain JSON', json],
    ['an older version', 'application/vnd.worldpay.tokens-v2.hal+json'],
    ["the change log's spelling", changeLog],
  ])('that is %s is refused on every operation', async (_, accept) => {
    const host = testHost()
    for (const [method, path, body] of [
      ['POST', '/tokens', cardBody()],
      ['POST', '/tokens/network', cardBody()],
      ['POST', '/tokens/network/cryptograms', { tokenNumber: '5204240000000000' }],
      ['GET', '/tokens/network/x', undefined],
      ['DELETE', '/tokens/network/5204240000000000', undefined],
    ] as const) {
      const answer = await host.send(method, path, body, { accept, ...(body && accept && { 'content-type': accept }) })
      expect(answer.status).toBe(406)
      expect(answer.body).toEqual({ errorName: 'headerHasInvalidValue', message: 'Accept header is not supported' })
      expect(answer.headers.get('x-sandbox-detail')).toBe(
        accept === changeLog ? `The media type lacks "hal": send ${mediaType}.` : null,
      )
    }
  })

  test.each([mediaType.toUpperCase(), `${mediaType};charset=UTF-8`, `${mediaType} ; masked=true`])(
    'is compared without parameters and case: %s',
    async (accept) => {
      expect((await testHost().send('POST', '/tokens/network', cardBody(), { accept })).status).toBe(200)
    },
  )
})

describe('the Content-Type header', () => {
  test.each([
    ['missing beside a body', 'POST', '/tokens/network', undefined],
    ['another type', 'POST', '/tokens/network', 'application/json'],
    ['another version', 'POST', '/tokens', 'application/vnd.worldpay.tokens-v2.hal+json'],
    ['another type without a body', 'DELETE', '/tokens/network/5204240000000000', 'application/json'],
    ['another type on a lookup', 'GET', '/tokens/network/x', 'application/json'],
  ])('that is %s is refused', async (_, method, path, contentType) => {
    const body = method === 'POST' ? cardBody() : undefined
    const answer = await testHost().send(method, path, body, { 'content-type': contentType })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({
      errorName: 'headerHasInvalidValue',
      message: 'Accept header does not match Content-type header',
    })
  })

  test('may be given without a body when it equals Accept', async () => {
    const answer = await testHost().send('GET', '/tokens/network/x', undefined, { 'content-type': mediaType })
    expect(answer.status).toBe(404)
  })
})

test('every answer has a correlation id of its own', async () => {
  const host = testHost()
  const answers = [
    await host.create('4444333322221111'),
    await host.send('GET', '/tokens/network/x'),
    await host.send('PATCH', '/tokens'),
    await host.send('POST', '/tokens/network', 'not json'),
    await host.send('GET', '/nowhere'),
  ]
  const ids = answers.map(({ headers }) => headers.get('wp-correlationid'))
  for (const id of ids) expect(id).toMatch(uuid)
  expect(new Set(ids).size).toBe(ids.length)
})
