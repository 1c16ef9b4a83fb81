import { Secret, TokenNumber } from '@nt/core'
import { expect, it } from 'vitest'
import { type FakeAnswer, fakeHost } from './__fixtures__/fake-host.ts'
import { canary, credential, tokenId } from './__fixtures__/samples.ts'
import { createCybersource } from './client.ts'

async function ask(answer: FakeAnswer, id = tokenId) {
  const host = await fakeHost(answer)
  const value = await createCybersource({ ...host.settings, retries: 0 }).paymentCredentials.createV3(id, {
    transactionType: 'ECOM',
  })
  return { value, request: host.seen[0] }
}
const links = {
  customer: { href: '/tms/v2/customers/A' },
  instrumentIdentifier: { href: '/tms/v1/instrumentidentifiers/7030000000000016478' },
  tokenizedCard: { href: `/tms/v2/tokenized-cards/${tokenId}` },
}
const wholeCard = { number: canary, expirationMonth: '12', expirationYear: '2031', type: '001' }

it.each([200, 201])('gives the network token where there is one, with HTTP %i', async (status) => {
  const { value, request } = await ask({ status, sealed: { ...credential, _links: links } })
  expect(request).toMatchObject({
    method: 'POST',
    path: `/tms/v3/tokens/${tokenId}/payment-credentials`,
    headers: { accept: 'application/jose;charset=utf-8' },
    json: { transactionType: 'ECOM' },
  })
  expect(value).toMatchObject({
    kind: 'network-token',
    _links: links,
    tokenizedCard: { number: expect.any(TokenNumber), cryptogram: expect.any(Secret), eci: '05' },
    card: { number: '462294XXXXXX6478' },
    correlationId: 'corr-1',
  })
})

it.each<[string, object]>([
  ['no token', {}],
  ['null for a token', { tokenizedCard: null }],
  ['an empty token', { tokenizedCard: {} }],
  ['a token that was not provisioned', { tokenizedCard: { state: 'UNPROVISIONED', reason: 'DECLINED' } }],
])('gives the card, wrapped, where there is %s', async (_, change) => {
  const { value } = await ask({ status: 201, sealed: { _links: links, card: wholeCard, ...change } })
  expect(value).toMatchObject({ kind: 'card', card: { expirationMonth: '12', expirationYear: '2031', type: '001' } })
  expect(value.tokenizedCard).toBeUndefined()
  expect(value.kind === 'card' && value.card.number.reveal()).toBe(canary)
  expect(JSON.stringify(value)).not.toContain(canary)
})

it.each<[string, FakeAnswer, string]>([
  ['in clear', { status: 201, json: credential }, 'answer_unreadable'],
  ['without token and card', { status: 201, sealed: { _links: links } }, 'answer_unreadable'],
  ['with a masked card alone', { status: 201, sealed: { card: { number: '462294XXXXXX6478' } } }, 'answer_unreadable'],
  [
    'whose own link is of another token',
    { status: 201, sealed: { ...credential, _links: { self: { href: '/tms/v3/tokens/ABC/payment-credentials' } } } },
    'answer_mismatch',
  ],
  ['of a token that is gone', { status: 410, json: { errors: [{ type: 'notAvailable' }] } }, 'token_gone'],
])('gives nothing from an answer %s', async (_, answer, code) => {
  await expect(ask(answer)).rejects.toMatchObject({ code, mayHaveTakenEffect: false })
})

it('asks again after a lost answer', async () => {
  const host = await fakeHost({ status: 502, headers: { 'retry-after': '0' } }, { status: 201, sealed: credential })
  await createCybersource(host.settings).paymentCredentials.createV3(tokenId)
  expect(host.seen.map(({ json }) => json)).toEqual([{}, {}])
})
