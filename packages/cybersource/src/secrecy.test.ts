import { leaksIn, renderings } from '@nt/core/testing'
import { describe, expect, it } from 'vitest'
import { type FakeAnswer, fakeHost, testKeys } from './__fixtures__/fake-host.ts'
import { activeToken, canary, card, credential, tokenId } from './__fixtures__/samples.ts'
import { createCybersourceProvider } from './adapter.ts'
import { createCybersource } from './client.ts'

const keys = await testKeys()
const ref = { provider: 'cybersource', id: tokenId }
const secrets = [canary, activeToken.number, credential.tokenizedCard.cryptogram, keys.p12.password]
const keyText = keys.tokenManagement.privateKeyPem.split('\n')[3] ?? 'none'

/** A host that echoes the card in every place of an error. */
const echo = {
  errors: [{ type: canary, message: `bad ${canary}`, details: [{ name: canary, location: canary, message: canary }] }],
  response: { rmsg: { error: canary, error_description: canary } },
  [canary]: canary,
}

describe.each([
  ...[400, 401, 403, 404, 409, 410, 412, 424, 429, 500, 502, 302].map((status) => ({ status, json: echo })),
  { status: 502, text: `<html>${canary}` },
  { status: 200, json: echo },
  { status: 200, text: canary },
  { status: 201, sealed: { ...activeToken, card: { suffix: '1111', number: canary } } },
  { status: 201, sealed: [canary, activeToken] },
  { status: 201, sealed: { state: canary, [canary]: activeToken } },
] satisfies FakeAnswer[])('an error after %o', (answer) => {
  it.each(['provision', 'retrieve', 'credential', 'remove'] as const)(
    'of %s shows no secret and no address',
    async (operation) => {
      const host = await fakeHost({
        ...answer,
        headers: { 'x-echo': canary, location: `https://elsewhere.example/${canary}` },
      })
      const provider = createCybersourceProvider({ ...host.settings, retries: 0 })
      const work = {
        provision: () => provider.provision(card),
        retrieve: () => provider.retrieve(ref),
        credential: () => provider.credential(ref, { initiator: 'customer' }),
        remove: () => provider.remove(ref, 'fraud'),
      }
      const error: unknown = await Promise.resolve(work[operation]()).catch((thrown: unknown) => thrown)
      for (const output of renderings(error)) {
        expect(leaksIn(output, secrets)).toEqual([])
        expect(output).not.toMatch(/https?:\/\//)
        expect(output).not.toContain('eyJ')
      }
    },
  )
})

it('neither outcomes nor clients show a secret', async () => {
  const host = await fakeHost({ status: 201, sealed: activeToken }, { status: 201, sealed: credential })
  const provider = createCybersourceProvider(host.settings)
  const client = createCybersource(host.settings)
  const outcome = await provider.provision(card)
  const given = await provider.credential(ref, { initiator: 'customer' })
  const raw = await client.paymentCredentials.create(tokenId)
  for (const value of [outcome, given, raw, provider, client, { outcome, given, raw }]) {
    for (const output of renderings(value)) expect(leaksIn(output, [...secrets, keyText])).toEqual([])
  }
})

it('a refused construction shows neither password nor key', () => {
  for (const change of [
    { auth: { type: 'jwt' as const, p12: keys.p12.bytes, p12Password: canary } },
    { tokenManagementMle: { privateKey: `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----` } },
    { host: `http://user:${canary}@elsewhere.example` },
    { merchantId: `${canary}\n` },
    { profileId: `${canary}\n` },
    { requestMle: { certificate: canary } },
  ]) {
    const settings = {
      host: 'test',
      merchantId: keys.merchantId,
      auth: { type: 'jwt' as const, p12: keys.p12.bytes, p12Password: keys.p12.password },
      tokenManagementMle: { privateKey: keys.tokenManagement.privateKeyPem },
      ...change,
    }
    let error: unknown
    try {
      createCybersource(settings)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeDefined()
    for (const output of renderings(error)) expect(leaksIn(output, [...secrets, keyText])).toEqual([])
  }
})
