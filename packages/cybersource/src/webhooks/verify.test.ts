import { type NetworkTokenError, Secret } from '@nt/core'
import { leaksIn, renderings } from '@nt/core/testing'
import { describe, expect, it } from 'vitest'
import { webhookBody, webhookKey } from '../__fixtures__/webhook.ts'
import { parseSignature, signWebhook } from './signature.ts'
import { verifyWebhook } from './verify.ts'

/** Made with `openssl dgst -sha256 -mac HMAC`, key 0123456789abcdef0123456789abcdef, over "1795330800000." and the body, or its payload. */
const vector = {
  rawBody: '{"eventType":"tms.networktoken.updated","payload":{"data":{"id":"E1"}}}',
  at: new Date(1795330800000),
  body: 'MKv7k3tktOHh7YRiV3X+5f96KqK/AJ6xx0lbsMVNy6E=',
  payload: 'k/cQX7QVxbv4Q6k4LYPdGIyvJKRS1XjWYPzx0Ttl0vo=',
}
const { keyId } = webhookKey
const header = (sig: string) => `t=1795330800000;keyId=${keyId};sig=${sig}`
const verify = (signature: string | undefined, rawBody: string | Uint8Array = vector.rawBody, now = vector.at) =>
  verifyWebhook({ headers: { 'v-c-signature': signature }, rawBody }, [webhookKey], { now })

describe('a genuine webhook', () => {
  it('is trusted as far as its signature reaches', () => {
    expect(verify(header(vector.body))).toEqual({
      keyId,
      signedAt: vector.at,
      covers: 'body',
      signed: JSON.parse(vector.rawBody),
    })
    expect(verify(header(vector.payload))).toEqual({
      keyId,
      signedAt: vector.at,
      covers: 'payload',
      signed: { payload: { data: { id: 'E1' } } },
    })
  })

  it('whose payload alone is signed says nothing around it, whoever wrote that', () => {
    const forged = '{"eventType":"forged","organizationId":"forged", "payload": {"data":{"id":"E1"}} }'
    expect(verify(header(vector.payload), forged).signed).toEqual({ payload: { data: { id: 'E1' } } })
  })

  it.each([
    ['bytes', new TextEncoder().encode(vector.rawBody)],
    ['a Buffer', Buffer.from(vector.rawBody)],
    ['a text', vector.rawBody],
  ])('is read from %s', (_, rawBody) => {
    expect(verify(header(vector.body), rawBody).covers).toBe('body')
  })

  it.each<[string, object]>([
    ['lower-case names', { 'v-c-signature': header(vector.body) }],
    ['names in any case', { 'V-C-Signature': header(vector.body) }],
    ['lists', { 'v-c-signature': [header(vector.body)] }],
    ['the standard Headers', new Headers({ 'v-c-signature': header(vector.body) })],
  ])('is found in headers with %s', (_, headers) => {
    const request = { headers: headers as Record<string, string>, rawBody: vector.rawBody }
    expect(verifyWebhook(request, [webhookKey], { now: vector.at }).covers).toBe('body')
  })

  it.each([
    ['a stray quote at the end', `${header(vector.body)}"`],
    ['quotes around all of it', `"${header(vector.body)}"`],
    ['quotes around each part', `t="1795330800000";keyId="${keyId}";sig="${vector.body}"`],
    ['a stray semicolon', `${header(vector.body)};`],
    ['semicolon and quote', `${header(vector.body)}";`],
    ['spaces', `t=1795330800000; keyId=${keyId}; sig=${vector.body} `],
    ['another order', `sig=${vector.body};t=1795330800000;keyId=${keyId}`],
    ['parts that nobody documented', `v=2;${header(vector.body)};x=y=z`],
    ['no padding', header(vector.body.replace('=', ''))],
  ])('may be signed with %s', (_, signature) => {
    expect(verify(signature).covers).toBe('body')
  })

  it('is taken under any of the keys, wrapped or not', () => {
    const other = { keyId: 'other', key: new Secret('ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=') }
    const wrapped = { keyId, key: new Secret(webhookKey.key) }
    const request = { headers: { 'v-c-signature': header(vector.body) }, rawBody: vector.rawBody }
    expect(verifyWebhook(request, [other, wrapped], { now: vector.at }).keyId).toBe(keyId)
  })

  const minutes = (count: number) => new Date(vector.at.getTime() + count * 60_000)
  it.each([-60, -1, 0, 1, 60])('is in time %i minutes after it was signed', (count) => {
    expect(verify(header(vector.body), vector.rawBody, minutes(count)).covers).toBe('body')
  })
  it.each([-61, 61, 60 * 24 * 365, -60 * 24])('is out of time %i minutes after it was signed', (count) => {
    expect(() => verify(header(vector.body), vector.rawBody, minutes(count))).toThrow(
      expect.objectContaining({
        code: 'webhook_refused',
        issues: [expect.objectContaining({ path: 'v-c-signature.t' })],
      }),
    )
  })
  it('is in time as long as it is told', () => {
    const request = { headers: { 'v-c-signature': header(vector.body) }, rawBody: vector.rawBody }
    const at = (toleranceMs: number) => () =>
      verifyWebhook(request, [webhookKey], { now: minutes(1), toleranceMs }).covers
    expect(at(60_000)()).toBe('body')
    expect(at(59_999)).toThrow('is too long ago')
    for (const odd of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
      expect(at(odd)).toThrow(expect.objectContaining({ code: 'configuration_invalid' }))
    }
  })
})

const changed = (text: string, place: number) =>
  text.slice(0, place) + (text[place] === 'A' ? 'B' : 'A') + text.slice(place + 1)

describe('a webhook is refused', () => {
  it.each<[string, string | undefined, string]>([
    ['without a signature', undefined, 'v-c-signature is missing'],
    ['with an empty one', '', 'is not of the form'],
    ['with one that is only a MAC', vector.body, 'is not of the form'],
    ['without a time', `keyId=${keyId};sig=${vector.body}`, 'is not of the form'],
    ['without a key id', `t=1795330800000;sig=${vector.body}`, 'is not of the form'],
    ['without a MAC', `t=1795330800000;keyId=${keyId}`, 'is not of the form'],
    ['with two times', `t=1;${header(vector.body)}`, 'is not of the form'],
    ['with two MACs', `${header(vector.body)};sig=${vector.payload}`, 'is not of the form'],
    ['with a time that is none', header(vector.body).replace('1795330800000', '1e12'), 'is not of the form'],
    ['with a MAC cut short', header(vector.body.slice(0, 40)), 'is not of the form'],
    ['with an empty MAC', header(''), 'is not of the form'],
    ['with a MAC that is not base64', header(`${'*'.repeat(43)}=`), 'is not of the form'],
    ['with an unknown key', header(vector.body).replace(keyId, 'another'), 'is none of the keys known here'],
    ['with the key id in other case', header(vector.body).replace(keyId, keyId.toUpperCase()), 'is none of the keys'],
    ['with a changed MAC', header(changed(vector.body, 5)), 'is not of this body'],
    ['with a changed time', header(vector.body).replace('1795330800000', '1795330800001'), 'is not of this body'],
    ['with a time written otherwise', header(vector.body).replace('t=', 't=0'), 'is not of this body'],
  ])('%s', (_, signature, problem) => {
    expect(() => verify(signature)).toThrow(expect.objectContaining({ code: 'webhook_refused' }))
    expect(() => verify(signature)).toThrow(problem)
  })

  it('whose header came twice', () => {
    const headers = { 'v-c-signature': [header(vector.body), header(vector.body)] }
    expect(() => verifyWebhook({ headers, rawBody: vector.rawBody }, [webhookKey], { now: vector.at })).toThrow(
      'is not of the form',
    )
  })

  it.each(Array.from({ length: vector.rawBody.length }, (_, place) => place))(
    'with its body changed at %i',
    (place) => {
      expect(() => verify(header(vector.body), changed(vector.rawBody, place))).toThrow('is not of this body')
    },
  )

  it.each([
    ['payload changed', vector.rawBody.replace('E1', 'E2')],
    ['payload in a list', '{"payload":[{"data":{"id":"E1"}}]}'],
    ['no payload', '{}'],
    ['payload null', '{"payload":null}'],
  ])('that is signed over its payload, with the %s', (_, body) => {
    expect(() => verify(header(vector.payload), body)).toThrow('is not of this body')
  })

  it.each([
    ['is not JSON', 'x'],
    ['is a list', '[]'],
    ['is null', 'null'],
    ['is not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d])],
  ])('with a good signature whose body %s', (_, rawBody) => {
    expect(() => verify(signWebhook(rawBody, webhookKey, { at: vector.at }), rawBody)).toThrow(
      'body is not a JSON object',
    )
  })

  it('that is longer than any event', () => {
    const long = JSON.stringify({ payload: 'x'.repeat(1024 * 1024) })
    expect(() => verify(signWebhook(long, webhookKey, { at: vector.at }), long)).toThrow('body is longer than')
  })

  it('and nothing of it is shown', () => {
    const canary = '4622943123116478'
    const body = JSON.stringify({ ...webhookBody(), card: canary })
    for (const signature of [
      canary,
      `t=${canary};keyId=${canary};sig=${vector.body}`,
      header(vector.payload),
      undefined,
    ]) {
      let error: NetworkTokenError | undefined
      try {
        verify(signature, body)
      } catch (thrown) {
        error = thrown as NetworkTokenError
      }
      expect(error?.code).toBe('webhook_refused')
      for (const output of renderings(error))
        expect(leaksIn(output, [canary, webhookKey.key, vector.payload])).toEqual([])
    }
  })
})

it.each(['', 'x', '====', 'c2hvcnQ=', 'not base64 at all!', 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\u0000'])(
  'a key that is none signs and verifies nothing: %j',
  (key) => {
    expect(() => signWebhook('{}', { keyId, key })).toThrow(expect.objectContaining({ code: 'key_invalid' }))
    const request = { headers: { 'v-c-signature': header(vector.body) }, rawBody: vector.rawBody }
    expect(() => verifyWebhook(request, [{ keyId, key }], { now: vector.at })).toThrow(
      expect.objectContaining({ code: 'key_invalid' }),
    )
  },
)

describe('the signer', () => {
  it('makes the header of the vectors', () => {
    expect(signWebhook(vector.rawBody, webhookKey, { at: vector.at })).toBe(header(vector.body))
    expect(signWebhook(vector.rawBody, webhookKey, { at: vector.at, covers: 'payload' })).toBe(header(vector.payload))
  })

  it('signs no payload that is not there', () => {
    expect(() => signWebhook('{}', webhookKey, { covers: 'payload' })).toThrow(
      expect.objectContaining({ code: 'input_invalid' }),
    )
  })
})

it('splits at the first = of a part, since base64 may end in one', () => {
  expect(parseSignature(`t=1;keyId=a=b=;sig=${vector.body}`)?.keyId).toBe('a=b=')
})
