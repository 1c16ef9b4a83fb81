import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { type MerchantKeys, makeMerchantKeys } from '@nt/mle/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { createMerchantClient, type Sent } from './__fixtures__/merchant-client.ts'

const path = '/tms/v2/tokenized-cards'
const card = { number: '4622943123144639', expirationMonth: '12', expirationYear: '2030' }
const body = { source: 'ONFILE', card }
const rule = 'seal to the certificate CyberSource_SJC_US, whose subject serialNumber is the kid'

let keys: MerchantKeys
beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
})

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
const envelope = (value: unknown): Sent => ({ path, sealed: false, body: value as object })

/** One envelope that no host could open per row, and the sentence that names why. */
const unopenable: readonly (readonly [mistake: string, make: () => Sent, message: string])[] = [
  [
    'sealed to another key under the right kid',
    () => ({ path, body, sealTo: { kid: keys.provider.requestMle.kid, publicKey: stranger } }),
    `encryptedRequest does not open although its kid is right: it was sealed to another public key; ${rule}`,
  ],
  [
    "sealed to the merchant's own certificate",
    () => ({ path, body, sealTo: keys.provider.merchant }),
    `encryptedRequest is sealed to the merchant's own certificate: ${rule}`,
  ],
  [
    'sealed to the response key',
    () => ({ path, body, sealTo: keys.provider.responseMle }),
    `encryptedRequest is sealed to a key for answers: ${rule}`,
  ],
  [
    'sealed to the Token Management key',
    () => ({ path, body, sealTo: keys.provider.tokenManagement }),
    `encryptedRequest is sealed to a key for answers: ${rule}`,
  ],
  [
    'under the X.509 serial',
    () => {
      const { certificatePem } = keys.provider.requestMle
      return { path, body, sealTo: { kid: new X509Certificate(certificatePem).serialNumber, publicKey: stranger } }
    },
    `encryptedRequest has the X.509 serial as kid: ${rule}`,
  ],
  ['without a kid', () => ({ path, body, sealTo: { publicKey: stranger } }), `encryptedRequest has no kid: ${rule}`],
  [
    'under an unknown kid',
    () => ({ path, body, sealTo: { kid: '1', publicKey: stranger } }),
    `encryptedRequest has a kid that is not known here: ${rule}`,
  ],
  [
    'that is no JWE',
    () => envelope({ encryptedRequest: 'a.b.c' }),
    'encryptedRequest cannot be opened: The message is not one compact JWE: five canonical base64url parts and a plain JSON header.',
  ],
  [
    'that is no text',
    () => envelope({ encryptedRequest: 1 }),
    'encryptedRequest must be one compact JWE and the only member of the body',
  ],
  [
    'beside another member',
    () => envelope({ encryptedRequest: 'a.b.c.d.e', source: 'ONFILE' }),
    'encryptedRequest must be one compact JWE and the only member of the body',
  ],
]

describe('an envelope', () => {
  it.each(unopenable)('is refused %s', async (_, make, message) => {
    const { send } = await createMerchantClient({}, keys)
    const response = await send(make())
    expect(await response.json()).toEqual({
      errors: [{ type: 'invalidFields', message, details: [{ name: 'encryptedRequest' }] }],
    })
    expect(response.status).toBe(400)
  })

  it('is opened under RSA-OAEP too, as the guide writes it', async () => {
    const { CompactEncrypt } = await import('jose')
    const { createPublicKey } = await import('node:crypto')
    const { kid, privateKey } = keys.provider.requestMle
    const encryptedRequest = await new CompactEncrypt(Buffer.from(JSON.stringify(body)))
      .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A256GCM', cty: 'JWT', kid })
      .encrypt(createPublicKey(privateKey))
    const { send } = await createMerchantClient({}, keys)
    expect((await send(envelope({ encryptedRequest }))).status).toBe(201)
  })
})

describe('a card number in clear', () => {
  it('is refused, and the message says whose policy that is', async () => {
    const { send } = await createMerchantClient({}, keys)
    const response = await send({ path, body, sealed: false })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchInlineSnapshot(`
      {
        "errors": [
          {
            "details": [
              {
                "location": "card",
                "name": "number",
              },
            ],
            "message": "Card number in clear: this sandbox wants it sealed in encryptedRequest (its own policy; requireRequestMle: false turns it off)",
            "type": "invalidFields",
          },
        ],
      }
    `)
  })

  it('is taken where the option allows it', async () => {
    const { send } = await createMerchantClient({ requireRequestMle: false }, keys)
    expect((await send({ path, body, sealed: false })).status).toBe(201)
  })
})

describe('a body', () => {
  const text = (wire: string, headers: Record<string, string> = {}): Sent => ({
    path,
    body: {},
    sealed: false,
    tamper: () => wire,
    claims: { digest: undefined },
    headers,
  })
  const sendText = async (wire: string, headers: Record<string, string> = {}) => {
    const { send } = await createMerchantClient({}, keys)
    const { createHash } = await import('node:crypto')
    const digest = createHash('sha256').update(wire).digest('base64')
    return send({ ...text(wire, headers), claims: wire === '' ? { digest: undefined } : { digest } })
  }

  it.each(['{"source":', '[]', '"text"', 'null', '4622943123144639'])('%s is no JSON object', async (wire) => {
    const response = await sendText(wire)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      errors: [{ type: 'invalidFields', message: 'The body is not a JSON object' }],
    })
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jose'])(
    'of type %s is refused',
    async (type) => {
      const response = await sendText('{}', { 'content-type': type })
      expect(response.status).toBe(400)
      expect(await response.json()).toEqual({
        errors: [{ type: 'invalidHeaders', message: 'Invalid header values', details: [{ name: 'Content-Type' }] }],
      })
    },
  )

  it('may have parameters in its type', async () => {
    const { send } = await createMerchantClient({}, keys)
    expect((await send({ path, body, headers: { 'content-type': 'Application/JSON; charset=utf-8' } })).status).toBe(
      201,
    )
  })
})
