import { Secret, TokenNumber } from '@nt/core'
import { expect, it } from 'vitest'
import { fakeHost } from './__fixtures__/fake-host.ts'
import { activeToken, canary, card, credential, tokenId } from './__fixtures__/samples.ts'
import { createCybersource } from './client.ts'

const request = { source: 'ONFILE', card: { number: card.pan, expirationMonth: '03', expirationYear: '2031' } } as const

it('tells every field that is known, and keeps the whole answer hidden', async () => {
  const sealed = {
    ...activeToken,
    verificationResults: { securityCode: 'MATCH', address: 'NOT_SUPPORTED' },
    metadata: {
      creator: 'sandbox_mid',
      issuer: { name: 'Example Bank', capabilities: { deviceBindingSupported: true } },
      cardArt: { foregroundColor: 'FFFFFF', combinedAsset: { id: 'a1', _links: { self: { href: '/x' } } } },
      services: { scanAndPay: { merchantPresentedQrEnabled: 'N' } },
    },
  }
  const host = await fakeHost({ status: 201, sealed: { ...sealed, novelty: { number: canary } } })
  const token = await createCybersource(host.settings).tokenizedCards.create(request)
  expect(token).toEqual({
    ...sealed,
    number: expect.any(TokenNumber),
    raw: expect.any(Secret),
    correlationId: 'corr-1',
  })
  expect(token.raw.reveal()['novelty']).toEqual({ number: canary })
  expect(JSON.stringify(token)).not.toContain(canary)
})

it('tells a refused card as an answer', async () => {
  const host = await fakeHost({ status: 201, sealed: { state: 'UNPROVISIONED', reason: 'DECLINED', type: 'visa' } })
  const { raw: _, ...token } = await createCybersource(host.settings).tokenizedCards.create(request)
  expect(token).toEqual({ state: 'UNPROVISIONED', reason: 'DECLINED', type: 'visa', correlationId: 'corr-1' })
})

it('leaves a masked number as it came', async () => {
  const json = { ...activeToken, number: '489537XXXXXX0007', card: { suffix: '6478', number: '462294XXXXXX6478' } }
  const host = await fakeHost({ json })
  expect(await createCybersource(host.settings).tokenizedCards.get(tokenId)).toMatchObject(json)
})

it('wraps a number that comes whole where it should be masked', async () => {
  const json = { ...activeToken, card: { suffix: '6478', number: canary } }
  const host = await fakeHost({ json })
  const token = await createCybersource(host.settings).tokenizedCards.get(tokenId)
  expect([token.number, token.card?.number]).toEqual([expect.any(TokenNumber), expect.any(Secret)])
  expect(JSON.stringify(token)).not.toContain(canary)
})

it.each(['source', 'type', 'object', 'eci', 'reason'])(
  'drops a %s that holds a card number, and keeps words that nobody has documented',
  async (field) => {
    const host = await fakeHost(
      { json: { ...activeToken, [field]: `x ${canary}` } },
      { json: { ...activeToken, [field]: 'NEW' } },
    )
    const { tokenizedCards } = createCybersource(host.settings)
    const [odd, fine] = [await tokenizedCards.get(tokenId), await tokenizedCards.get(tokenId)]
    expect(odd).not.toHaveProperty(field)
    expect(fine).toHaveProperty(field, 'NEW')
  },
)

it.each(['not a number', '48953700', '4895370000000007X'])(
  'drops a number that is neither whole nor masked: %s',
  async (number) => {
    const host = await fakeHost({ json: { ...activeToken, number } })
    expect((await createCybersource(host.settings).tokenizedCards.get(tokenId)).number).toBeUndefined()
  },
)

it('does not bind a token-for-token answer to the number asked with: the suffix is the card behind it', async () => {
  const host = await fakeHost({ status: 201, sealed: activeToken })
  const card = { number: new TokenNumber('4000000000001000'), expirationMonth: '12', expirationYear: '2031' }
  expect(await createCybersource(host.settings).tokenizedCards.create({ source: 'TOKEN', card })).toMatchObject({
    id: tokenId,
  })
})

it('asks for payment credentials with every field of the provider, and wraps what is secret', async () => {
  const sealed = { ...credential, processingInformation: { commerceIndicator: 'vbv' } }
  const host = await fakeHost({ status: 201, sealed })
  const asked = {
    paymentCredentialType: 'CRYPTOGRAM',
    transactionType: 'AFT',
    clientCorrelationId: 'c',
    orderInformation: { amountDetails: { totalAmount: '1.00', currency: 'EUR' } },
    deviceInformation: { ipAddress: '127.0.0.1', httpBrowserJavaEnabled: false },
    authenticatedIdentities: [{ id: 'i', provider: 'VISA_PAYMENT_PASSKEY' }],
  }
  const given = await createCybersource(host.settings).paymentCredentials.create(tokenId, asked)
  expect(host.seen[0]?.json).toEqual(asked)
  expect(given).toEqual({
    ...sealed,
    tokenizedCard: { ...credential.tokenizedCard, number: expect.any(TokenNumber), cryptogram: expect.any(Secret) },
    raw: expect.any(Secret),
    correlationId: 'corr-1',
  })
})

it('names the profile of the call, or else of the settings, and no other header', async () => {
  const host = await fakeHost({ json: activeToken })
  const { tokenizedCards } = createCybersource({ ...host.settings, profileId: 'of-settings' })
  await tokenizedCards.get(tokenId)
  await tokenizedCards.get(tokenId, { profileId: 'of-call' })
  expect(host.seen.map(({ headers }) => headers['profile-id'])).toEqual(['of-settings', 'of-call'])
  await expect(tokenizedCards.get(tokenId, { profileId: 'a\r\nb: c' })).rejects.toMatchObject({ code: 'input_invalid' })
  expect(host.seen).toHaveLength(2)
})

it('tells each attempt without a path', async () => {
  const host = await fakeHost({ json: activeToken })
  const exchanges: unknown[] = []
  await createCybersource(host.settings).tokenizedCards.get(tokenId, { onExchange: (each) => exchanges.push(each) })
  expect(exchanges).toMatchObject([
    { route: '/tms/v2/tokenized-cards/{id}', operation: 'tokenizedCards.get', correlationId: 'corr-1', attempt: 1 },
  ])
})
