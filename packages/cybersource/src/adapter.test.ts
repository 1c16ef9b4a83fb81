import { expect, it } from 'vitest'
import { fakeHost } from './__fixtures__/fake-host.ts'
import { activeToken, canary, card, credential, tokenId } from './__fixtures__/samples.ts'
import { createCybersourceProvider } from './adapter.ts'

it('provisions a card, looks the token up, gets a credential and removes it', async () => {
  const masked = { ...activeToken, number: '489537XXXXXX0007' }
  const host = await fakeHost(
    { status: 201, sealed: activeToken },
    { json: masked },
    { status: 201, sealed: credential },
    { status: 204 },
  )
  const provider = createCybersourceProvider(host.settings)

  const outcome = await provider.provision(card)
  expect(outcome).toMatchObject({
    status: 'active',
    token: {
      ref: { provider: 'cybersource', id: tokenId },
      state: 'active',
      providerState: 'ACTIVE',
      network: 'visa',
      lastFour: '0007',
      expiry: { month: 12, year: 2031 },
      card: { lastFour: '6478', expiry: { month: 3, year: 2031 } },
      paymentAccountReference: 'V0010013000000000000000000000',
      confirmed: { by: 'provision', asOf: 'now' },
    },
  })
  const ref = { provider: 'cybersource', id: tokenId }
  expect(await provider.retrieve(ref)).toMatchObject({ state: 'active', lastFour: '0007', number: undefined })
  expect(await provider.credential(ref, { initiator: 'customer' })).toMatchObject({
    network: 'visa',
    tokenNumber: { lastFour: '0007' },
    expiry: { month: 12, year: 2031 },
    eci: '05',
    requestorId: '40010000001',
  })
  await provider.remove(ref, 'fraud')

  expect(host.seen.map(({ method, path, json }) => [method, path, json])).toEqual([
    [
      'POST',
      '/tms/v2/tokenized-cards',
      {
        source: 'ONFILE',
        card: { number: canary, expirationMonth: '03', expirationYear: '2031', securityCode: '942' },
      },
    ],
    ['GET', `/tms/v2/tokenized-cards/${tokenId}`, undefined],
    ['POST', `/tms/v2/tokens/${tokenId}/payment-credentials`, {}],
    ['POST', `/tms/v2/tokenized-cards/${tokenId}/delete`, { reason: { code: 'FRAUD' } }],
  ])
})
