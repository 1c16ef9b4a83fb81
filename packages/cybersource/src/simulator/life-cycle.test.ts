import { NetworkTokenError } from '@nt/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { createMerchantClient, type MerchantClient } from './__fixtures__/merchant-client.ts'

const path = '/tms/v2/tokenized-cards'
const number = '4622943123144639'
const gone = { errors: [{ type: 'notAvailable', message: 'Token not available' }] }
const unknown = { errors: [{ type: 'notFound', message: 'Token does not exist' }] }

let client: MerchantClient
let id: string
beforeEach(async () => {
  client = await createMerchantClient()
  const card = { number, expirationMonth: '12', expirationYear: '2040' }
  const response = await client.send({ path, body: { source: 'ONFILE', card, createInstrumentIdentifier: true } })
  id = ((await response.json()) as { id: string }).id
})
const look = (at = id) => client.send({ method: 'GET', path: `${path}/${at}` })
const post = (body?: unknown, at = id) => client.send({ path: `${path}/${at}/delete`, body })
const erase = () => client.send({ method: 'DELETE', path: `${path}/${id}` })

describe('a lookup', () => {
  it('shows the token', async () => {
    const response = await look()
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ id, state: 'ACTIVE', number: expect.stringContaining('XXXXXX') })
  })

  it('takes the id in any case', async () => {
    expect((await look(id.toLowerCase())).status).toBe(200)
  })

  it.each([
    ['suspended', 'SUSPENDED'],
    ['active', 'ACTIVE'],
    ['expired', 'EXPIRED'],
    ['deleted', 'DELETED'],
  ] as const)('shows what the issuer did: %s', async (state, shown) => {
    client.simulator.control.setState(id, state)
    const response = await look()
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ id, state: shown })
  })

  it.each(['0', 'F0E1D2C3B4A5968778695A4B3C2D1E0F', '%2e%2e%2fx', '%20', 'a%2Fb'])('knows no token %s', async (at) => {
    const response = await look(at)
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual(unknown)
  })

  it('takes no instrument identifier for a tokenized card', async () => {
    const token = (await (await look()).json()) as { _links: { instrumentIdentifier: { href: string } } }
    expect((await look(token._links.instrumentIdentifier.href.split('/').at(-1))).status).toBe(404)
  })

  it('takes a trailing slash for another path', async () => {
    expect((await look(`${id}/`)).status).toBe(404)
  })
})

describe('a removal', () => {
  it.each([
    ['a reason', { reason: { code: 'FRAUD', description: 'stolen' } }],
    ['the default reason', { reason: { code: 'PAYMENT_METHOD_REMOVED' } }],
    ['an empty object', {}],
    ['no body', undefined],
  ])('by POST takes %s, and answers 204 without a body', async (_, body) => {
    const response = await post(body)
    expect(response.status).toBe(204)
    expect(await response.text()).toBe('')
    expect(client.simulator.control.liveTokens(number)).toBe(0)
  })

  it('by DELETE answers 204', async () => {
    expect((await erase()).status).toBe(204)
    expect(client.simulator.control.liveTokens(number)).toBe(0)
  })

  it('leaves 410 behind, for lookups and for both ways of removing', async () => {
    await post()
    for (const again of [look, post, erase]) {
      const response = await again()
      expect(response.status).toBe(410)
      expect(await response.json()).toEqual(gone)
    }
  })

  it('refuses a reason that is not on the list', async () => {
    const response = await post({ reason: { code: 'BORED' } })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      errors: [
        { type: 'invalidFields', message: 'Invalid field values', details: [{ name: 'code', location: 'reason' }] },
      ],
    })
    expect((await look()).status).toBe(200)
  })

  it('of a token that the issuer has deleted works, once', async () => {
    client.simulator.control.setState(id, 'deleted')
    expect((await post()).status).toBe(204)
    expect((await post()).status).toBe(410)
  })

  it('of an unknown token gets 404', async () => {
    const response = await post({}, '0')
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual(unknown)
  })
})

describe('the back door', () => {
  it('says that it knows no such token', () => {
    expect(() => client.simulator.control.setState('0', 'deleted')).toThrow(NetworkTokenError)
  })

  it('adds members at every level, once', async () => {
    client.simulator.control.oddNextAnswer('unknown-field')
    const odd = (await (await look()).json()) as Record<string, unknown>
    for (const level of [
      odd,
      odd['card'],
      odd['_links'],
      (odd['_links'] as Record<string, unknown>)['self'],
      odd['metadata'],
    ]) {
      expect(level).toHaveProperty('unheardOf')
    }
    expect(odd).toMatchObject({ id, state: 'ACTIVE' })
    expect(await (await look()).text()).not.toContain('unheardOf')
  })

  it('gives a state that no documentation names, once', async () => {
    client.simulator.control.oddNextAnswer('unknown-state')
    expect(await (await look()).json()).toMatchObject({ id, state: 'HIBERNATED' })
    expect(await (await look()).json()).toMatchObject({ id, state: 'ACTIVE' })
  })

  it('answers for another card and token, once', async () => {
    client.simulator.control.oddNextAnswer('other-card')
    const odd = (await (await look()).json()) as {
      id: string
      card: { suffix: string }
      _links: { self: { href: string } }
    }
    expect(odd.id).not.toBe(id)
    expect(odd._links.self.href).toBe(`${path}/${odd.id}`)
    expect((await look(odd.id)).status).toBe(404)
    expect(await (await look()).json()).toMatchObject({ id })
  })

  it('keeps its oddity for an answer that carries a token', async () => {
    client.simulator.control.oddNextAnswer('unknown-state')
    await look('0')
    expect(await (await look()).json()).toMatchObject({ state: 'HIBERNATED' })
  })
})
