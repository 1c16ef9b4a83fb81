import { describe, expect, it } from 'vitest'
import { type FakeAnswer, fakeHost } from './__fixtures__/fake-host.ts'
import { activeToken, tokenId } from './__fixtures__/samples.ts'
import { createCybersourceProvider } from './adapter.ts'

const masked = { ...activeToken, number: '489537XXXXXX0007' }

async function retrieve(answer: FakeAnswer, id = tokenId) {
  const host = await fakeHost(answer)
  const provider = createCybersourceProvider({ ...host.settings, retries: 0 })
  return { token: await provider.retrieve({ provider: 'cybersource', id }), request: () => host.seen[0] }
}

describe('a token looked up', () => {
  it.each([
    ['flat', masked],
    ['nested', { _links: activeToken._links, tokenizedCard: masked }],
  ])('is read %s, its number masked', async (_, json) => {
    const { token, request } = await retrieve({ json })
    expect(token).toMatchObject({
      ref: { provider: 'cybersource', id: tokenId },
      state: 'active',
      network: 'visa',
      number: undefined,
      lastFour: '0007',
      expiry: { month: 12, year: 2031 },
      card: { lastFour: '6478', expiry: { month: 3, year: 2031 } },
      paymentAccountReference: 'V0010013000000000000000000000',
      confirmed: { by: 'retrieve', asOf: 'now' },
    })
    expect(request()?.headers).toEqual({
      accept: 'application/json;charset=utf-8',
      authorization: expect.stringMatching(/^Bearer /),
    })
  })

  it.each<[string, object, string]>([
    ['ACTIVE', {}, 'active'],
    ['SUSPENDED', {}, 'suspended'],
    ['DELETED', {}, 'deleted'],
    ['EXPIRED', {}, 'expired'],
    ['UNPROVISIONED', { reason: 'DECLINED' }, 'refused'],
    ['UNPROVISIONED', { reason: 'DECLINED', number: undefined }, 'refused'],
    ['UNPROVISIONED', { number: undefined }, 'refused'],
    ['UNPROVISIONED', {}, 'deleted'],
    ['A_NEW_STATE', {}, 'suspended'],
    ['__proto__', {}, 'suspended'],
  ])('in state %s with %o is %s', async (state, change, expected) => {
    const { token } = await retrieve({ json: { ...masked, state, ...change } })
    expect(token.state).toBe(expected)
    expect(token.refusal !== undefined).toBe(expected === 'refused')
  })

  it('of no known network is of network unknown', async () => {
    expect((await retrieve({ json: { ...masked, type: 'novelty' } })).token.network).toBe('unknown')
  })

  it('may be named in another case: ids are not case-sensitive', async () => {
    expect((await retrieve({ json: masked }, tokenId.toLowerCase())).token.ref.id).toBe(tokenId.toLowerCase())
  })

  it('that is another one is refused', async () => {
    await expect(retrieve({ json: { ...masked, id: 'A'.repeat(32) } })).rejects.toMatchObject({
      code: 'answer_mismatch',
      mayHaveTakenEffect: false,
    })
  })

  it.each<[string, FakeAnswer]>([
    ['not JSON', { text: '{"a":' }],
    ['a page', { text: '<html>', headers: { 'content-type': 'text/html' } }],
    ['empty', { text: '' }],
    ['sealed', { sealed: masked }],
    ['without a state', { json: { id: tokenId } }],
  ])('is an error when the answer is %s', async (_, answer) => {
    await expect(retrieve(answer)).rejects.toMatchObject({ code: 'answer_unreadable', mayHaveTakenEffect: false })
  })
})

it.each(['a/b', '../x', 'a?b', ' ', '%2e'])('keeps the reference %j inside its place in the path', async (id) => {
  const { request } = await retrieve({ json: { state: 'ACTIVE' } }, id)
  expect(request()?.path).toBe(`/tms/v2/tokenized-cards/${encodeURIComponent(id)}`)
})

it('repeats a look-up, signed afresh', async () => {
  const host = await fakeHost({ status: 503, headers: { 'retry-after': '0' } }, { json: masked })
  await createCybersourceProvider(host.settings).retrieve({ provider: 'cybersource', id: tokenId })
  expect(new Set(host.seen.map(({ claims }) => claims['jti'])).size).toBe(2)
})
