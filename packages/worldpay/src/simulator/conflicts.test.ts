import { describe, expect, test } from 'vitest'
import { billingAddress, minute, movableClock, pathOf, testHost } from './__fixtures__/host.ts'

const everything = [
  { cardHolderName: 'Other Name', cardExpiryDate: { month: 1, year: 2040 }, billingAddress },
  { schemeTransactionReference: 'ABC 1' },
] as const

describe('a conflict', () => {
  test('is told with all that differs', async () => {
    const host = testHost()
    const token = await host.tokenise()
    const conflict = await host.tokenise(...everything)
    expect(conflict.status).toBe(409)
    expect(conflict.body.conflicts).toEqual({
      paymentInstrument: everything[0],
      ...everything[1],
      conflictsExpiryDateTime: '2026-06-15T10:30:00Z',
    })
    const { conflicts, _links, ...kept } = conflict.body
    expect(token.body).toMatchObject(kept)
  })

  test('is read by its link', async () => {
    const host = testHost()
    await host.tokenise()
    const conflict = await host.tokenise(...everything)
    const { status, body } = await host.send('GET', pathOf(conflict, 'conflicts'))
    expect(status).toBe(200)
    expect(body).toMatchObject(conflict.body)
  })

  test('is resolved by its link, without a body, once', async () => {
    const host = testHost()
    const token = await host.tokenise()
    const conflict = await host.tokenise(...everything)
    const put = () => host.send('PUT', pathOf(conflict, 'conflicts'))
    const first = await put()
    expect([first.status, first.text]).toEqual([204, ''])
    const { body } = await host.send('GET', pathOf(token, 'token'))
    expect(body).toMatchObject({ paymentInstrument: everything[0], ...everything[1] })
    expect(body).not.toHaveProperty('conflicts')
    expect((await host.tokenise(...everything)).status).toBe(200)
    expect((await put()).status).toBe(404)
  })

  test('is forgotten after half an hour', async () => {
    const clock = movableClock()
    const host = testHost({ clock })
    const token = await host.tokenise()
    const conflict = await host.tokenise(...everything)
    clock.advance(30 * minute - 1)
    expect((await host.send('GET', pathOf(conflict, 'conflicts'))).status).toBe(200)
    clock.advance(1)
    for (const method of ['GET', 'PUT'])
      expect((await host.send(method, pathOf(conflict, 'conflicts'))).status).toBe(404)
    expect((await host.send('GET', pathOf(token, 'token'))).body.paymentInstrument.cardHolderName).toBe('A Tester')
  })

  test('gives way to the next one', async () => {
    const host = testHost()
    await host.tokenise()
    const first = await host.tokenise({ cardHolderName: 'First' })
    const second = await host.tokenise({ cardHolderName: 'Second' })
    expect((await host.send('PUT', pathOf(first, 'conflicts'))).status).toBe(404)
    expect((await host.send('PUT', pathOf(second, 'conflicts'))).status).toBe(204)
    expect((await host.tokenise({ cardHolderName: 'Second' })).status).toBe(200)
  })

  test('makes no network token', async () => {
    const host = testHost()
    await host.tokenise()
    const { body } = await host.tokenise({ cardHolderName: 'Other' })
    const answer = await host.send('POST', '/tokens/network', {
      paymentInstrument: { type: 'card/tokenized', href: body._links['tokens:conflicts']?.href },
      merchant: { entity: 'default' },
    })
    expect(answer.status).toBe(400)
  })
})

describe('a billing address', () => {
  test('that is kept stays when a creation brings none', async () => {
    const host = testHost()
    await host.tokenise({ billingAddress })
    const again = await host.tokenise()
    expect(again.status).toBe(200)
    expect(again.body.paymentInstrument.billingAddress).toEqual(billingAddress)
  })

  test('conflicts when one line differs, or there was none', async () => {
    const host = testHost()
    await host.tokenise({ billingAddress })
    const { state: _, ...less } = billingAddress
    expect((await host.tokenise({ billingAddress: less })).status).toBe(409)
    const other = testHost()
    await other.tokenise()
    expect((await other.tokenise({ billingAddress })).status).toBe(409)
    expect((await host.tokenise({ billingAddress })).status).toBe(200)
  })
})
