import { Secret } from '@nt/core'
import { type MerchantKeys, makeMerchantKeys, sealAnswer, sealResponse } from '@nt/mle/testing'
import { describe, expect, it } from 'vitest'
import { settingsFor, testKeys } from './__fixtures__/fake-host.ts'
import { activeToken, credential, tokenId } from './__fixtures__/samples.ts'
import { createCybersourceProvider } from './adapter.ts'
import { createCybersource } from './client.ts'
import type { CybersourceSettings } from './settings.ts'

const keys = await testKeys()
const next = await makeMerchantKeys({ merchantId: 'sandbox_mid', password: 'testpass' })
const responseKey = ({ responseMle }: MerchantKeys) => ({ privateKey: responseMle.privateKeyPem, kid: responseMle.kid })
const tokenKey = ({ tokenManagement }: MerchantKeys) => ({ privateKey: tokenManagement.privateKeyPem })

/** A host that seals to the keys of whichever set it holds at the time. */
function host(change: Partial<CybersourceSettings> = {}) {
  const state = { sealsTo: keys, asked: [] as unknown[] }
  const settings: CybersourceSettings = {
    ...settingsFor(keys, async (_, { headers }) => {
      const [, claims = ''] = (headers['authorization'] ?? '').split('.')
      state.asked.push(JSON.parse(Buffer.from(claims, 'base64url').toString())['v-c-response-mle-kid'])
      const { provider } = state.sealsTo
      if (headers['accept']?.includes('jose')) {
        return new Response(await sealAnswer(JSON.stringify(credential), provider.tokenManagement))
      }
      const encryptedResponse = await sealResponse(JSON.stringify(activeToken), provider.responseMle)
      return new Response(JSON.stringify({ encryptedResponse }))
    }),
    ...change,
  }
  return { client: createCybersource(settings), settings, state }
}

describe('a Token Management key', () => {
  it('is replaced while the client is in use', async () => {
    const { client, state } = host()
    const { tokenManagement } = client.keys
    const ask = () => client.paymentCredentials.create(tokenId)
    expect(tokenManagement.kids).toEqual([keys.tokenManagement.kid])

    state.sealsTo = next
    await expect(ask()).rejects.toThrow(/key whose id is not among those of tokenManagementMle/)
    expect(tokenManagement.add({ privateKey: new Secret(next.tokenManagement.privateKeyPem) })).toBe(
      next.tokenManagement.kid,
    )
    await ask()
    state.sealsTo = keys
    await ask()

    expect(tokenManagement.retire(keys.tokenManagement.kid)).toBe(true)
    expect(tokenManagement.kids).toEqual([next.tokenManagement.kid])
    await expect(ask()).rejects.toMatchObject({ code: 'answer_unreadable' })
  })

  it('is added once, however often it is given', () => {
    const { tokenManagement } = host().client.keys
    tokenManagement.add(tokenKey(keys))
    expect(tokenManagement.kids).toHaveLength(1)
  })

  it.each<[string, () => unknown, string]>([
    ['is no key', () => host().client.keys.tokenManagement.add({ privateKey: 'x' }), 'key_invalid'],
    ['is nothing', () => host().client.keys.tokenManagement.add({} as never), 'configuration_invalid'],
    [
      'has the id of another',
      () => host().client.keys.tokenManagement.add({ ...tokenKey(next), kid: keys.tokenManagement.kid }),
      'key_invalid',
    ],
    [
      'is a response key',
      () =>
        host({ responseMle: { key: responseKey(keys) } }).client.keys.tokenManagement.add({
          privateKey: keys.responseMle.privateKeyPem,
          kid: '1',
        }),
      'configuration_invalid',
    ],
  ])('is refused where it %s', (_, add, code) => {
    expect(add).toThrow(expect.objectContaining({ code, issues: [expect.objectContaining({})] }))
  })

  it('stays while it is the last', () => {
    const { tokenManagement } = host().client.keys
    expect(tokenManagement.retire('unknown')).toBe(false)
    expect(() => tokenManagement.retire(keys.tokenManagement.kid)).toThrowErrorMatchingInlineSnapshot(
      `[NetworkTokenError: cybersource: the configuration is not usable: tokenManagementMle would have no key left, and answers could not be opened: add the successor first. Correct the setting named and start again.]`,
    )
    expect(tokenManagement.kids).toHaveLength(1)
  })
})

describe('a response key', () => {
  it('is asked for from the moment it is added, and the old one opens what is still under way', async () => {
    const { client, state } = host({ responseMle: { key: responseKey(keys) } })
    const { responseMle } = client.keys
    const look = () => client.tokenizedCards.get(tokenId)
    await look()
    responseMle?.add({ p12: next.responseMle.bytes, p12Password: next.responseMle.password })
    await look()
    state.sealsTo = next
    await look()
    expect(responseMle?.retire(keys.responseMle.kid)).toBe(true)
    await look()
    const [old, current] = [keys.responseMle.kid, next.responseMle.kid]
    expect(state.asked).toEqual([old, current, current, current])
    expect(responseMle?.kids).toEqual([current])
  })

  it('is asked for by the id of the portal, which wins over that of the certificate', async () => {
    const { p12, p12Password } = { p12: keys.responseMle.bytes, p12Password: keys.responseMle.password }
    const { client, state } = host({ responseMle: { key: { p12, p12Password, kid: '5729358' } } })
    state.sealsTo = {
      ...keys,
      provider: { ...keys.provider, responseMle: { ...keys.provider.responseMle, kid: '5729358' } },
    }
    await client.tokenizedCards.get(tokenId)
    expect(state.asked).toEqual(['5729358'])
  })

  it('cannot be added to a client that asks for none', () => {
    expect(host().client.keys.responseMle).toBeUndefined()
  })
})

describe('the ends of keys', () => {
  const day = 86_400_000
  const { client, settings } = host({
    responseMle: { key: { p12: keys.responseMle.bytes, p12Password: keys.responseMle.password } },
  })

  it('are listed for every key, soonest first, those without a certificate last', () => {
    const ends = client.keys.expiries()
    expect(ends.map(({ purpose, kid, commonName }) => [purpose, kid, commonName])).toEqual([
      ['merchant-signing', keys.p12.kid, 'sandbox_mid'],
      ['response-mle', keys.responseMle.kid, 'sandbox_mid'],
      ['request-mle', keys.provider.requestMle.kid, 'CyberSource_SJC_US'],
      ['token-management-mle', keys.tokenManagement.kid, undefined],
    ])
    const days = ends.map(({ notAfter }) => notAfter && Math.round((notAfter.getTime() - Date.now()) / day))
    expect(days).toEqual([365, 365, 3 * 365, undefined])
  })

  it('are listed for what ends soon, by the clock of the client', () => {
    expect(client.keys.expiries({ withinDays: 30 })).toEqual([])
    const clock = { now: () => new Date(Date.now() + 340 * day) }
    const soon = createCybersource({ ...settings, clock }).keys.expiries({ withinDays: 30 })
    expect(soon.map(({ purpose }) => purpose)).toEqual(['merchant-signing', 'response-mle'])
  })

  it('are listed by the provider too, with the id of a shared secret', () => {
    const keyId = '00000000-1111-2222-3333-444444444444'
    const sharedSecret = Buffer.alloc(32, 7).toString('base64')
    const provider = createCybersourceProvider({
      ...settingsFor(keys, async () => new Response()),
      auth: { type: 'http-signature', keyId, sharedSecret, bodies: 'tls-only' },
    })
    expect(provider.keys.expiries().map(({ purpose, kid }) => [purpose, kid])).toEqual([
      ['merchant-signing', keyId],
      ['token-management-mle', keys.tokenManagement.kid],
    ])
  })
})
