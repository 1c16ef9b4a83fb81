import { expect, it } from 'vitest'
import { fakeHost } from './__fixtures__/fake-host.ts'
import { tokenId } from './__fixtures__/samples.ts'
import { createCybersource } from './client.ts'
import type { IssuerEvent } from './simulate-issuer-event.ts'

it.each<[string, IssuerEvent]>([
  ['a state', { state: 'SUSPENDED' }],
  ['a new card', { card: { last4: '1118', expirationMonth: '11', expirationYear: '2032' } }],
  ['a new expiry of the token', { expirationMonth: '11', expirationYear: '2033' }],
  ['new card art', { metadata: { cardArt: { combinedAsset: { update: 'true' } } } }],
])('has the issuer make %s', async (_, event) => {
  const host = await fakeHost({ status: 204 })
  const { tokenizedCards } = createCybersource(host.settings)
  expect(await tokenizedCards.simulateIssuerEvent(tokenId, event, { profileId: 'a-profile' })).toEqual({
    correlationId: 'corr-1',
  })
  expect(host.seen[0]).toMatchObject({
    method: 'POST',
    path: `/tms/v2/tokenized-cards/${tokenId}/issuer-life-cycle-event-simulations`,
    headers: { 'profile-id': 'a-profile' },
  })
  expect(host.seen[0]?.json).toEqual(event)
})

it.each([
  [400, 'request_rejected'],
  [403, 'permission_denied'],
  [404, 'token_not_found'],
  [500, 'outcome_unknown'],
])('answered with HTTP %i is %s', async (status, code) => {
  const host = await fakeHost({ status, json: { errors: [{ type: 'x' }] } })
  const { tokenizedCards } = createCybersource({ ...host.settings, retries: 0 })
  await expect(tokenizedCards.simulateIssuerEvent(tokenId, { state: 'DELETED' })).rejects.toMatchObject({ code })
  expect(host.seen).toHaveLength(1)
})
