import { NetworkTokenError, Secret } from '@nt/core'
import { describe, expect, it } from 'vitest'
import { json, lookedUp } from './__fixtures__/fake-worldpay.ts'
import { createWorldpay } from './client.ts'
import { readSettings, type WorldpaySettings, worldpayHosts } from './settings.ts'

const good: WorldpaySettings = { host: 'try', username: 'user', password: 'canary-password', entity: 'default' }

describe('settings', () => {
  it.each<[string, string]>([
    ['try', 'https://try.access.worldpay.com'],
    ['live', 'https://access.worldpay.com'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
    ['https://proxy.example/worldpay/', 'https://proxy.example/worldpay'],
  ])('read host %s as %s', (host, baseUrl) => {
    expect(readSettings({ ...good, host })).toMatchObject({ baseUrl, id: 'worldpay', retries: 2 })
  })

  it('name both hosts', () => {
    expect(worldpayHosts).toEqual({ try: 'https://try.access.worldpay.com', live: 'https://access.worldpay.com' })
  })

  it.each<[string, Partial<WorldpaySettings>, string]>([
    ['an unknown name', { host: 'sandbox' }, 'host'],
    ['an inherited name', { host: 'constructor' }, 'host'],
    ['an empty host', { host: '' }, 'host'],
    ['plain http to another machine', { host: 'http://worldpay.example' }, 'host'],
    ['credentials in the host', { host: 'https://a:b@worldpay.example' }, 'host'],
    ['an empty user name', { username: ' ' }, 'username'],
    ['a colon in the user name', { username: 'a:b' }, 'username'],
    ['a line break in the user name', { username: 'a\r\nb' }, 'username'],
    ['an empty password', { password: '' }, 'password'],
    ['an empty secret', { password: new Secret('') }, 'password'],
    ['no password', { password: undefined as unknown as string }, 'password'],
    ['an empty entity', { entity: '' }, 'entity'],
    ['an empty id', { id: '' }, 'id'],
    ['half a retry', { retries: 0.5 }, 'retries'],
  ])('refuse %s', (_, wrong, path) => {
    try {
      createWorldpay({ ...good, ...wrong } as WorldpaySettings)
      expect.unreachable()
    } catch (error) {
      expect(NetworkTokenError.isInstance(error) && error.code).toBe('configuration_invalid')
      expect(error).toMatchObject({ issues: [{ path }] })
      expect(String(error)).not.toContain('canary-password')
    }
  })

  it('tell every problem at once', () => {
    expect(() => readSettings({ host: '', username: '', password: '', entity: '' })).toThrowErrorMatchingInlineSnapshot(
      `[NetworkTokenError: worldpay: the configuration is not usable: host must be 'try', 'live' or a URL; username must be a text without a colon; password must be a text; entity must be the merchant entity that Worldpay assigned, e.g. 'default'. Correct the setting named and start again.]`,
    )
  })

  it('accept a password as a text or as a secret, in any alphabet', async () => {
    for (const password of ['pässword', new Secret('pässword')]) {
      const seen: (string | undefined)[] = []
      const worldpay = createWorldpay({
        ...good,
        password,
        fetch: async (_, { headers }) => {
          seen.push(headers['authorization'])
          return json(lookedUp())()
        },
      })
      await worldpay.networkTokens.get('r')
      expect(seen).toEqual([`Basic ${Buffer.from('user:pässword', 'utf8').toString('base64')}`])
    }
  })
})
