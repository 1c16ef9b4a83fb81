import { describe, expect, it } from 'vitest'
import { createMerchantClient } from './__fixtures__/merchant-client.ts'

const path = '/tms/v2/tokenized-cards'
const order = {
  source: 'ONFILE',
  card: { number: '4622943123144639', expirationMonth: '12', expirationYear: '2030', securityCode: '123' },
}

describe('POST /tms/v2/tokenized-cards', () => {
  it('makes a token and masks its number', async () => {
    const { send } = await createMerchantClient()
    const response = await send({ path, body: order })
    expect(await response.json()).toMatchObject({ state: 'ACTIVE', number: expect.stringMatching(/^489537X{6}\d{4}$/) })
    expect(response.status).toBe(201)
  })
})
