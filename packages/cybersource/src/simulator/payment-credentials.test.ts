import { beforeEach, describe, expect, it } from 'vitest'
import { createMerchantClient, type MerchantClient } from './__fixtures__/merchant-client.ts'

const numbers = { visa: '4622943123144639', mastercard: '5120342233150747', amex: '378282246310005' }
interface Token {
  id: string
  number: string
  expirationYear: string
  _links: { instrumentIdentifier: { href: string } }
}
interface Credential {
  _links: { self: { href: string } }
  tokenizedCard: Record<string, unknown>
}

let client: MerchantClient
beforeEach(async () => {
  client = await createMerchantClient()
})

const tokenFor = async (number = numbers.visa) => {
  const card = { number, expirationMonth: '12', expirationYear: '2040' }
  const body = { source: 'ONFILE', card, createInstrumentIdentifier: true }
  const headers = { accept: 'application/jose' }
  const response = await client.send({ path: '/tms/v2/tokenized-cards', body, headers })
  return (await client.openJose(response)).body as Token
}
const ask = (
  id: string,
  body: unknown = {},
  headers: Record<string, string> = { accept: 'application/jose;charset=utf-8' },
) => client.send({ path: `/tms/v2/tokens/${id}/payment-credentials`, body, headers })
const credentialOf = async (response: Response) => (await client.openJose(response)).body as Credential

describe('a payment credential', () => {
  it('has every documented member', async () => {
    const token = await tokenFor()
    const response = await ask(token.id)
    expect(response.status).toBe(201)
    expect(response.headers.get('content-type')).toBe('application/jose')
    expect(await credentialOf(response)).toEqual({
      _links: { self: { href: `/tms/v2/tokens/${token.id}/payment-credentials` } },
      tokenizedCard: {
        state: 'ACTIVE',
        enrollmentId: expect.any(String),
        tokenReferenceId: expect.any(String),
        number: token.number,
        expirationMonth: '12',
        expirationYear: token.expirationYear,
        type: 'visa',
        cryptogram: expect.stringMatching(/^[A-Za-z0-9+/]{27}=$/),
        eci: '07',
        requestorId: expect.stringMatching(/^[0-9]{11}$/),
        applicationTransactionCounter: '0001',
        card: { suffix: '4639', expirationMonth: '12', expirationYear: '2040' },
      },
      card: { number: '462294XXXXXX4639' },
      issuer: { paymentAccountReference: expect.stringMatching(/^V001/) },
    })
  })

  it('is a JWE whatever the request accepts', async () => {
    const { id } = await tokenFor()
    const response = await ask(id, {}, { accept: 'application/json' })
    expect(await credentialOf(response)).toHaveProperty('tokenizedCard.cryptogram')
  })

  it('is a JWE under the Token Management key though a response key is named', async () => {
    const { id } = await tokenFor()
    const claims = { 'v-c-response-mle-kid': client.keys.provider.responseMle.kid }
    const response = await client.send({ path: `/tms/v2/tokens/${id}/payment-credentials`, body: {}, claims })
    expect((await client.openJose(response)).header).toMatchObject({ kid: client.keys.tokenManagement.kid })
  })

  it('is new at every call, and the counter counts', async () => {
    const { id } = await tokenFor()
    const [first, second] = [await credentialOf(await ask(id)), await credentialOf(await ask(id))]
    expect(first.tokenizedCard['cryptogram']).not.toBe(second.tokenizedCard['cryptogram'])
    expect([first, second].map(({ tokenizedCard }) => tokenizedCard['applicationTransactionCounter'])).toEqual([
      '0001',
      '0002',
    ])
  })

  it('is found by the instrument identifier, and names what was asked', async () => {
    const token = await tokenFor()
    const instrument = token._links.instrumentIdentifier.href.split('/').at(-1) ?? ''
    const credential = await credentialOf(await ask(instrument))
    expect(credential._links.self.href).toBe(`/tms/v2/tokens/${instrument}/payment-credentials`)
    expect(credential.tokenizedCard['number']).toBe(token.number)
  })

  it('is found by the instrument identifier of the newest token', async () => {
    const old = await tokenFor()
    client.simulator.control.setState(old.id, 'deleted')
    const token = await tokenFor()
    const instrument = token._links.instrumentIdentifier.href.split('/').at(-1) ?? ''
    expect((await credentialOf(await ask(instrument))).tokenizedCard['number']).toBe(token.number)
  })

  it.each([
    ['visa, nothing asked', numbers.visa, {}, ['cryptogram', 'eci', 'requestorId', 'applicationTransactionCounter']],
    ['visa, number only', numbers.visa, { paymentCredentialType: 'NETWORK_TOKEN' }, []],
    [
      'visa, security code',
      numbers.visa,
      { paymentCredentialType: 'SECURITY_CODE' },
      ['securityCode', 'eci', 'requestorId', 'applicationTransactionCounter'],
    ],
    [
      'visa, account funding',
      numbers.visa,
      { paymentCredentialType: 'CRYPTOGRAM', transactionType: 'AFT' },
      ['cryptogram', 'eci', 'requestorId', 'applicationTransactionCounter'],
    ],
    ['mastercard, nothing asked', numbers.mastercard, {}, ['cryptogram', 'eci', 'requestorId']],
    [
      'mastercard, cryptogram',
      numbers.mastercard,
      { paymentCredentialType: 'CRYPTOGRAM', transactionType: 'ECOM' },
      ['cryptogram', 'eci', 'requestorId'],
    ],
    ['amex, nothing asked', numbers.amex, {}, ['securityCode', 'eci', 'requestorId']],
    [
      'amex, security code',
      numbers.amex,
      { paymentCredentialType: 'SECURITY_CODE' },
      ['securityCode', 'eci', 'requestorId'],
    ],
  ])('carries the proof of %s', async (_, number, body, proof) => {
    const { id } = await tokenFor(number)
    const { tokenizedCard } = await credentialOf(await ask(id, body))
    const known = ['cryptogram', 'securityCode', 'eci', 'requestorId', 'applicationTransactionCounter']
    expect(known.filter((name) => name in tokenizedCard).sort()).toEqual([...proof].sort())
    expect(tokenizedCard['number']).toMatch(/^[0-9]{15,16}$/)
  })

  it('of American Express has a security code of four digits', async () => {
    const { id } = await tokenFor(numbers.amex)
    expect((await credentialOf(await ask(id))).tokenizedCard['securityCode']).toMatch(/^[0-9]{4}$/)
  })

  it('has eci 05 after an authentication', async () => {
    const { id } = await tokenFor()
    const body = { authenticatedIdentities: [{ provider: 'VISA_PAYMENT_PASSKEY', data: 'x' }] }
    expect((await credentialOf(await ask(id, body))).tokenizedCard['eci']).toBe('05')
  })

  it('belongs to another card when a test wants that', async () => {
    const { id, number } = await tokenFor()
    client.simulator.control.oddNextAnswer('other-card')
    const odd = await credentialOf(await ask(id))
    expect(odd._links.self.href).not.toContain(id)
    expect(odd.tokenizedCard['number']).not.toBe(number)
  })
})

describe('no payment credential', () => {
  it.each([
    ['suspended', 403, 'forbidden', 'Token is suspended'],
    ['expired', 403, 'forbidden', 'Token is expired'],
    ['deleted', 410, 'notAvailable', 'Token not available'],
  ] as const)('comes of a token that is %s', async (state, status, type, message) => {
    const { id } = await tokenFor()
    client.simulator.control.setState(id, state)
    const response = await ask(id)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect([response.status, await response.json()]).toEqual([status, { errors: [{ type, message }] }])
  })

  it('comes of a removed token', async () => {
    const { id } = await tokenFor()
    await client.send({ path: `/tms/v2/tokenized-cards/${id}/delete`, body: {} })
    expect((await ask(id)).status).toBe(410)
  })

  it('comes of an unknown token', async () => {
    expect((await ask('0')).status).toBe(404)
  })

  it.each([
    [
      'a cryptogram of American Express',
      numbers.amex,
      { paymentCredentialType: 'CRYPTOGRAM' },
      'invalidCombination',
      'paymentCredentialType',
    ],
    [
      'AFT of Mastercard',
      numbers.mastercard,
      { paymentCredentialType: 'CRYPTOGRAM', transactionType: 'AFT' },
      'invalidCombination',
      'transactionType',
    ],
    ['AFT without CRYPTOGRAM', numbers.visa, { transactionType: 'AFT' }, 'invalidCombination', 'transactionType'],
    ['an unknown type', numbers.visa, { paymentCredentialType: 'MAGIC' }, 'invalidFields', 'paymentCredentialType'],
  ])('comes for %s', async (_, number, body, type, name) => {
    const { id } = await tokenFor(number)
    const response = await ask(id, body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ errors: [{ type, details: [{ name }] }] })
  })
})
