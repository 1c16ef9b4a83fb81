import { createNetworkTokens } from '@nt/core'
import { expect, it } from 'vitest'
import { fakeHost } from './__fixtures__/fake-host.ts'
import { activeToken, canary, card, tokenId } from './__fixtures__/samples.ts'
import { createCybersourceProvider } from './adapter.ts'

const id = '7030000000000016478'
const identifier = {
  id,
  object: 'instrumentIdentifier',
  state: 'ACTIVE',
  card: { number: `462294XXXXXX${canary.slice(-4)}` },
}
const token = { ...activeToken, number: '489537XXXXXX0007' }

const recoverAt = async (...steps: { status?: number; json: object }[]) => {
  const host = await fakeHost(...steps)
  return {
    host,
    recovery: await createNetworkTokens([createCybersourceProvider(host.settings)]).recover('cybersource', card),
  }
}

it('finds the network token of a card by the instrument identifier of its number, and makes none', async () => {
  const { host, recovery } = await recoverAt({ json: identifier }, { json: { ...identifier, tokenizedCard: token } })
  expect(recovery).toMatchObject({
    status: 'found',
    token: { ref: { provider: 'cybersource', id: tokenId }, state: 'active', lastFour: '0007' },
  })
  expect(host.seen.map(({ method, path, json }) => [method, path, json])).toEqual([
    ['POST', '/tms/v1/instrumentidentifiers', { card: { number: canary } }],
    ['GET', `/tms/v1/instrumentidentifiers/${id}`, undefined],
  ])
})

it('finds none for a number that is new to the vault', async () => {
  const { recovery } = await recoverAt({ status: 201, json: identifier })
  expect(recovery.status).toBe('not-found')
})

it.each([
  ['no token', {}],
  ['a refused one', { tokenizedCard: { state: 'UNPROVISIONED', reason: 'DECLINED', type: 'visa' } }],
  ['a deleted one', { tokenizedCard: { ...token, state: 'DELETED' } }],
])('finds none where the identifier has %s', async (_, more) => {
  const { recovery } = await recoverAt({ json: identifier }, { json: { ...identifier, ...more } })
  expect(recovery.status).toBe('not-found')
})
