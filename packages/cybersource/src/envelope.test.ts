import { createKeyRing, requestMleCertificate, tokenManagementMleKey } from '@nt/mle'
import { openRequest, sealAnswer } from '@nt/mle/testing'
import type { Answer, FetchInit } from '@nt/provider-kit'
import { describe, expect, it } from 'vitest'
import { testKeys } from './__fixtures__/fake-host.ts'
import { createSealLayer, openAnswer, openInner } from './envelope.ts'

const keys = await testKeys()
const now = () => new Date()
const recipient = keys.provider.tokenManagement
const jwe = await sealAnswer('{}', recipient)
const toAnotherKey = await sealAnswer('{}', { ...keys.provider.responseMle, kid: recipient.kid })

describe('the seal', () => {
  const certificate = requestMleCertificate(keys.provider.requestMle.certificatePem)
  async function through(init: Partial<FetchInit>) {
    const arrived: FetchInit[] = []
    const fetch = createSealLayer({ provider: 'cybersource', certificate, now })(async (_, final) => {
      arrived.push(final)
      return new Response()
    })
    await fetch('https://h.example/', { method: 'POST', headers: {}, redirect: 'manual', ...init })
    return arrived[0]
  }

  it('puts a body into the envelope, and only the host can open it', async () => {
    const sent = await through({ body: '{"a":"日本"}' })
    const envelope = JSON.parse(sent?.body ?? '')
    expect(Object.keys(envelope)).toEqual(['encryptedRequest'])
    expect(await openRequest(envelope.encryptedRequest, keys.provider.requestMle)).toBe('{"a":"日本"}')
    const header = JSON.parse(Buffer.from(envelope.encryptedRequest.split('.')[0], 'base64url').toString())
    expect(Object.keys(header)).toEqual(['alg', 'enc', 'cty', 'kid', 'iat'])
    expect(header.kid).toBe(keys.provider.requestMle.kid)
  })

  it('leaves a request without a body as it is', async () => {
    expect(await through({ method: 'GET' })).toEqual({ method: 'GET', headers: {}, redirect: 'manual' })
  })

  it.each([
    ['the certificate is not usable', { ...certificate, publicKey: {} as never }],
    ['there is no certificate, as with HTTP Signature', undefined],
  ])('sends nothing when it cannot seal: %s', async (_, broken) => {
    let sent = 0
    const fetch = createSealLayer({ provider: 'cybersource', certificate: broken, now })(async () => {
      sent++
      return new Response()
    })
    const work = fetch('https://h.example/', { method: 'POST', headers: {}, redirect: 'manual', body: '{}' })
    await expect(work).rejects.toMatchObject({ code: 'key_invalid' })
    expect(sent).toBe(0)
  })
})

describe('an answer that was asked for sealed', () => {
  const ring = createKeyRing([tokenManagementMleKey(keys.tokenManagement.privateKeyPem)])
  const answer = (body: string | Uint8Array, type = 'application/jose'): Answer => ({
    operation: { name: 'provision', method: 'POST', route: '/a', statuses: [201] },
    status: 201,
    headers: new Headers({ 'content-type': type }),
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
    correlationId: 'corr-1',
  })
  const open = (body: string | Uint8Array, type?: string) => openAnswer(answer(body, type), ring, 'cybersource')

  it.each(['application/jose', 'application/jose; charset=utf-8', 'text/plain', 'application/json'])(
    'is opened by its form, as %s too',
    async (type) => {
      expect(await open(`${await sealAnswer('{"a":1}', recipient)}\n`, type)).toBe('{"a":1}')
    },
  )

  const [header = '', ...rest] = jwe.split('.')
  const withHeader = (change: object) =>
    [
      Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(header, 'base64url').toString()), ...change })).toString(
        'base64url',
      ),
      ...rest,
    ].join('.')

  it.each<[string, string | Uint8Array]>([
    ['plain JSON', '{"state":"ACTIVE"}'],
    ['plain JSON after white space', ' \n{"state":"ACTIVE"}'],
    ['an empty body', ''],
    ['a page', '<html>'],
    ['a quoted message', JSON.stringify(jwe)],
    ['four parts', jwe.split('.').slice(0, 4).join('.')],
    ['another key id', withHeader({ kid: 'f'.repeat(40) })],
    ['the key id in other case', withHeader({ kid: recipient.kid.toUpperCase() })],
    ['another algorithm', withHeader({ alg: 'RSA1_5' })],
    ['a key id of another key', toAnotherKey],
    ['a changed tag', `${jwe.slice(0, -22)}${'A'.repeat(22)}`],
    ['a message without end', 'a'.repeat(70_000)],
    ['no UTF-8', new Uint8Array([0xff, 0xfe])],
  ])('is refused as %s', async (_, body) => {
    await expect(open(body)).rejects.toMatchObject({
      code: 'answer_unreadable',
      mayHaveTakenEffect: true,
      correlationId: 'corr-1',
    })
  })

  it.each([
    ['plain words', '{"a":1}', '{"a":1}'],
    ['the bare message once more', jwe, '{}'],
    ['the bare message as a JSON text', JSON.stringify(jwe), '{}'],
  ])('may hold %s inside encryptedResponse', async (_, inside, expected) => {
    expect(await openInner(answer(inside), ring, 'cybersource')).toBe(expected)
  })

  it('is opened inside encryptedResponse by its own keys only', async () => {
    const work = openInner(answer(toAnotherKey), ring, 'cybersource')
    await expect(work).rejects.toMatchObject({ code: 'answer_unreadable' })
  })

  it('says what to do', async () => {
    const words = async (body: string) => (await open(body).catch((error: Error) => error.message)) as string
    expect(await words('{"state":"ACTIVE"}')).toMatchInlineSnapshot(
      `"cybersource provision: the answer came in clear where a sealed one was asked for (a downgrade); it was not read (HTTP 201). It may have taken effect. If the call was one that changes something, look the token up before sending it again. Report the correlation id."`,
    )
    expect(await words(withHeader({ kid: 'f'.repeat(40) }))).toMatchInlineSnapshot(
      `"cybersource provision: the answer is sealed to a key whose id is not among those of tokenManagementMle; compare with Key Management in the Business Center, and set kid (HTTP 201). It may have taken effect. If the call was one that changes something, look the token up before sending it again. Report the correlation id."`,
    )
    expect(await words(`${jwe.slice(0, -22)}${'A'.repeat(22)}`)).toMatchInlineSnapshot(
      `"cybersource provision: the sealed answer does not open with the key of that id in tokenManagementMle (HTTP 201). It may have taken effect. If the call was one that changes something, look the token up before sending it again. Report the correlation id."`,
    )
    expect(await words('<html>')).toMatchInlineSnapshot(
      `"cybersource provision: the answer is not a sealed message (HTTP 201). It may have taken effect. If the call was one that changes something, look the token up before sending it again. Report the correlation id."`,
    )
  })
})
