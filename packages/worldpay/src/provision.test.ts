import { NetworkTokenError, Pan, Secret } from '@nt/core'
import { describe, expect, it } from 'vitest'
import {
  created,
  empty,
  fakeWorldpay,
  html,
  json,
  masked,
  mediaType,
  provisioningError,
  reference,
  reset,
  type Step,
  token,
  tokenNumber,
} from './__fixtures__/fake-worldpay.ts'
import { createWorldpay } from './client.ts'
import type { CardFront, CardTokenized } from './provision.ts'

const front: CardFront = {
  type: 'card/front',
  cardNumber: Pan.parse('5555555555554444'),
  cardHolderName: 'A Tester',
  cardExpiryDate: { month: 11, year: 2031 },
}
const tokenized: CardTokenized = {
  type: 'card/tokenized',
  href: 'https://try.access.worldpay.com/tokens/b3BhcXVl',
}

async function create(step: Step, paymentInstrument: CardFront | CardTokenized = front) {
  const { sent, settings } = fakeWorldpay(step)
  const work = createWorldpay(settings).networkTokens.create({ paymentInstrument })
  const result = await work.catch((error: unknown) => {
    if (NetworkTokenError.isInstance(error)) return error
    throw error
  })
  return { result, sent }
}

describe('creating a network token', () => {
  it('sends a card with exactly the documented fields', async () => {
    const { sent } = await create(json(created()))
    expect(sent).toMatchInlineSnapshot(`
      [
        {
          "body": {
            "merchant": {
              "entity": "default",
            },
            "paymentInstrument": {
              "cardExpiryDate": {
                "month": 11,
                "year": 2031,
              },
              "cardHolderName": "A Tester",
              "cardNumber": "5555555555554444",
              "type": "card/front",
            },
          },
          "headers": {
            "accept": "application/vnd.worldpay.tokens-v3.hal+json",
            "authorization": "Basic dXNlcjpzZWNyZXQ=",
            "content-type": "application/vnd.worldpay.tokens-v3.hal+json",
          },
          "method": "POST",
          "url": "https://try.access.worldpay.com/tokens/network",
        },
      ]
    `)
  })

  it('sends the address of a card token with exactly the documented fields', async () => {
    const { sent } = await create(json(created()), tokenized)
    expect(sent[0]?.body).toMatchInlineSnapshot(`
      {
        "merchant": {
          "entity": "default",
        },
        "paymentInstrument": {
          "href": "https://try.access.worldpay.com/tokens/b3BhcXVl",
          "type": "card/tokenized",
        },
      }
    `)
  })

  it('drops properties that the host does not know', async () => {
    const extended = { ...front, cvc: '123', cardExpiryDate: { month: 11, year: 2031, day: 1 } }
    const { sent } = await create(json(created()), extended)
    expect(JSON.stringify(sent[0]?.body)).not.toMatch(/cvc|day/)
  })

  it('names another entity when the request does', async () => {
    const { sent, settings } = fakeWorldpay(json(created()))
    await createWorldpay(settings).networkTokens.create({ paymentInstrument: front, merchant: { entity: 'shop-2' } })
    expect(sent[0]?.body).toMatchObject({ merchant: { entity: 'shop-2' } })
  })

  const declined = { tokenPaymentInstrument: undefined }
  it.each<[string, object, 'provisioned' | 'accepted' | 'declined', number]>([
    ['a token', { tokenPaymentInstrument: token() }, 'provisioned', 0],
    [
      'a token and an empty list of errors',
      { tokenPaymentInstrument: token(), provisioningErrors: [] },
      'provisioned',
      0,
    ],
    ['a suspended token', { tokenPaymentInstrument: token('Suspended') }, 'provisioned', 0],
    ['no token', {}, 'accepted', 0],
    ['a null token', { tokenPaymentInstrument: null, provisioningErrors: null }, 'accepted', 0],
    ['a token without a number', { tokenPaymentInstrument: { status: 'Inactive' } }, 'accepted', 0],
    ['errors as an array', { ...declined, provisioningErrors: [provisioningError] }, 'declined', 1],
    ['errors as an object', { ...declined, provisioningErrors: provisioningError }, 'declined', 1],
    ['two errors', { ...declined, provisioningErrors: [provisioningError, provisioningError] }, 'declined', 2],
    ['an error without fields', { ...declined, provisioningErrors: {} }, 'declined', 1],
    ['a code as a number', { provisioningErrors: [{ ...provisioningError, errorCode: 301 }] }, 'declined', 1],
    [
      'errors and a token without a number',
      { tokenPaymentInstrument: { status: 'Inactive' }, provisioningErrors: [provisioningError] },
      'declined',
      1,
    ],
    ['the status of a failure', { tokenPaymentInstrument: { status: 'Provision Processor Error' } }, 'declined', 0],
  ])('reads %s as %s', async (_, more, outcome, errors) => {
    const { result } = await create(json(created(more)))
    expect(result).toMatchObject({ outcome, tokenReference: reference, correlationId: 'b1c2' })
    expect('provisioningErrors' in result && result.provisioningErrors).toHaveLength(errors)
  })

  it('gives every field of a token', async () => {
    const { result } = await create(json(created({ tokenPaymentInstrument: token() })))
    expect(result).toMatchInlineSnapshot(`
      {
        "correlationId": "b1c2",
        "network": "mastercard",
        "outcome": "provisioned",
        "paymentAccountReference": "V00100130SANDBOX0000000000001",
        "paymentInstrument": {
          "cardExpiryDate": {
            "month": 11,
            "year": 2031,
          },
          "firstSix": "555555",
          "lastFour": "4444",
          "type": "card/masked",
        },
        "provisioningErrors": [],
        "raw": "[answer]",
        "tokenPaymentInstrument": {
          "expiryDate": {
            "month": 12,
            "year": 2032,
          },
          "status": "Active",
          "tokenNumber": "[token **** 7892]",
          "type": "card/networkToken",
        },
        "tokenReference": "5d0c6f0e-2a51-4e0f-9d7b-0c4a6a3d1e11",
      }
    `)
    expect(
      'outcome' in result && result.outcome === 'provisioned' && result.tokenPaymentInstrument.tokenNumber.reveal(),
    ).toBe(tokenNumber)
  })

  it('gives every field of an error, its free text hidden', async () => {
    const { result } = await create(json(created({ provisioningErrors: provisioningError })))
    const [error] = 'provisioningErrors' in result ? result.provisioningErrors : []
    expect(error).toMatchInlineSnapshot(`
      {
        "context": "Provision Token.Processor Error",
        "errorCode": "301",
        "message": "[message]",
        "providerErrorCode": "403",
        "source": "A2T Visa NPT Token Provider Service",
      }
    `)
    expect(error?.message?.reveal()).toBe(provisioningError.message)
  })

  it.each<[string, object]>([
    [
      'the card',
      { paymentInstrument: { ...masked, paymentAccountReference: 'PAR1' }, tokenPaymentInstrument: token() },
    ],
    [
      'the token',
      {
        paymentInstrument: { ...masked, paymentAccountReference: undefined },
        tokenPaymentInstrument: { ...token(), paymentAccountReference: 'PAR1' },
      },
    ],
  ])('reads the account reference beside %s', async (_, more) => {
    expect((await create(json(created(more)))).result).toMatchObject({ paymentAccountReference: 'PAR1' })
  })

  it('keeps what it does not know, hidden', async () => {
    const more = { tokenPaymentInstrument: { ...token('Frozen'), assurance: { level: 3 } }, added: true }
    const { result } = await create(json(created(more)))
    expect(result).toMatchObject({ tokenPaymentInstrument: { status: 'Frozen' } })
    expect('raw' in result && result.raw.reveal()).toMatchObject(more)
    expect('raw' in result && result.raw).toBeInstanceOf(Secret)
  })

  it('does not mind links it does not follow', async () => {
    const _links = { 'tokens:networkTokenLookup': { href: 'https://evil.example/x' }, curies: 'odd' }
    expect((await create(json(created({ _links })))).result).toMatchObject({ outcome: 'accepted' })
    expect((await create(json(created({ _links: 'none' })))).result).toMatchObject({ outcome: 'accepted' })
  })

  it.each<[string, object]>([
    ['another card', { paymentInstrument: { ...masked, lastFour: '1111' } }],
    ['no card', { paymentInstrument: undefined }],
    ['a declined other card', { paymentInstrument: { lastFour: '1111' }, provisioningErrors: [provisioningError] }],
  ])('refuses an answer about %s', async (_, more) => {
    const { result } = await create(json(created({ tokenPaymentInstrument: token(), ...more })))
    expect(result).toMatchObject({ code: 'answer_mismatch', mayHaveTakenEffect: true, correlationId: 'b1c2' })
  })

  it('cannot compare cards when it sent a token', async () => {
    const { result } = await create(json(created({ paymentInstrument: { lastFour: '1111' } })), tokenized)
    expect(result).toMatchObject({ outcome: 'accepted' })
  })

  it.each<[string, Step, string]>([
    ['another media type', () => Response.json(created()), 'answer_unreadable'],
    ['a page in HTML', html(200), 'answer_unreadable'],
    ['nothing', empty(200), 'answer_unreadable'],
    ['an array', json([created()]), 'answer_unreadable'],
    ['no reference', json(created({ tokenReference: undefined })), 'answer_unreadable'],
    [
      'a number for a token number',
      json(created({ tokenPaymentInstrument: { ...token(), tokenNumber: 1 } })),
      'answer_unreadable',
    ],
    [
      'a month of 13',
      json(created({ tokenPaymentInstrument: { ...token(), expiryDate: { month: 13, year: 2031 } } })),
      'answer_unreadable',
    ],
    ['HTTP 201', json(created(), 201), 'answer_unreadable'],
    ['HTTP 500', empty(500), 'outcome_unknown'],
    ['a reset', reset, 'outcome_unknown'],
  ])('says that a token may exist after %s, and sends nothing again', async (_, step, code) => {
    const { result, sent } = await create(step)
    expect(result).toMatchObject({ code, mayHaveTakenEffect: true })
    expect(sent).toHaveLength(1)
  })

  it.each(['', '   ', undefined])('refuses %j for a name before anything is sent', async (name) => {
    const { result, sent } = await create(json(created()), { ...front, cardHolderName: name as string })
    expect(result).toMatchObject({ code: 'card_invalid', issues: [{ path: 'cardholderName' }] })
    expect(sent).toHaveLength(0)
  })

  it.each(['https://evil.example/tokens/x', 'https://access.worldpay.com/tokens/x', '/tokens/{x}', ''])(
    'refuses %j for a card token before anything is sent',
    async (href) => {
      const { result, sent } = await create(json(created()), { ...tokenized, href })
      expect(result).toMatchObject({ code: 'link_refused', mayHaveTakenEffect: false })
      expect(sent).toHaveLength(0)
    },
  )

  it('names its media type on both sides', async () => {
    const { sent } = await create(json(created()))
    expect(sent[0]?.headers).toMatchObject({ accept: mediaType, 'content-type': mediaType })
  })
})
