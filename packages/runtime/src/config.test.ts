import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Secret } from '@nt/core'
import { afterAll, describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'nt-config-'))
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const worldpay = {
  NT_WORLDPAY_HOST: 'try',
  NT_WORLDPAY_USERNAME: 'user',
  NT_WORLDPAY_PASSWORD: 'pass-8153',
  NT_WORLDPAY_ENTITY: 'default',
}
const messageOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment)
    return 'no error'
  } catch (error) {
    return (error as Error).message
  }
}

describe('the configuration', () => {
  test('of nothing is the sandbox', () => {
    const config = readConfig({ XDG_STATE_HOME: '/state' })
    expect(config).toEqual({
      cybersource: undefined,
      worldpay: undefined,
      sandboxFolder: join('/state', 'network-tokens', 'sandbox'),
    })
    expect(readConfig({ NT_SANDBOX_DIR: '/elsewhere' }).sandboxFolder).toBe('/elsewhere')
  })

  test('of one provider leaves the other to the sandbox', () => {
    const config = readConfig(worldpay)
    expect(config.worldpay).toMatchObject({ host: 'try', username: 'user', entity: 'default' })
    expect(config.cybersource).toBeUndefined()
  })

  test('shows no secret', () => {
    expect(JSON.stringify(readConfig(worldpay))).not.toContain('pass-8153')
  })

  test('takes a password from a file, without the line end', () => {
    const { NT_WORLDPAY_PASSWORD: _, ...rest } = worldpay
    const config = readConfig({ ...rest, NT_WORLDPAY_PASSWORD_FILE: file('password', 'from-file\n') })
    expect(config.worldpay?.password).toHaveProperty('reveal')
    expect((config.worldpay?.password as Secret | undefined)?.reveal()).toBe('from-file')
  })

  test('names everything that is missing, in one message', () => {
    expect(messageOf({ NT_CYBERSOURCE_HOST: 'test' })).toMatchInlineSnapshot(
      `"the configuration is not usable: NT_CYBERSOURCE_TMS_MLE_KEY_FILE is not set: the path of the Token Management MLE private key (PEM); NT_CYBERSOURCE_MERCHANT_ID is not set: the merchant id (MID); NT_CYBERSOURCE_P12_FILE is not set: the path of the .p12 file from the Business Center; NT_CYBERSOURCE_P12_PASSWORD is not set: the password of the .p12 file; or NT_CYBERSOURCE_P12_PASSWORD_FILE, a file that holds it. Correct the setting named and start again."`,
    )
    expect(messageOf({ ...worldpay, NT_WORLDPAY_PASSWORD: '' })).toMatchInlineSnapshot(
      `"the configuration is not usable: NT_WORLDPAY_PASSWORD is not set: the Basic password; or NT_WORLDPAY_PASSWORD_FILE, a file that holds it. Correct the setting named and start again."`,
    )
  })

  test('names a file that cannot be read, not its path', () => {
    const message = messageOf({ ...worldpay, NT_WORLDPAY_PASSWORD_FILE: join(folder, 'nowhere') })
    expect(message).toContain('NT_WORLDPAY_PASSWORD_FILE names a file that cannot be read')
    expect(message).not.toContain(folder)
  })

  test('takes a shared secret in place of a P12, and HTTP Signature only when it is said that bodies are not sealed', () => {
    const shared = {
      NT_CYBERSOURCE_HOST: 'test',
      NT_CYBERSOURCE_MERCHANT_ID: 'my_mid',
      NT_CYBERSOURCE_KEY_ID: '00000000-1111-2222-3333-444444444444',
      NT_CYBERSOURCE_SHARED_SECRET: 'c2VjcmV0',
      NT_CYBERSOURCE_TMS_MLE_KEY_FILE: file('tms.pem', 'PEM'),
      NT_CYBERSOURCE_MLE_CERTIFICATE_FILE: file('sjc.pem', 'CERTIFICATE'),
      NT_CYBERSOURCE_PORTFOLIO_ID: 'my_portfolio',
    }
    const jwt = readConfig({ ...shared, NT_CYBERSOURCE_AUTH: 'jwt-shared-secret' }).cybersource
    expect(jwt).toMatchObject({
      auth: { type: 'jwt-shared-secret', portfolioId: 'my_portfolio' },
      requestMle: { certificate: 'CERTIFICATE' },
    })
    expect(JSON.stringify(jwt)).not.toContain('c2VjcmV0')
    expect(messageOf({ ...shared, NT_CYBERSOURCE_AUTH: 'http-signature' })).toContain(
      'NT_CYBERSOURCE_BODIES is not set: HTTP Signature cannot seal bodies',
    )
    const signature = readConfig({
      ...shared,
      NT_CYBERSOURCE_AUTH: 'http-signature',
      NT_CYBERSOURCE_BODIES: 'tls-only',
    }).cybersource
    expect(signature?.auth).toMatchObject({ type: 'http-signature', bodies: 'tls-only' })
    expect(messageOf({ ...shared, NT_CYBERSOURCE_AUTH: 'oauth' })).toContain(
      'NT_CYBERSOURCE_AUTH is one of jwt, jwt-shared-secret, http-signature',
    )
  })
})
