import { NetworkTokenError } from '@nt/core'
import { describe, expect, test } from 'vitest'
import { day, minute, movableClock, pathOf, testHost } from './__fixtures__/host.ts'

const notFound = { errorName: 'resourceNotFound', message: 'Requested resource was not found' }

describe("a Worldpay token's own link", () => {
  test('shows the token, and leads on to the network tokens', async () => {
    const host = testHost()
    const created = await host.tokenise()
    const { status, body } = await host.send('GET', pathOf(created, 'token'))
    expect(status).toBe(200)
    const { 'tokens:networkToken': networkToken, ..._links } = body._links
    expect(networkToken).toEqual({ href: 'https://try.access.worldpay.com/tokens/network' })
    expect({ ...body, _links }).toEqual(created.body)
  })

  test('makes a network token by what it leads on to', async () => {
    const host = testHost()
    const token = await host.send('GET', pathOf(await host.tokenise(), 'token'))
    const { href } = token.body.tokenPaymentInstrument
    const body = { paymentInstrument: { type: 'card/tokenized', href }, merchant: { entity: 'default' } }
    expect((await host.send('POST', pathOf(token, 'networkToken'), body)).body.paymentInstrument.lastFour).toBe('4444')
  })

  test('is not found when nobody made it', async () => {
    for (const method of ['GET', 'DELETE', 'PUT']) {
      const answer = await testHost().send(method, '/tokens/eyJrIjoxfQ', method === 'PUT' ? '"x"' : undefined)
      expect([answer.status, answer.body]).toEqual([404, notFound])
    }
  })

  test('looks like every other link of the token, and like no other token', async () => {
    const host = testHost()
    const tokens = [await host.tokenise(), await host.tokenise({ cardNumber: '4444333322221111' })]
    const hrefs = tokens.flatMap(({ body }) => Object.values(body._links).flatMap(({ href }) => href ?? []))
    expect(new Set(hrefs).size).toBe(12)
    for (const href of hrefs)
      expect(href).toMatch(/^https:\/\/try\.access\.worldpay\.com\/tokens\/eyJrIjoxLCJkIjoi[\w-]{62}$/)
  })

  test('may be nearly 1024 characters long behind the origin', async () => {
    const host = testHost({ longHrefs: true })
    const created = await host.tokenise()
    expect(pathOf(created, 'token').length - '/tokens/'.length).toBe(1022)
    expect((await host.send('GET', pathOf(created, 'token'))).status).toBe(200)
  })
})

describe('what a link is not for', () => {
  test.each([
    ['PUT', 'token', 'GET, DELETE'],
    ['GET', 'description', 'PUT'],
    ['DELETE', 'cardHolderName', 'PUT'],
    ['DELETE', 'conflicts', 'GET, PUT'],
  ])('%s by tokens:%s is not allowed', async (method, rel, allow) => {
    const host = testHost()
    await host.tokenise()
    const conflict = await host.tokenise({ cardHolderName: 'Other Name' })
    const answer = await host.send(method, pathOf(conflict, rel), method === 'PUT' ? '"x"' : undefined)
    expect([answer.status, answer.body, answer.headers.get('allow')]).toEqual([
      405,
      { errorName: 'methodNotAllowed', message: 'Requested method is not allowed' },
      allow,
    ])
  })
})

describe('deleting a Worldpay token', () => {
  test('ends all of its links, once', async () => {
    const host = testHost()
    const token = await host.tokenise()
    const first = await host.send('DELETE', pathOf(token, 'token'))
    expect([first.status, first.text]).toEqual([204, ''])
    for (const [method, rel] of [
      ['DELETE', 'token'],
      ['GET', 'token'],
      ['PUT', 'description'],
    ] as const) {
      const answer = await host.send(method, pathOf(token, rel), method === 'PUT' ? '"x"' : undefined)
      expect([answer.status, answer.body]).toEqual([404, notFound])
    }
    const { tokenId } = token.body
    expect((await host.send('GET', `/tokens?tokenId=${tokenId}`)).status).toBe(404)
  })

  test('lets the card be tokenised anew', async () => {
    const host = testHost()
    const token = await host.tokenise()
    await host.send('DELETE', pathOf(token, 'token'))
    const again = await host.tokenise({ cardHolderName: 'Other Name' })
    expect(again.status).toBe(201)
    expect(again.body.tokenId).not.toBe(token.body.tokenId)
  })

  test('leaves its network token alone, which can be made of it no more', async () => {
    const host = testHost()
    const { body, ...token } = await host.tokenise()
    const instrument = { type: 'card/tokenized', href: body.tokenPaymentInstrument.href }
    const provision = () =>
      host.send('POST', '/tokens/network', { paymentInstrument: instrument, merchant: { entity: 'default' } })
    await provision()
    await host.send('DELETE', pathOf({ body, ...token }, 'token'))
    expect(host.control.liveTokens('5555555555554444')).toBe(1)
    expect((await provision()).status).toBe(404)
  })
})

describe('the end of a Worldpay token', () => {
  test.each([
    ['try', 90 * day],
    ['live', (4 * 365 + 1) * day],
  ] as const)('comes by itself in %s', async (environment, lifetime) => {
    const clock = movableClock()
    const host = testHost({ clock, environment })
    const token = await host.tokenise({ cardExpiryDate: { month: 1, year: 2050 } })
    expect(Date.parse(token.body.tokenExpiryDateTime) - clock.now().getTime()).toBe(lifetime)
    clock.advance(lifetime - minute)
    expect((await host.send('GET', pathOf(token, 'token'))).status).toBe(200)
    // Reading and changing it adds nothing to its life.
    expect((await host.send('PUT', pathOf(token, 'description'), '"kept"')).status).toBe(204)
    clock.advance(minute)
    expect((await host.send('GET', pathOf(token, 'token'))).status).toBe(404)
    expect((await host.tokenise({ cardExpiryDate: { month: 1, year: 2050 } })).status).toBe(201)
  })

  test('is put off in live by a payment in the second half of its life', async () => {
    const clock = movableClock()
    const host = testHost({ clock, environment: 'live' })
    const { body, ...token } = await host.tokenise({ cardExpiryDate: { month: 1, year: 2050 } })
    const end = async () => {
      host.control.payWith(body.tokenId)
      return (await host.send('GET', pathOf({ body, ...token }, 'token'))).body.tokenExpiryDateTime
    }
    clock.advance(2 * 365 * day)
    expect(await end()).toBe('2030-06-15T10:00:00Z')
    clock.advance(2 * day)
    expect(await end()).toBe('2032-06-16T10:00:00Z')
    clock.advance(3 * 365 * day)
    expect(await end()).toBe('2035-06-16T10:00:00Z')
  })

  test('is never put off in try', async () => {
    const clock = movableClock()
    const host = testHost({ clock })
    const token = await host.tokenise()
    clock.advance(89 * day)
    host.control.payWith(token.body.tokenId)
    clock.advance(day)
    expect((await host.send('GET', pathOf(token, 'token'))).status).toBe(404)
    expect(() => host.control.payWith(token.body.tokenId)).toThrow(NetworkTokenError)
  })

  test('comes when the creation says', async () => {
    const clock = movableClock()
    const host = testHost({ clock })
    const token = await host.tokenise({}, { tokenExpiryDateTime: '2026-06-15T12:01:00+02:00' })
    expect(token.body.tokenExpiryDateTime).toBe('2026-06-15T10:01:00Z')
    clock.advance(minute)
    expect((await host.send('GET', pathOf(token, 'token'))).status).toBe(404)
  })
})
