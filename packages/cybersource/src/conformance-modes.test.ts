import { parseCard } from '@nt/core'
import { type ConformanceSubject, conformanceCases, runCase } from '@nt/core/testing'
import { describe, expect, it } from 'vitest'
import { settingsFor, testKeys } from './__fixtures__/fake-host.ts'
import { createCybersourceProvider } from './adapter.ts'
import type { CybersourceSettings } from './settings.ts'
import { type CybersourceSimulatorOptions, createCybersourceSimulator } from './simulator/index.ts'

const keys = await testKeys()
const keyId = '00000000-1111-2222-3333-444444444444'
const sharedSecret = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')
const requestMle = { certificate: keys.provider.requestMle.certificatePem }
const responseMle = { key: { privateKey: keys.responseMle.privateKeyPem, kid: keys.responseMle.kid } }
const card = (number: string) => parseCard({ number, expirationMonth: 11, expirationYear: 2031, securityCode: '942' })

type Mode = [string, Partial<CybersourceSettings>, Partial<CybersourceSimulatorOptions>]
const modes: readonly Mode[] = [
  [
    'a shared secret, answers sealed',
    { auth: { type: 'jwt-shared-secret', keyId, sharedSecret }, requestMle, responseMle },
    { whenBothAsked: 'encryptedResponse', credentialsWhenBothAsked: 'encryptedResponse' },
  ],
  ['a P12, answers sealed, application/jose preferred', { responseMle }, { whenBothAsked: 'jose' }],
  [
    'HTTP Signature',
    { auth: { type: 'http-signature', keyId, sharedSecret, bodies: 'tls-only' } },
    { requireRequestMle: false },
  ],
]

const subject = (settings: Mode[1], options: Mode[2]): ConformanceSubject => ({
  open: (between = (next) => next) => {
    const merchants = { ...keys, sharedSecrets: [{ keyId, secret: sharedSecret }] }
    const simulator = createCybersourceSimulator({ merchants, ...options })
    const fetch = between((url, init) => simulator.fetch(url, init))
    return {
      provider: createCybersourceProvider({ ...settingsFor(keys, fetch), host: 'test', ...settings }),
      host: simulator.control,
      cards: {
        active: card('4622943123116478'),
        refused: { card: card('4010057022111116'), reason: 'declined' },
      },
      unknownReference: 'F'.repeat(32),
      // The suite looks for signatures in `authorization`; HTTP Signature has a header of its own, tried beside the layer.
      signsRequests: settings.auth?.type !== 'http-signature',
    }
  },
})

/** Which cases do not apply is held where the provider is tried in its usual mode. */
describe.each(modes)('%s', (_, settings, options) => {
  it.each(conformanceCases)('$group: $name', async (each) => {
    expect(['passed', 'not applicable']).toContain(await runCase(each, subject(settings, options)))
  })
})
