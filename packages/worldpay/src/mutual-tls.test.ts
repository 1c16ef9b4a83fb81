import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { Secret } from '@nt/core'
import { afterEach, describe, expect, it } from 'vitest'
import { fakeWorldpay, json, lookedUp, mediaType } from './__fixtures__/fake-worldpay.ts'
import pki from './__fixtures__/mutual-tls.json' with { type: 'json' }
import { createWorldpay } from './client.ts'
import { readSettings, type WorldpaySettings } from './settings.ts'

const { ca, client, server, stranger } = pki
const open: Server[] = []
afterEach(() => {
  for (const each of open.splice(0)) each.closeAllConnections?.()
})

/** A host that asks for a client certificate of its authority, and answers lookups; it keeps what it saw. */
async function host() {
  const seen: { subject: string; authorization: string | undefined }[] = []
  const settings = { ...server, ca, requestCert: true, rejectUnauthorized: true }
  const listening = createServer(settings, (request, response) => {
    const { subject } = (request.socket as import('node:tls').TLSSocket).getPeerCertificate()
    seen.push({ subject: String(subject?.CN), authorization: request.headers.authorization })
    void json(lookedUp())()
      .text()
      .then((body) => response.writeHead(200, { 'content-type': mediaType }).end(body))
  })
  open.push(listening)
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  listening.unref()
  return { seen, address: `https://127.0.0.1:${(listening.address() as AddressInfo).port}` }
}

const basic = { username: 'user', password: 'secret' }

describe('a client certificate', () => {
  it.each<[string, typeof basic | object, string | undefined]>([
    ['alone', {}, undefined],
    ['beside Basic', basic, 'Basic dXNlcjpzZWNyZXQ='],
  ])('is shown %s', async (_, credentials, authorization) => {
    const { seen, address } = await host()
    const tls = { ...client, key: new Secret(client.key), ca }
    const settings = { host: address, entity: 'default', ...credentials, tls } as WorldpaySettings
    expect(await createWorldpay(settings).networkTokens.get('r')).toMatchObject({ network: 'mastercard' })
    expect(seen).toEqual([{ subject: 'A merchant', authorization }])
  })

  // What OpenSSL's alerts are called by Node; with TLS 1.3 they may come too late to be seen, and the connection just breaks.
  it.each([
    'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
    'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  ])('that the host turns down is told apart from a host that we do not trust: %s', async (code) => {
    const { settings } = fakeWorldpay(Object.assign(new Error('alert'), { code }))
    await expect(createWorldpay(settings).networkTokens.get('r')).rejects.toMatchObject({
      code: 'authentication_failed',
      message: expect.stringContaining('the host does not accept our TLS client certificate, or asks for one'),
    })
  })

  it('of a stranger gets no answer', async () => {
    const { seen, address } = await host()
    const work = createWorldpay({ host: address, entity: 'default', tls: { ...stranger, ca }, retries: 0 })
    await expect(work.networkTokens.get('r')).rejects.toMatchObject({ name: 'NetworkTokenError' })
    expect(seen).toEqual([])
  })

  it('never goes to a host whose own certificate is not trusted', async () => {
    const { seen, address } = await host()
    const work = createWorldpay({ host: address, entity: 'default', tls: client, retries: 0 })
    await expect(work.networkTokens.get('r')).rejects.toMatchObject({ code: 'configuration_invalid' })
    expect(seen).toEqual([])
  })
})

describe('the settings of a client certificate', () => {
  const good: WorldpaySettings = { host: 'try', entity: 'default', tls: client }

  it('need no Basic credentials', () => {
    expect(readSettings(good).basicAuth).toBeUndefined()
  })

  it.each<[string, object, string, string]>([
    ['a key of someone else', { tls: { ...client, key: stranger.key } }, 'key_invalid', 'tls.key'],
    ['a certificate that is none', { tls: { ...client, cert: 'canary' } }, 'key_invalid', 'tls.cert'],
    ['a key that is none', { tls: { ...client, key: 'canary' } }, 'key_invalid', 'tls.key'],
    ['an authority that is none', { tls: { ...client, ca: 'canary' } }, 'key_invalid', 'tls.ca'],
    [
      'an expired one',
      { clock: { now: () => new Date('2200-01-01'), sleep: async () => {} } },
      'key_invalid',
      'tls.cert',
    ],
    ['half of Basic', { username: 'user' }, 'configuration_invalid', 'password'],
    ['a fetch that would not show it', { fetch: async () => new Response() }, 'configuration_invalid', 'tls'],
  ])('refuse %s', (_, wrong, code, path) => {
    const read = () => readSettings({ ...good, ...wrong } as WorldpaySettings)
    expect(read).toThrow(expect.objectContaining({ code, issues: [expect.objectContaining({ path })] }))
    expect(read).not.toThrow(/canary|BEGIN/)
  })

  it('refuse to know the account by nothing at all', () => {
    const read = () => readSettings({ host: 'try', entity: 'default' } as unknown as WorldpaySettings)
    expect(read).toThrow(/username must be a text without a colon; password must be a text/)
  })
})
