import { beforeEach, describe, expect, it } from 'vitest'
import { createMerchantClient, type MerchantClient } from './__fixtures__/merchant-client.ts'
import { readJson } from './__fixtures__/read-json.ts'
import { type Received, receiver, subscribe } from './__fixtures__/webhook-receiver.ts'

const path = '/tms/v2/tokenized-cards'
const card = { number: '4622943123144639', expirationMonth: '12', expirationYear: '2040' }

let client: MerchantClient
let received: Received[]
let id: string
beforeEach(async () => {
  const made = receiver()
  received = made.received
  client = await createMerchantClient({ deliver: made.deliver })
  await subscribe(client)
  id = await provision(card)
  received.length = 0
})
const provision = async (one: object) => {
  const response = await client.send({ path, body: { source: 'ONFILE', card: one } })
  await client.simulator.control.settled()
  return String((await readJson(response)).body['id'])
}
const simulate = async (body: object, at = id) => {
  const response = await client.send({ path: `${path}/${at}/issuer-life-cycle-event-simulations`, body })
  await client.simulator.control.settled()
  return readJson(response)
}
const look = async () => (await readJson(await client.send({ method: 'GET', path: `${path}/${id}` }))).body

describe('an issuer event', () => {
  it.each([
    ['a state', { state: 'SUSPENDED' }, 'TOKEN_STATUS_UPDATED', { state: 'SUSPENDED' }],
    [
      'a new card',
      { card: { last4: '1118', expirationMonth: '11', expirationYear: '2042' } },
      'CARD_UPDATED',
      { card: { suffix: '1118', expirationMonth: '11', expirationYear: '2042' } },
    ],
    [
      'a new expiry of the token',
      { expirationMonth: '11', expirationYear: '2043' },
      'TOKEN_EXPIRY_UPDATED',
      { expirationMonth: '11', expirationYear: '2043' },
    ],
  ])('of %s changes the token and is told', async (_, body, reason, seen) => {
    expect(await simulate(body)).toEqual({ status: 204, body: {} })
    expect(await look()).toMatchObject(seen)
    expect(received.map((sent) => JSON.parse(sent.body).payload.data.reason)).toEqual([reason])
  })

  it('of new art changes its assets and is told', async () => {
    const before = await look()
    await simulate({ metadata: { cardArt: { combinedAsset: { update: 'true' } } } })
    const idOf = (body: object) =>
      (body as { metadata: { cardArt: { combinedAsset: { id: string } } } }).metadata.cardArt.combinedAsset.id
    expect(idOf(await look())).not.toBe(idOf(before))
    expect(received[0]?.body).toContain('METADATA_UPDATED')
  })

  it('can end a life, and begin none', async () => {
    await simulate({ state: 'SUSPENDED' })
    await simulate({ state: 'ACTIVE' })
    expect(await look()).toMatchObject({ state: 'ACTIVE' })
    await simulate({ state: 'DELETED' })
    expect(await look()).toMatchObject({ state: 'DELETED' })
    expect(await simulate({ state: 'ACTIVE' })).toMatchObject({
      status: 400,
      body: { errors: [{ type: 'invalidFields' }] },
    })
  })

  it.each([
    ['nothing', {}, 'missingFields'],
    ['two things', { state: 'ACTIVE', card: { last4: '1118' } }, 'invalidCombination'],
    ['an unknown state', { state: 'EXPIRED' }, 'invalidFields'],
    ['half an expiry', { expirationMonth: '11' }, 'missingFields'],
    ['four letters', { card: { last4: 'abcd' } }, 'invalidFields'],
  ])('is refused for %s', async (_, body, type) => {
    expect(await simulate(body)).toMatchObject({ status: 400, body: { errors: [{ type }] } })
    expect(received).toEqual([])
  })

  it('is for Visa tokens that exist', async () => {
    const mastercard = await provision({ ...card, number: '5120342233150747' })
    expect(await simulate({ state: 'SUSPENDED' }, mastercard)).toMatchObject({ status: 400 })
    expect(await simulate({ state: 'SUSPENDED' }, '0')).toMatchObject({ status: 404 })
    await client.send({ path: `${path}/${id}/delete`, body: {} })
    expect(await simulate({ state: 'SUSPENDED' })).toMatchObject({ status: 404 })
  })
})
