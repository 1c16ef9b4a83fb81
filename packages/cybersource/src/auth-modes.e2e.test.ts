import { parseCard } from '@nt/core'
import { makeMerchantKeys } from '@nt/mle/testing'
import { createTransport } from '@nt/provider-kit'
import { listen } from '@nt/sandbox'
import { describe, expect, it } from 'vitest'
import { testKeys } from './__fixtures__/fake-host.ts'
import { createCybersourceProvider } from './adapter.ts'
import { createCybersource } from './client.ts'
import type { CybersourceSettings } from './settings.ts'
import { type CybersourceSimulatorOptions, createCybersourceSimulator } from './simulator/index.ts'

const keys = await testKeys()
const portfolio = await makeMerchantKeys({ merchantId: 'group_mid', password: 'testpass' })
const shared = {
  keyId: '00000000-1111-2222-3333-444444444444',
  sharedSecret: Buffer.from('0123456789abcdef0123456789abcdef').toString('base64'),
} as const
const card = parseCard({ number: '4622943123116478', expirationMonth: 11, expirationYear: 2031, securityCode: '942' })

type Settings = Omit<CybersourceSettings, 'host' | 'fetch'>
/** A merchant, or one that a portfolio signs for. */
const merchant = ({ byPortfolio }: { byPortfolio: boolean }) => {
  const owner = byPortfolio ? portfolio : keys
  const portfolioId = byPortfolio ? owner.merchantId : undefined
  const base = {
    merchantId: 'sandbox_mid',
    tokenManagementMle: { privateKey: owner.tokenManagement.privateKeyPem },
  }
  const requestMle = { certificate: owner.provider.requestMle.certificatePem }
  const modes: Record<string, Settings> = {
    'JWT with a P12': {
      ...base,
      auth: { type: 'jwt', p12: owner.p12.bytes, p12Password: owner.p12.password, portfolioId },
    },
    'JWT with a shared secret': { ...base, auth: { type: 'jwt-shared-secret', ...shared, portfolioId }, requestMle },
    'HTTP Signature': { ...base, auth: { type: 'http-signature', ...shared, bodies: 'tls-only', portfolioId } },
    'HTTP Signature with v-c-date': {
      ...base,
      auth: { type: 'http-signature', ...shared, bodies: 'tls-only', dateHeader: 'v-c-date', portfolioId },
    },
  }
  const simulated = {
    merchantId: owner.merchantId,
    provider: owner.provider,
    sharedSecrets: [{ keyId: shared.keyId, secret: shared.sharedSecret }],
    ...(byPortfolio && { transactingMerchants: ['sandbox_mid'] }),
  }
  const responseMle = { key: { p12: owner.responseMle.bytes, p12Password: owner.responseMle.password } }
  const notSealed = ['tokenizedCards.create', 'tokenizedCards.delete', 'paymentCredentials.create'] as const
  return { modes, simulated, responseMle, withoutSeal: { ...requestMle, notSealed } }
}

/** Runs against a simulated host over real connections. */
async function against(
  settings: Settings,
  options: CybersourceSimulatorOptions,
  run: (settings: CybersourceSettings, paths: string[]) => Promise<void>,
) {
  const simulator = createCybersourceSimulator(options)
  const { url, close } = await listen(simulator)
  const transport = createTransport()
  const bodies: string[] = []
  try {
    await run(
      {
        ...settings,
        host: url,
        fetch: (target, init) => {
          if (init.body !== undefined) bodies.push(init.body)
          return transport.fetch(target, init)
        },
      },
      bodies,
    )
  } finally {
    await transport.close()
    await close()
  }
}

/** Provision, look up, pay, remove, and what comes after. */
async function life(settings: CybersourceSettings): Promise<void> {
  const provider = createCybersourceProvider(settings)
  const outcome = await provider.provision(card)
  if (outcome.status === 'refused') throw new Error('expected a token')
  const { ref } = outcome.token
  expect(await provider.retrieve(ref)).toMatchObject({ state: 'active' })
  const credential = await provider.credential(ref, { initiator: 'customer' })
  expect(credential?.cryptogram).toBeDefined()
  await provider.remove(ref, 'payment-method-removed')
  await provider.remove(ref, 'payment-method-removed')
  // Errors of three kinds: sealed or not, to a call for plain JSON and to one for application/jose.
  await expect(provider.retrieve(ref)).rejects.toMatchObject({ code: 'token_gone', providerCode: 'notAvailable' })
  await expect(provider.credential(ref, { initiator: 'customer' })).rejects.toMatchObject({ code: 'token_gone' })
  await expect(provider.retrieve({ ...ref, id: 'F'.repeat(32) })).rejects.toMatchObject({
    code: 'token_not_found',
    providerCode: 'notFound',
    correlationId: expect.stringMatching(/./),
  })
}

/** The other operations; what is taken sealed only says so where it cannot be sealed. */
async function others(settings: CybersourceSettings, canSeal: boolean): Promise<void> {
  const client = createCybersource(settings)
  const { number, expiry } = { number: card.pan, expiry: { expirationMonth: '11', expirationYear: '2031' } }
  const { id } = await client.instrumentIdentifiers.create({ type: 'enrollable card', card: { number, ...expiry } })
  if (!id) throw new Error('expected an id')
  expect(await client.instrumentIdentifiers.get(id)).toMatchObject({ id, state: 'ACTIVE' })
  expect(await client.paymentCredentials.createV3(id)).toHaveProperty('tokenizedCard.cryptogram')
  expect((await client.cardArt.get(id, 'vts', 'card-art-combined')).content).not.toHaveLength(0)
  const sealedOnly = [
    () =>
      client.tokenize.create({
        processingInformation: { actionTokenTypes: ['instrumentIdentifier'] },
        tokenInformation: { instrumentIdentifier: { card: { number } } },
      }),
    () => client.instrumentIdentifiers.create({ type: 'enrollable token', card: { number, ...expiry } }),
  ]
  for (const call of sealedOnly) {
    if (canSeal) await call()
    else await expect(call()).rejects.toMatchObject({ code: 'operation_unsupported', mayHaveTakenEffect: false })
  }
}

const isSealed = (body: string): boolean => Object.keys(JSON.parse(body)).join() === 'encryptedRequest'

describe.each([false, true])('signed by a portfolio: %s', (byPortfolio) => {
  const { modes, simulated, responseMle, withoutSeal } = merchant({ byPortfolio })

  describe.each(Object.entries(modes))('%s', (name, settings) => {
    const isJwt = name.startsWith('JWT')

    it('goes through the life of a token', async () => {
      const options = { merchants: simulated, requireRequestMle: isJwt }
      await against(settings, options, async (complete, bodies) => {
        await life(complete)
        expect(bodies.length).toBeGreaterThan(0)
        expect(bodies.filter((body) => isSealed(body) !== isJwt)).toEqual([])
      })
    })

    it('reaches every other operation', async () => {
      const options = { merchants: simulated, requireRequestMle: isJwt }
      await against(settings, options, (complete) => others(complete, isJwt))
      if (isJwt) await against({ ...settings, responseMle }, options, (complete) => others(complete, true))
    })
  })

  describe.each(Object.entries(modes).filter(([name]) => name.startsWith('JWT')))(
    '%s, answers sealed',
    (_, settings) => {
      const answers = ['encryptedResponse', 'jose'] as const
      it.each(answers.flatMap((whenBothAsked) => [true, false].map((seals) => ({ whenBothAsked, seals }))))(
        'goes through the life of a token: %o',
        async ({ whenBothAsked, seals }) => {
          const options = {
            merchants: simulated,
            requireRequestMle: seals,
            whenBothAsked,
            credentialsWhenBothAsked: whenBothAsked,
          }
          const change = { responseMle, ...(!seals && { requestMle: withoutSeal }) }
          await against({ ...settings, ...change }, options, async (complete, bodies) => {
            await life(complete)
            expect(bodies.filter((body) => isSealed(body) !== seals)).toEqual([])
          })
        },
      )
    },
  )
})

it.each<[string, (settings: Settings) => Settings]>([
  [
    'another secret',
    (s) => ({ ...s, auth: { ...s.auth, sharedSecret: Buffer.alloc(32).toString('base64') } as never }),
  ],
  ['another key id', (s) => ({ ...s, auth: { ...s.auth, keyId: 'other' } as never })],
  ['another merchant', (s) => ({ ...s, merchantId: 'other_mid' })],
])('is refused with %s', async (_, change) => {
  const { modes, simulated } = merchant({ byPortfolio: false })
  for (const name of ['JWT with a shared secret', 'HTTP Signature']) {
    const settings = modes[name]
    if (!settings) throw new Error(name)
    await against(change(settings), { merchants: simulated }, async (complete) => {
      const { tokenizedCards } = createCybersource(complete)
      await expect(tokenizedCards.get('F'.repeat(32))).rejects.toMatchObject({ code: 'authentication_failed' })
    })
  }
})
