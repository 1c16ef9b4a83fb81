import { expect, it } from 'vitest'
import { fakeHost } from './__fixtures__/fake-host.ts'
import { tokenId } from './__fixtures__/samples.ts'
import { createCybersourceProvider } from './adapter.ts'
import { createCybersource } from './client.ts'

const ref = { provider: 'cybersource', id: tokenId }

it.each([
  ['payment-method-removed', 'PAYMENT_METHOD_REMOVED'],
  ['fraud', 'FRAUD'],
] as const)('says why a token is removed: %s', async (reason, code) => {
  const host = await fakeHost({ status: 204 })
  await createCybersourceProvider(host.settings).remove(ref, reason)
  expect(host.seen[0]).toMatchObject({
    method: 'POST',
    path: `/tms/v2/tokenized-cards/${tokenId}/delete`,
    json: { reason: { code } },
  })
})

it('counts a token that is gone already as removed', async () => {
  const host = await fakeHost({ status: 410, json: { errors: [{ type: 'notAvailable' }] } })
  await expect(createCybersourceProvider(host.settings).remove(ref, 'fraud')).resolves.toBeUndefined()
})

it('repeats a removal whose answer was lost, and takes the 410 of the repeat for success', async () => {
  const host = await fakeHost({ status: 500, headers: { 'retry-after': '0' } }, { status: 410 })
  await createCybersourceProvider(host.settings).remove(ref, 'fraud')
  expect(host.seen).toHaveLength(2)
})

it('says that the outcome is unknown when no repeat is answered', async () => {
  const host = await fakeHost({ status: 500, headers: { 'retry-after': '0' } })
  await expect(createCybersourceProvider(host.settings).remove(ref, 'fraud')).rejects.toMatchObject({
    code: 'outcome_unknown',
  })
})

it('uses DELETE, without a body and a digest, where the settings say so', async () => {
  const host = await fakeHost({ status: 204 })
  await createCybersourceProvider({ ...host.settings, deleteMethod: 'delete' }).remove(ref, 'fraud')
  const [request] = host.seen
  expect(request).toMatchObject({ method: 'DELETE', path: `/tms/v2/tokenized-cards/${tokenId}`, body: undefined })
  expect(Object.keys(request?.headers ?? {})).toEqual(['accept', 'authorization'])
})

it('passes a reason with a description on, and always sends a body', async () => {
  const host = await fakeHost({ status: 204 })
  const { tokenizedCards } = createCybersource(host.settings)
  await tokenizedCards.delete(tokenId)
  await tokenizedCards.delete(tokenId, { code: 'A_NEW_CODE', description: 'why' })
  expect(host.seen.map(({ json }) => json)).toEqual([
    { reason: { code: 'PAYMENT_METHOD_REMOVED' } },
    { reason: { code: 'A_NEW_CODE', description: 'why' } },
  ])
})
