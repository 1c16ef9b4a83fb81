import { type CardNetwork, type PaymentCredential, Secret, TokenNumber } from '@nt/core'
import { leaksIn, renderings } from '@nt/core/testing'
import { describe, expect, it } from 'vitest'
import * as door from './index.ts'
import { cardPayments, payments } from './index.ts'

const cryptogram = 'AgAAAAAAAIR8CQrXcIhbQAAAAAA='

/** What each network gives for a customer's payment: its own number range and its own ECI, or none. */
const networks: readonly [CardNetwork, number: string, eci: string | undefined][] = [
  ['visa', '4895370000000007', '07'],
  ['mastercard', '5204241234567892', '02'],
  ['american-express', '377712345678902', undefined],
  ['discover', '6011000990139424', '05'],
]
const credentialOf = (network: CardNetwork, number: string, eci?: string): PaymentCredential => ({
  ref: { provider: 'worldpay', id: 'r' },
  network,
  tokenNumber: new TokenNumber(number),
  expiry: { month: 3, year: 2031 },
  cryptogram: new Secret(cryptogram, 'cryptogram'),
  ...(eci && { eci }),
})
const visa = credentialOf('visa', '4895370000000007', '07')
const { cryptogram: _, eci: __, ...merchants } = visa

const own = {
  transactionReference: 'order-1',
  merchant: { entity: 'default' },
  instruction: { value: { currency: 'GBP', amount: 250 }, narrative: { line1: 'Shop' } },
} as const
const agreement = { type: 'subscription', schemeReference: 'MCCOLXT1C0104' } as const
const underAgreement = { ...own, instruction: { ...own.instruction, customerAgreement: agreement } } as const
const subsequent = {
  ...own,
  instruction: { ...own.instruction, customerAgreement: { ...agreement, storedCardUsage: 'subsequent' } },
} as const

describe('Card Payments 7', () => {
  it.each(networks)('a customer pays with %s: cryptogram and ECI under authentication', (network, number, eci) => {
    const { instruction, authentication } = cardPayments
      .customerInitiated(credentialOf(network, number, eci), own)
      .reveal()
    expect({ instruction, authentication }).toEqual({
      instruction: {
        ...own.instruction,
        paymentInstrument: { type: 'card/networkToken', tokenNumber: number, expiryDate: { month: 3, year: 2031 } },
      },
      authentication: { networkToken: { cryptogram, ...(eci && { eci }) } },
    })
  })

  it.each(networks)('a merchant charges %s: no authentication at all', (network, number, eci) => {
    const body = cardPayments.merchantInitiated(credentialOf(network, number, eci), underAgreement).reveal()
    expect(body).toEqual({
      ...underAgreement,
      instruction: {
        ...underAgreement.instruction,
        paymentInstrument: { type: 'card/networkToken', tokenNumber: number, expiryDate: { month: 3, year: 2031 } },
      },
    })
    expect(body).not.toHaveProperty('authentication')
  })

  it('a customer pays: the whole body', () => {
    const rest = { ...own, channel: 'ecom', authentication: { threeDS: { version: '2.2.0', eci: '05' } } }
    const holder = { cardHolderName: 'A Tester', billingAddress: { city: 'Town' } }
    expect(cardPayments.customerInitiated(visa, rest, holder).reveal()).toMatchInlineSnapshot(`
      {
        "authentication": {
          "networkToken": {
            "cryptogram": "AgAAAAAAAIR8CQrXcIhbQAAAAAA=",
            "eci": "07",
          },
          "threeDS": {
            "eci": "05",
            "version": "2.2.0",
          },
        },
        "channel": "ecom",
        "instruction": {
          "narrative": {
            "line1": "Shop",
          },
          "paymentInstrument": {
            "billingAddress": {
              "city": "Town",
            },
            "cardHolderName": "A Tester",
            "expiryDate": {
              "month": 3,
              "year": 2031,
            },
            "tokenNumber": "4895370000000007",
            "type": "card/networkToken",
          },
          "value": {
            "amount": 250,
            "currency": "GBP",
          },
        },
        "merchant": {
          "entity": "default",
        },
        "transactionReference": "order-1",
      }
    `)
  })

  it('a merchant charges: the whole body', () => {
    expect(cardPayments.merchantInitiated(merchants, underAgreement).reveal()).toMatchInlineSnapshot(`
      {
        "instruction": {
          "customerAgreement": {
            "schemeReference": "MCCOLXT1C0104",
            "type": "subscription",
          },
          "narrative": {
            "line1": "Shop",
          },
          "paymentInstrument": {
            "expiryDate": {
              "month": 3,
              "year": 2031,
            },
            "tokenNumber": "4895370000000007",
            "type": "card/networkToken",
          },
          "value": {
            "amount": 250,
            "currency": "GBP",
          },
        },
        "merchant": {
          "entity": "default",
        },
        "transactionReference": "order-1",
      }
    `)
  })

  it('leaves authentication out of a merchant-initiated payment even where types were not looked at', () => {
    const careless = { ...underAgreement, authentication: { threeDS: {} } } as unknown as typeof underAgreement
    expect(cardPayments.merchantInitiated(visa, careless).reveal()).not.toHaveProperty('authentication')
  })
})

describe('Payments 2024-06-01', () => {
  it.each(networks)('a customer pays with %s: cryptogram and ECI inside the instrument', (network, number, eci) => {
    const { instruction } = payments.customerInitiated(credentialOf(network, number, eci), own).reveal()
    expect(instruction.paymentInstrument).toEqual({
      type: 'networkToken',
      tokenNumber: number,
      expiryDate: { month: 3, year: 2031 },
      cryptogram,
      ...(eci && { eci }),
    })
  })

  it.each(networks)('a merchant charges %s: neither', (network, number, eci) => {
    const { instruction } = payments.merchantInitiated(credentialOf(network, number, eci), subsequent).reveal()
    expect(instruction.paymentInstrument).toEqual({
      type: 'networkToken',
      tokenNumber: number,
      expiryDate: { month: 3, year: 2031 },
    })
  })

  it('a customer pays: the whole body', () => {
    expect(payments.customerInitiated(visa, own, { cardHolderName: 'A Tester' }).reveal()).toMatchInlineSnapshot(`
      {
        "instruction": {
          "method": "card",
          "narrative": {
            "line1": "Shop",
          },
          "paymentInstrument": {
            "cardHolderName": "A Tester",
            "cryptogram": "AgAAAAAAAIR8CQrXcIhbQAAAAAA=",
            "eci": "07",
            "expiryDate": {
              "month": 3,
              "year": 2031,
            },
            "tokenNumber": "4895370000000007",
            "type": "networkToken",
          },
          "value": {
            "amount": 250,
            "currency": "GBP",
          },
        },
        "merchant": {
          "entity": "default",
        },
        "transactionReference": "order-1",
      }
    `)
  })

  it('a merchant charges: the whole body', () => {
    expect(payments.merchantInitiated(merchants, subsequent).reveal()).toMatchInlineSnapshot(`
      {
        "instruction": {
          "customerAgreement": {
            "schemeReference": "MCCOLXT1C0104",
            "storedCardUsage": "subsequent",
            "type": "subscription",
          },
          "method": "card",
          "narrative": {
            "line1": "Shop",
          },
          "paymentInstrument": {
            "expiryDate": {
              "month": 3,
              "year": 2031,
            },
            "tokenNumber": "4895370000000007",
            "type": "networkToken",
          },
          "value": {
            "amount": 250,
            "currency": "GBP",
          },
        },
        "merchant": {
          "entity": "default",
        },
        "transactionReference": "order-1",
      }
    `)
  })

  it('a customer pays with a cryptogram that Worldpay makes: both are left out, never one', () => {
    const { instruction } = payments.customerInitiatedWithoutCryptogram(visa, own).reveal()
    expect(Object.keys(instruction.paymentInstrument)).toEqual(['type', 'tokenNumber', 'expiryDate'])
  })
})

const apis = {
  'Card Payments 7': {
    refund: cardPayments.refund,
    customerInitiated: (credential: PaymentCredential) => cardPayments.customerInitiated(credential, own),
    merchantInitiated: (credential: PaymentCredential) => cardPayments.merchantInitiated(credential, underAgreement),
  },
  'Payments 2024-06-01': {
    refund: payments.refund,
    customerInitiated: (credential: PaymentCredential) => payments.customerInitiated(credential, own),
    merchantInitiated: (credential: PaymentCredential) => payments.merchantInitiated(credential, subsequent),
  },
}

describe.each(Object.entries(apis))('%s', (_, api) => {
  it('refunds without any instrument', () => {
    const refund = api.refund({ reference: 'refund-1', value: { currency: 'GBP', amount: 250 } })
    expect(refund).toEqual({ reference: 'refund-1', value: { currency: 'GBP', amount: 250 } })
  })

  it.each<[string, Partial<PaymentCredential>, RegExp]>([
    [
      'no cryptogram',
      { cryptogram: undefined },
      /cryptogram is missing: ask for the credential with the initiator 'customer'/,
    ],
    [
      'a dynamic code only',
      { cryptogram: undefined, dynamicSecurityCode: new Secret('1234') },
      /a dynamic security code has no documented place/,
    ],
    ['a cryptogram of 41', { cryptogram: new Secret('x'.repeat(41)) }, /cryptogram must have 1 to 40 characters/],
    ['an ECI of one digit', { eci: '7' }, /eci must be two digits/],
    [
      'a number of eleven digits',
      { tokenNumber: new TokenNumber('48953700000') },
      /tokenNumber must have 12 to 19 digits/,
    ],
  ])("refuses a customer's payment with %s", (_, wrong, words) => {
    const build = () => api.customerInitiated({ ...visa, ...wrong })
    expect(build).toThrow(words)
    expect(build).toThrow(expect.objectContaining({ code: 'input_invalid' }))
  })

  it('never makes up an ECI', () => {
    const { eci: _, ...without } = visa
    expect(JSON.stringify(api.customerInitiated(without).reveal())).not.toContain('eci')
  })

  it('shows nothing by accident', () => {
    const built = [api.customerInitiated(visa), api.merchantInitiated(visa)]
    const shown = built.flatMap((each) => [...renderings(each), ...renderings({ request: each })]).join('\n')
    expect(leaksIn(shown, ['4895370000000007', cryptogram])).toEqual([])
    expect(`${built[0]}`).toBe('[payment request]')
  })
})

it('does not let a wrong field be set', () => {
  // @ts-expect-error the credential fills the instrument
  cardPayments.customerInitiated(visa, { instruction: { paymentInstrument: { type: 'card/plain' } } })
  // @ts-expect-error the credential fills the cryptogram
  cardPayments.customerInitiated(visa, { authentication: { networkToken: { cryptogram: 'x' } } })
  // @ts-expect-error a merchant's payment needs its agreement
  cardPayments.merchantInitiated(visa, own)
  // @ts-expect-error a merchant's payment has no authentication
  cardPayments.merchantInitiated(visa, { ...underAgreement, authentication: { threeDS: {} } })
  // @ts-expect-error a merchant's payment has no cryptogram
  payments.merchantInitiated(visa, subsequent).reveal().instruction.paymentInstrument.cryptogram satisfies string
  // @ts-expect-error the agreement of a merchant's payment is used again, not for the first time
  payments.merchantInitiated(visa, underAgreement)
  // @ts-expect-error a refund has no instrument
  payments.refund({ paymentInstrument: { type: 'networkToken' } })
  // @ts-expect-error a refund has no authentication
  cardPayments.refund({ authentication: {} })
})

it('exports these names', () => {
  expect(Object.keys(door).sort()).toEqual(['cardPayments', 'payments'])
})
