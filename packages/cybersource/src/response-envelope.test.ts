import { createKeyRing, responseMleKey } from '@nt/mle'
import { sealAnswer, sealResponse } from '@nt/mle/testing'
import type { Answer } from '@nt/provider-kit'
import { describe, expect, it } from 'vitest'
import { testKeys } from './__fixtures__/fake-host.ts'
import { type Asked, createResponseEnvelope } from './response-envelope.ts'

const keys = await testKeys()
const { kid } = keys.responseMle
const provider = 'cybersource'
const ring = createKeyRing([responseMleKey(keys.responseMle.privateKeyPem, { kid })])
const withKey = createResponseEnvelope({ provider, ring })
const withoutKey = createResponseEnvelope({ provider, ring: undefined })

const seal = async (plaintext: string) =>
  JSON.stringify({ encryptedResponse: await sealResponse(plaintext, keys.provider.responseMle) })
const bareJwe = await sealAnswer('{"a":1}', keys.provider.tokenManagement)
const refusal = '{"errors":[{"type":"notFound"}]}'

const answer = (status: number, body: string | Uint8Array): Answer => ({
  operation: { name: 'tokenizedCards.delete', method: 'POST', route: '/a', statuses: [204] },
  status,
  headers: new Headers({ 'content-type': 'application/json', etag: '"1"' }),
  body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  correlationId: 'corr-1',
})
const textOf = ({ body }: Answer) => new TextDecoder().decode(body)

describe('what came sealed', () => {
  it.each<[number, Asked]>([
    [200, 'sealed'],
    [201, 'either'],
    [404, 'sealed'],
    [500, 'sealed'],
    [200, 'clear'],
  ])('is opened, with HTTP %i and asked for as %s; status, headers and correlation id stay', async (status, asked) => {
    const received = answer(status, await seal('{"name":"日本"}'))
    const opened = await withKey.open(received, asked)
    expect(textOf(opened)).toBe('{"name":"日本"}')
    expect({ ...opened, body: undefined }).toEqual({ ...received, body: undefined })
    expect([withKey.wasSealed(opened), withKey.wasSealed(received)]).toEqual([true, false])
  })

  it('is opened whatever white space stands around it, and however long it is', async () => {
    const long = JSON.stringify({ content: 'A'.repeat(200_000) })
    const spaced = (await seal(long)).replace('{', ' \n{ ').replace(':', ' : ')
    expect(textOf(await withKey.open(answer(200, spaced), 'sealed'))).toBe(long)
  })

  const broken: [string, () => Promise<string>][] = [
    ['to a key that is not known', async () => seal('{}').then((text) => text.replace(/"eyJ[^.]+/, `"${header('f')}`))],
    ['with a changed tag', async () => (await seal('{}')).replace(/.{22}"}$/, `${'A'.repeat(22)}"}`)],
    ['to the Token Management key', async () => JSON.stringify({ encryptedResponse: bareJwe })],
    ['as something else', async () => '{"encryptedResponse":"x"}'],
  ]
  it.each(broken)('and does not open, %s, is no success', async (_, make) => {
    await expect(withKey.open(answer(201, await make()), 'sealed')).rejects.toMatchObject({
      code: 'answer_unreadable',
      status: 201,
      correlationId: 'corr-1',
      mayHaveTakenEffect: true,
    })
  })
  it.each(broken)('and does not open, %s, leaves an error its status', async (_, make) => {
    const silent = await withKey.open(answer(429, await make()), 'sealed')
    expect([silent.status, silent.correlationId, silent.body.length]).toEqual([429, 'corr-1', 0])
    expect(withKey.problemOf(silent)).toMatch(/sealed|message/)
    expect(withKey.wasSealed(silent)).toBe(false)
  })

  it('though no key was given, is refused', async () => {
    const work = withoutKey.open(answer(200, await seal('{}')), 'clear')
    await expect(work).rejects.toThrow(/sealed as encryptedResponse, and responseMle names no key/)
  })
})

/** A header of the documented form that names another key. */
const header = (digit: string) =>
  Buffer.from(JSON.stringify({ alg: 'RSA-OAEP-256', enc: 'A256GCM', iat: 1, kid: digit.repeat(22) })).toString(
    'base64url',
  )

describe('what came in clear', () => {
  it.each<[string, number, Asked, string | Uint8Array]>([
    ['an answer that was not asked for sealed', 200, 'clear', '{"a":1}'],
    ['an error that was not asked for sealed', 404, 'clear', refusal],
    ['nothing', 204, 'sealed', ''],
    ['nothing, as an error', 404, 'sealed', ''],
    ['a bare JWE, which another key opens', 201, 'either', `${bareJwe}\n`],
    ['a refused signature', 401, 'sealed', '{"response":{"rmsg":"Authentication Failed"}}'],
    ['a refused signature in the words of Token Management', 401, 'sealed', refusal],
    ['a limited rate', 429, 'sealed', refusal],
    ['a host out of order', 500, 'sealed', refusal],
    ['a gateway out of order', 502, 'sealed', '<html>'],
    ['the page of a proxy', 403, 'sealed', '<html>'],
    ['the words of something before Token Management', 403, 'sealed', '{"response":{"rmsg":"Forbidden"}}'],
    ['an error to an application/jose call', 410, 'either', refusal],
  ])('is let through: %s', async (_, status, asked, body) => {
    const received = answer(status, body)
    expect(await withKey.open(received, asked)).toBe(received)
    expect(withKey.wasSealed(received)).toBe(false)
  })

  it.each<[string, number, Asked, string | Uint8Array]>([
    ['a success', 200, 'sealed', '{"state":"ACTIVE"}'],
    ['a success to an application/jose call', 201, 'either', '{"state":"ACTIVE"}'],
    ['a success beside an envelope', 200, 'sealed', '{"encryptedResponse":"x","state":"ACTIVE"}'],
    ['a page', 200, 'sealed', '<html>'],
    ['no UTF-8', 200, 'sealed', new Uint8Array([0xff, 0xfe])],
    ...[400, 403, 404, 409, 410, 412, 424].map((status): [string, number, Asked, string] => [
      'the words of Token Management',
      status,
      'sealed',
      refusal,
    ]),
  ])('is refused: %s (%i)', async (_, status, asked, body) => {
    await expect(withKey.open(answer(status, body), asked)).rejects.toMatchObject({
      code: 'answer_unreadable',
      status,
      correlationId: 'corr-1',
      mayHaveTakenEffect: true,
    })
  })
})

it('says what to do', async () => {
  const words = (body: string) => withKey.open(answer(200, body), 'sealed').catch((error: Error) => error.message)
  expect(await words('{"a":1}')).toMatchInlineSnapshot(
    `"cybersource tokenizedCards.delete: the answer came in clear where responseMle asked for a sealed one (a downgrade); it was not read (HTTP 200). It may have taken effect. If the call was one that changes something, look the token up before sending it again. Report the correlation id."`,
  )
  expect(await words((await seal('{}')).replace(/"eyJ[^.]+/, `"${header('f')}`))).toMatchInlineSnapshot(
    `"cybersource tokenizedCards.delete: the answer is sealed to a key whose id is not among those of responseMle; compare with Key Management in the Business Center, and set kid (HTTP 200). It may have taken effect. If the call was one that changes something, look the token up before sending it again. Report the correlation id."`,
  )
  expect(await words('{"encryptedResponse":"x"}')).toMatchInlineSnapshot(
    `"cybersource tokenizedCards.delete: the encryptedResponse does not hold a sealed message (HTTP 200). It may have taken effect. If the call was one that changes something, look the token up before sending it again. Report the correlation id."`,
  )
})
