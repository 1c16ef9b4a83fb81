import { openRequest, sealResponse } from '@nt/mle/testing'
import type { FetchInit, Operation } from '@nt/provider-kit'
import { describe, expect, it } from 'vitest'
import { testKeys } from './__fixtures__/fake-host.ts'
import { activeToken, card, tokenId } from './__fixtures__/samples.ts'
import { createCybersource } from './client.ts'
import { openSession, plainJson } from './session.ts'
import { type CybersourceSettings, readSettings } from './settings.ts'

const keys = await testKeys()
const shared = {
  keyId: '00000000-1111-2222-3333-444444444444',
  sharedSecret: Buffer.alloc(32, 7).toString('base64'),
} as const
const certificate = keys.provider.requestMle.certificatePem
const responseMle = { key: { privateKey: keys.responseMle.privateKeyPem, kid: keys.responseMle.kid } }
const auths = {
  p12: { type: 'jwt', p12: keys.p12.bytes, p12Password: keys.p12.password },
  sharedSecret: { type: 'jwt-shared-secret', ...shared },
  httpSignature: { type: 'http-signature', ...shared, bodies: 'tls-only' },
} as const

type Answer = (attempt: number) => Response | Promise<Response>
const plain = (body: unknown, status = 200, headers = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'v-c-correlation-id': 'corr-1', ...headers },
  })
const sealed = async (body: unknown, status = 200, headers = {}) =>
  plain({ encryptedResponse: await sealResponse(JSON.stringify(body), keys.provider.responseMle) }, status, headers)

/** Settings whose requests are gathered, and answered one after the other. */
function gathering(change: Partial<CybersourceSettings>, answer: Answer = () => plain(activeToken)) {
  const sent: FetchInit[] = []
  const settings: CybersourceSettings = {
    host: 'test',
    merchantId: keys.merchantId,
    auth: auths.p12,
    tokenManagementMle: { privateKey: keys.tokenManagement.privateKeyPem },
    fetch: async (_, init) => {
      sent.push(init)
      return answer(sent.length)
    },
    ...change,
  }
  return { settings, sent, client: createCybersource(settings), session: openSession(readSettings(settings, 'c')) }
}
const claims = ({ headers }: FetchInit) =>
  JSON.parse(Buffer.from(headers['authorization']?.split('.')[1] ?? '', 'base64url').toString())
const isSealed = ({ body = '{}' }: FetchInit) => 'encryptedRequest' in JSON.parse(body)
const ignored = () => undefined

describe('a body', () => {
  const { create, remove } = {
    create: (client: ReturnType<typeof createCybersource>) =>
      client.tokenizedCards
        .create({ source: 'ONFILE', card: { number: card.pan, expirationMonth: '03', expirationYear: '2031' } })
        .catch(ignored),
    remove: (client: ReturnType<typeof createCybersource>) => client.tokenizedCards.delete(tokenId).catch(ignored),
  }

  it('leaves sealed for every operation, whichever JWT signs', async () => {
    for (const change of [{}, { auth: auths.sharedSecret, requestMle: { certificate } }]) {
      const { client, sent } = gathering(change)
      await create(client)
      await remove(client)
      await client.paymentCredentials.create(tokenId).catch(ignored)
      expect(sent.map(isSealed)).toEqual([true, true, true])
      const { encryptedRequest } = JSON.parse(sent[1]?.body ?? '')
      expect(await openRequest(encryptedRequest, keys.provider.requestMle)).toContain('PAYMENT_METHOD_REMOVED')
    }
  })

  it('leaves unsealed for the operations that the settings name, and for no other', async () => {
    const { client, sent } = gathering({ requestMle: { notSealed: ['tokenizedCards.delete'] } })
    await create(client)
    await remove(client)
    expect(sent.map(isSealed)).toEqual([true, false])
    expect(sent[1]?.headers['content-type']).toBe('application/json')
  })

  it('leaves unsealed with HTTP Signature, whose settings say so', async () => {
    const { client, sent } = gathering({ auth: auths.httpSignature })
    await create(client)
    expect(sent.map(isSealed)).toEqual([false])
    expect(sent[0]?.headers['authorization']).toBeUndefined()
  })
})

describe('what Cybersource takes sealed only', () => {
  const tokenize: Operation = { name: 'tokenize', method: 'POST', route: '/tms/v2/tokenize', statuses: [200] }
  const input = { accept: plainJson, json: { a: 1 } }

  it.each(['encryptedRequest', 'clear'] as const)('is sealed, whatever else is asked: %s', async (envelope) => {
    const { settings, sent } = gathering({})
    const connection = readSettings(settings, 'c')
    const notSealed = new Set(['tokenize'])
    const requestMle = connection.requestMle && { ...connection.requestMle, notSealed }
    await openSession({ ...connection, requestMle }).send(tokenize, { ...input, envelope })
    expect(sent.map(isSealed)).toEqual([true])
  })

  it.each(['encryptedRequest', 'clear', 'jose'] as const)('is not sent with HTTP Signature: %s', async (envelope) => {
    const { session, sent } = gathering({ auth: auths.httpSignature })
    const error = await session.send(tokenize, { ...input, envelope }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'operation_unsupported', mayHaveTakenEffect: false })
    expect((error as Error).message).toMatchInlineSnapshot(
      `"c tokenize: this request is taken sealed only, which HTTP Signature does not allow; nothing was sent. Use another way; the documentation of the provider package says which."`,
    )
    expect(sent).toEqual([])
  })
})

describe('an answer', () => {
  it.each(Object.entries({ p12: {}, 'shared secret': { auth: auths.sharedSecret, requestMle: { certificate } } }))(
    'is asked for sealed, a GET too, and opened: %s',
    async (_, change) => {
      const { client, sent } = gathering({ ...change, responseMle }, () => sealed(activeToken))
      expect(await client.tokenizedCards.get(tokenId)).toMatchObject({ id: tokenId, state: 'ACTIVE' })
      expect(sent.map((init) => claims(init)['v-c-response-mle-kid'])).toEqual([keys.responseMle.kid])
    },
  )

  it('is asked for sealed only for the operations that the settings name', async () => {
    const change = { responseMle: { ...responseMle, operations: ['tokenizedCards.delete'] as const } }
    const { client, sent } = gathering(change, (attempt) =>
      attempt === 1 ? plain(activeToken) : new Response(null, { status: 204 }),
    )
    expect(await client.tokenizedCards.get(tokenId)).toMatchObject({ state: 'ACTIVE' })
    await client.tokenizedCards.delete(tokenId).catch(ignored)
    expect(sent.map((init) => claims(init)['v-c-response-mle-kid'])).toEqual([undefined, keys.responseMle.kid])
  })

  it('is asked for sealed from Token Management, and from webhooks only where the settings name them', async () => {
    const list: Operation = {
      name: 'webhooks.list',
      method: 'GET',
      route: '/notification-subscriptions/v2/webhooks',
      statuses: [200],
    }
    const named = { responseMle: { ...responseMle, operations: ['webhooks.list'] as const } }
    for (const [change, asked] of [
      [{ responseMle }, undefined],
      [named, keys.responseMle.kid],
    ] as const) {
      const { session, sent } = gathering(change, () => sealed({}))
      await session.send(list, { accept: plainJson })
      expect(sent.map((init) => claims(init)['v-c-response-mle-kid'])).toEqual([asked])
    }
  })

  it('in clear, where it was asked for sealed, is not read', async () => {
    const { client } = gathering({ responseMle })
    await expect(client.tokenizedCards.get(tokenId)).rejects.toMatchObject({ code: 'answer_unreadable', status: 200 })
  })
})

describe('an error', () => {
  const refusal = { errors: [{ type: 'invalidFields', details: [{ name: 'id', location: 'path' }] }] }

  it('that came sealed is read, with its status and correlation id', async () => {
    const { client } = gathering({ responseMle }, () => sealed(refusal, 400))
    await expect(client.tokenizedCards.get(tokenId)).rejects.toMatchObject({
      code: 'request_rejected',
      status: 400,
      correlationId: 'corr-1',
      providerCode: 'invalidFields',
      issues: [{ path: 'path.id', problem: 'is invalid' }],
    })
  })

  it('that came sealed is repeated like any other', async () => {
    const { client, sent } = gathering({ responseMle }, (attempt) =>
      attempt === 1 ? sealed(refusal, 503, { 'retry-after': '0' }) : sealed(activeToken),
    )
    await client.tokenizedCards.get(tokenId)
    expect(sent).toHaveLength(2)
  })

  it('whose explanation does not open keeps what its status means', async () => {
    const { client } = gathering({ responseMle }, () => plain({ encryptedResponse: 'x' }, 404))
    const error = await client.tokenizedCards.get(tokenId).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'token_not_found', status: 404, correlationId: 'corr-1' })
    expect((error as Error).message).toMatchInlineSnapshot(
      `"cybersource tokenizedCards.get: the provider refused, and why cannot be read: the encryptedResponse does not hold a sealed message (HTTP 404). Check the reference and the provider it belongs to."`,
    )
  })

  it('in clear from a gateway keeps what its status means', async () => {
    const { client } = gathering({ responseMle, retries: 0 }, () => plain(refusal, 502))
    await expect(client.tokenizedCards.get(tokenId)).rejects.toMatchObject({ code: 'provider_unavailable' })
  })
})

it.each(Object.entries(auths))('every attempt is signed afresh: %s', async (name, auth) => {
  let seconds = 0
  const clock = { now: () => new Date(Date.now() + seconds++ * 1000) }
  const requestMle = name === 'sharedSecret' ? { certificate } : undefined
  const { client, sent } = gathering({ auth, requestMle, clock }, (attempt) =>
    attempt < 3 ? plain({}, 503, { 'retry-after': '0' }) : plain(activeToken),
  )
  await client.tokenizedCards.get(tokenId)
  const signatures = sent.map(({ headers }) => headers['authorization'] ?? headers['signature'])
  expect([signatures.length, new Set(signatures).size]).toEqual([3, 3])
})
