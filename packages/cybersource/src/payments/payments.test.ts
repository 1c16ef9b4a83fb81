import { type CardNetwork, type PaymentCredential, Secret, TokenNumber } from '@nt/core'
import { leaksIn, renderings } from '@nt/core/testing'
import { describe, expect, it } from 'vitest'
import * as door from './index.ts'
import { payments } from './index.ts'

const cryptogram = 'AgAAAAAAAIR8CQrXcIhbQAAAAAA='
const code = '4821'

/** What each network gives for a customer's payment: its own proof, and its own ECI or none. */
const networks: readonly [
  CardNetwork,
  number: string,
  type: string | undefined,
  eci: string | undefined,
  proof: object,
][] = [
  ['visa', '4895370000000007', '001', '07', { cryptogram }],
  ['mastercard', '5204241234567892', '002', '02', { cryptogram }],
  ['american-express', '377712345678902', '003', undefined, { securityCode: code }],
  ['discover', '6011000990139424', '004', '05', { cryptogram }],
  ['diners-club', '36006666333344', '005', undefined, { cryptogram }],
  ['jcb', '3528000700000000', '007', undefined, { cryptogram }],
  ['maestro', '6759649826438453', '042', undefined, { cryptogram }],
  ['unionpay', '6240008631401148', '062', undefined, { cryptogram }],
  ['unknown', '9999990000000001', undefined, undefined, { cryptogram }],
]

const credentialOf = (network: CardNetwork, number: string, eci?: string): PaymentCredential => ({
  ref: { provider: 'cybersource', id: 'R' },
  network,
  tokenNumber: new TokenNumber(number),
  expiry: { month: 3, year: 2031 },
  requestorId: '40010000001',
  ...(network === 'american-express'
    ? { dynamicSecurityCode: new Secret(code, 'security code') }
    : { cryptogram: new Secret(cryptogram, 'cryptogram') }),
  ...(eci && { eci }),
})
const visa = credentialOf('visa', '4895370000000007', '07')
const own = {
  clientReferenceInformation: { code: 'order-1' },
  orderInformation: { amountDetails: { totalAmount: '10.00', currency: 'USD' } },
} as const

describe('a payment of the customer', () => {
  it.each(networks)('with %s', (network, number, type, eci, proof) => {
    expect(payments.customerInitiated(credentialOf(network, number, eci)).reveal()).toEqual({
      paymentInformation: {
        tokenizedCard: {
          number,
          expirationMonth: '03',
          expirationYear: '2031',
          ...(type && { type }),
          transactionType: '3',
          requestorId: '40010000001',
          ...proof,
        },
      },
      ...(eci && { consumerAuthenticationInformation: { eciRaw: eci } }),
    })
  })

  it('in whole', () => {
    const rest = { ...own, processingInformation: { capture: true, commerceIndicator: 'internet' } } as const
    expect(payments.customerInitiated(visa, rest, { storedCredential: 'subsequent' }).reveal()).toMatchInlineSnapshot(`
      {
        "clientReferenceInformation": {
          "code": "order-1",
        },
        "consumerAuthenticationInformation": {
          "eciRaw": "07",
        },
        "orderInformation": {
          "amountDetails": {
            "currency": "USD",
            "totalAmount": "10.00",
          },
        },
        "paymentInformation": {
          "tokenizedCard": {
            "cryptogram": "AgAAAAAAAIR8CQrXcIhbQAAAAAA=",
            "expirationMonth": "03",
            "expirationYear": "2031",
            "number": "4895370000000007",
            "requestorId": "40010000001",
            "transactionType": "3",
            "type": "001",
          },
        },
        "processingInformation": {
          "authorizationOptions": {
            "initiator": {
              "storedCredentialUsed": true,
              "type": "customer",
            },
          },
          "capture": true,
          "commerceIndicator": "internet",
        },
      }
    `)
  })

  it('puts the card on file, or says that it is', () => {
    const initiatorOf = (storedCredential: 'first' | 'subsequent') =>
      JSON.parse(JSON.stringify(payments.customerInitiated(visa, own, { storedCredential }).reveal()))
        .processingInformation.authorizationOptions.initiator
    expect(initiatorOf('first')).toEqual({ type: 'customer', credentialStoredOnFile: true })
    expect(initiatorOf('subsequent')).toEqual({ type: 'customer', storedCredentialUsed: true })
  })

  it('keeps the outcome of 3-D Secure beside the token cryptogram', () => {
    const rest = { ...own, consumerAuthenticationInformation: { cavv: 'from 3-D Secure', eciRaw: '05' } }
    const body = payments.customerInitiated(visa, rest).reveal()
    expect(body.consumerAuthenticationInformation).toEqual({ cavv: 'from 3-D Secure', eciRaw: '05' })
    expect(body.paymentInformation.tokenizedCard.cryptogram).toBe(cryptogram)
  })

  it('takes the in-app transaction type where the processor knows no other', () => {
    const { paymentInformation } = payments.customerInitiated(visa, {}, { transactionType: '1' }).reveal()
    expect(paymentInformation.tokenizedCard.transactionType).toBe('1')
  })

  it('never makes up an ECI or a commerce indicator', () => {
    const text = JSON.stringify(payments.customerInitiated(credentialOf('mastercard', '5204241234567892')).reveal())
    expect(text).not.toMatch(/eci|commerceIndicator/i)
  })

  it.each<[string, Partial<PaymentCredential>, RegExp]>([
    [
      'no proof',
      { cryptogram: undefined },
      /cryptogram is missing: ask for the credential with the initiator 'customer'/,
    ],
    ['a cryptogram of 41', { cryptogram: new Secret('x'.repeat(41)) }, /cryptogram must have 1 to 40 characters/],
    [
      'a code of five',
      { cryptogram: undefined, dynamicSecurityCode: new Secret('12345') },
      /dynamicSecurityCode must be/,
    ],
  ])('is refused with %s', (_, wrong, words) => {
    const build = () => payments.customerInitiated({ ...visa, ...wrong })
    expect(build).toThrow(words)
    expect(build).toThrow(expect.objectContaining({ code: 'input_invalid' }))
  })

  it.each<[CardNetwork, object]>([
    ['american-express', { securityCode: code }],
    ['visa', { cryptogram }],
  ])('has one proof, for %s its own, when the credential has two', (network, proof) => {
    const both = { ...visa, network, dynamicSecurityCode: new Secret(code) }
    const { number, expirationMonth, expirationYear, type, transactionType, requestorId, ...rest } = payments
      .customerInitiated(both)
      .reveal().paymentInformation.tokenizedCard
    expect(rest).toEqual(proof)
  })
})

describe('a payment under an agreement', () => {
  it.each(networks)('with %s has nothing that proves a customer', (network, number, type, eci) => {
    expect(payments.merchantInitiated(credentialOf(network, number, eci)).reveal()).toEqual({
      paymentInformation: {
        tokenizedCard: {
          number,
          expirationMonth: '03',
          expirationYear: '2031',
          ...(type && { type }),
          transactionType: '3',
          requestorId: '40010000001',
        },
      },
      processingInformation: { authorizationOptions: { initiator: { type: 'merchant', storedCredentialUsed: true } } },
    })
  })

  it('in whole', () => {
    const rest = {
      ...own,
      processingInformation: { commerceIndicator: 'recurring', authorizationOptions: { ignoreAvsResult: true } },
    }
    const agreement = { previousTransactionId: '123456789619999', reason: '7', originalAuthorizedAmount: '10.00' }
    expect(payments.merchantInitiated(visa, rest, { agreement }).reveal()).toMatchInlineSnapshot(`
      {
        "clientReferenceInformation": {
          "code": "order-1",
        },
        "orderInformation": {
          "amountDetails": {
            "currency": "USD",
            "totalAmount": "10.00",
          },
        },
        "paymentInformation": {
          "tokenizedCard": {
            "expirationMonth": "03",
            "expirationYear": "2031",
            "number": "4895370000000007",
            "requestorId": "40010000001",
            "transactionType": "3",
            "type": "001",
          },
        },
        "processingInformation": {
          "authorizationOptions": {
            "ignoreAvsResult": true,
            "initiator": {
              "merchantInitiatedTransaction": {
                "originalAuthorizedAmount": "10.00",
                "previousTransactionId": "123456789619999",
                "reason": "7",
              },
              "storedCredentialUsed": true,
              "type": "merchant",
            },
          },
          "commerceIndicator": "recurring",
        },
      }
    `)
  })

  it('leaves authentication out even where types were not looked at', () => {
    const careless = { ...own, consumerAuthenticationInformation: { cavv: 'x' } } as unknown as typeof own
    expect(payments.merchantInitiated(visa, careless).reveal()).not.toHaveProperty('consumerAuthenticationInformation')
    expect(payments.refund(visa, careless).reveal()).not.toHaveProperty('consumerAuthenticationInformation')
  })
})

describe('a refund', () => {
  it.each(networks)('to %s is the token alone', (network, number, type, eci) => {
    expect(payments.refund(credentialOf(network, number, eci), own).reveal()).toEqual({
      ...own,
      paymentInformation: {
        tokenizedCard: { number, expirationMonth: '03', expirationYear: '2031', ...(type && { type }) },
      },
    })
  })
})

it('does not let a wrong field be set', () => {
  // @ts-expect-error the credential fills the token
  payments.customerInitiated(visa, { paymentInformation: { tokenizedCard: { number: '1' } } })
  // @ts-expect-error a token is not sent beside a card
  payments.customerInitiated(visa, { paymentInformation: { card: { number: '1' } } })
  // @ts-expect-error who initiates is in the name of the function
  payments.merchantInitiated(visa, { processingInformation: { authorizationOptions: { initiator: {} } } })
  // @ts-expect-error a merchant's payment has no authentication
  payments.merchantInitiated(visa, { consumerAuthenticationInformation: { cavv: 'x' } })
  // @ts-expect-error a merchant's payment has no cryptogram
  payments.merchantInitiated(visa).reveal().paymentInformation.tokenizedCard.cryptogram satisfies string
  // @ts-expect-error a refund has no cryptogram
  payments.refund(visa).reveal().paymentInformation.tokenizedCard.cryptogram satisfies string
})

it('shows nothing by accident', () => {
  const amex = credentialOf('american-express', '377712345678902')
  const built = [
    payments.customerInitiated(visa, own),
    payments.merchantInitiated(visa),
    payments.refund(visa),
    payments.customerInitiated(amex),
  ]
  const shown = built.flatMap((each) => [...renderings(each), ...renderings({ request: each })]).join('\n')
  expect(leaksIn(shown, ['4895370000000007', '377712345678902', cryptogram])).toEqual([])
  expect(`${built[0]}`).toBe('[payment request]')
})

it('exports these names', () => {
  expect(Object.keys(door)).toEqual(['payments'])
})
