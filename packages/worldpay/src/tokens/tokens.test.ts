import { NetworkTokenError, Pan } from '@nt/core'
import { describe, expect, it } from 'vitest'
import { cardToken, cardTokenLinks, conflictsOf, tokenHref } from '../__fixtures__/card-token.ts'
import { empty, fakeWorldpay, html, json, mediaType, reset, type Step } from '../__fixtures__/fake-worldpay.ts'
import { createWorldpay } from '../client.ts'
import type { CardTokenRequest } from './create.ts'
import type { CardTokenFields } from './update.ts'

const request: CardTokenRequest = {
  paymentInstrument: {
    type: 'card/front',
    cardNumber: Pan.parse('4444333322221111'),
    cardHolderName: 'A Tester',
    cardExpiryDate: { month: 11, year: 2031 },
  },
}
const address = { address1: '1 Street', postalCode: 'AB1 2CD', city: 'Town', countryCode: 'GB' }

function open(...steps: Step[]) {
  const { sent, settings } = fakeWorldpay(...steps)
  return { sent, tokens: createWorldpay(settings).tokens }
}
const failure = async (work: Promise<unknown>): Promise<NetworkTokenError> => {
  const error = await work.then(() => undefined).catch((thrown: unknown) => thrown)
  if (!NetworkTokenError.isInstance(error)) throw new Error('expected a NetworkTokenError')
  return error
}

describe('creating a card token', () => {
  it('sends exactly the documented fields', async () => {
    const { sent, tokens } = open(json(cardToken(), 201))
    await tokens.create({
      ...request,
      paymentInstrument: { ...request.paymentInstrument, billingAddress: { ...address, address2: 'Flat 2' } },
      description: 'a card',
      namespace: 'shop-1',
      schemeTransactionReference: '060720116005060',
      tokenExpiryDateTime: new Date('2031-01-01T10:30:00.000Z'),
    })
    expect(sent).toMatchInlineSnapshot(`
      [
        {
          "body": {
            "description": "a card",
            "merchant": {
              "entity": "default",
            },
            "namespace": "shop-1",
            "paymentInstrument": {
              "billingAddress": {
                "address1": "1 Street",
                "address2": "Flat 2",
                "city": "Town",
                "countryCode": "GB",
                "postalCode": "AB1 2CD",
              },
              "cardExpiryDate": {
                "month": 11,
                "year": 2031,
              },
              "cardHolderName": "A Tester",
              "cardNumber": "4444333322221111",
              "type": "card/front",
            },
            "schemeTransactionReference": "060720116005060",
            "tokenExpiryDateTime": "2031-01-01T10:30:00Z",
          },
          "headers": {
            "accept": "application/vnd.worldpay.tokens-v3.hal+json",
            "authorization": "Basic dXNlcjpzZWNyZXQ=",
            "content-type": "application/vnd.worldpay.tokens-v3.hal+json",
          },
          "method": "POST",
          "url": "https://try.access.worldpay.com/tokens",
        },
      ]
    `)
  })

  it('is created, matched or with conflicts: a usable token each time', async () => {
    const { tokens } = open(json(cardToken(), 201), json(cardToken()), json(cardToken(conflictsOf()), 409))
    expect((await tokens.create(request)).outcome).toBe('created')
    expect((await tokens.create(request)).outcome).toBe('matched')
    const third = await tokens.create(request)
    expect(third).toMatchObject({
      outcome: 'conflicts',
      href: tokenHref,
      conflicts: {
        paymentInstrument: { cardHolderName: 'Other Name', cardExpiryDate: { month: 1, year: 2040 } },
        conflictsExpiryDateTime: '2031-01-01T10:30:00Z',
      },
      links: { conflicts: cardTokenLinks['tokens:conflicts'].href },
    })
  })

  it('tells everything of the token, and shows no number', async () => {
    const { tokens } = open(json(cardToken(), 201))
    const { raw, ...created } = await tokens.create(request)
    expect(created).toMatchInlineSnapshot(`
      {
        "correlationId": "b1c2",
        "description": "Token for (digits)",
        "href": "https://try.access.worldpay.com/tokens/eyJrIjoxLCJkIjoidG9rZW4ifQ",
        "links": {
          "billingAddress": "https://try.access.worldpay.com/tokens/eyJrIjoxLCJkIjoiYmlsbGluZ0FkZHJlc3MifQ",
          "cardExpiryDate": "https://try.access.worldpay.com/tokens/eyJrIjoxLCJkIjoiY2FyZEV4cGlyeURhdGUifQ",
          "cardHolderName": "https://try.access.worldpay.com/tokens/eyJrIjoxLCJkIjoiY2FyZEhvbGRlck5hbWUifQ",
          "conflicts": "https://try.access.worldpay.com/tokens/eyJrIjoxLCJkIjoiY29uZmxpY3RzIn0",
          "description": "https://try.access.worldpay.com/tokens/eyJrIjoxLCJkIjoiZGVzY3JpcHRpb24ifQ",
          "networkToken": "https://try.access.worldpay.com/tokens/network",
          "schemeTransactionReference": "https://try.access.worldpay.com/tokens/eyJrIjoxLCJkIjoic2NoZW1lVHJhbnNhY3Rpb25SZWZlcmVuY2UifQ",
          "token": "https://try.access.worldpay.com/tokens/eyJrIjoxLCJkIjoidG9rZW4ifQ",
        },
        "namespace": "shop",
        "outcome": "created",
        "paymentInstrument": {
          "billingAddress": {
            "address1": "1 Street",
            "city": "Town",
            "countryCode": "GB",
            "postalCode": "AB1 2CD",
          },
          "bin": "444433",
          "brand": "VISA",
          "cardExpiryDate": {
            "month": 11,
            "year": 2031,
          },
          "cardHolderName": "A Tester",
          "cardNumber": "4444********1111",
          "fundingType": "credit",
          "lastFour": "1111",
          "type": "card/masked",
        },
        "schemeTransactionReference": "060720116005060",
        "tokenExpiryDateTime": "2031-01-01T10:30:00Z",
        "tokenId": "9912345678901234567",
      }
    `)
    expect(raw.reveal()).toHaveProperty('tokenId')
  })

  it.each<[string, Partial<CardTokenRequest>, string, string]>([
    [
      'no holder name',
      { paymentInstrument: { ...request.paymentInstrument, cardHolderName: ' ' } },
      'card_invalid',
      'cardHolderName',
    ],
    [
      'month 13',
      { paymentInstrument: { ...request.paymentInstrument, cardExpiryDate: { month: 13, year: 2031 } } },
      'card_invalid',
      'cardExpiryDate.month',
    ],
    [
      'an empty street',
      { paymentInstrument: { ...request.paymentInstrument, billingAddress: { ...address, address1: '' } } },
      'card_invalid',
      'billingAddress.address1',
    ],
    [
      'a country of three letters',
      { paymentInstrument: { ...request.paymentInstrument, billingAddress: { ...address, countryCode: 'GBR' } } },
      'card_invalid',
      'billingAddress.countryCode',
    ],
    [
      'a post code of 16',
      {
        paymentInstrument: { ...request.paymentInstrument, billingAddress: { ...address, postalCode: 'x'.repeat(16) } },
      },
      'card_invalid',
      'billingAddress.postalCode',
    ],
    ['& in the description', { description: 'this & that' }, 'input_invalid', 'description'],
    ['an empty description', { description: '' }, 'input_invalid', 'description'],
    ['a namespace with _ in front', { namespace: '_mine' }, 'input_invalid', 'namespace'],
    ['a namespace with a space', { namespace: 'my shop' }, 'input_invalid', 'namespace'],
    ['a namespace of 65', { namespace: 'x'.repeat(65) }, 'input_invalid', 'namespace'],
    [
      'a scheme reference with a dash',
      { schemeTransactionReference: 'a-b' },
      'input_invalid',
      'schemeTransactionReference',
    ],
    ['a date that is none', { tokenExpiryDateTime: new Date('never') }, 'input_invalid', 'tokenExpiryDateTime'],
  ])('refuses %s before anything is sent', async (_, wrong, code, path) => {
    const { sent, tokens } = open()
    expect(await failure(tokens.create({ ...request, ...wrong }))).toMatchObject({ code, issues: [{ path }] })
    expect(sent).toEqual([])
  })

  it('is repeated after a lost answer, since the same card gives the same token', async () => {
    const { sent, tokens } = open(reset, json(cardToken()))
    expect((await tokens.create(request)).outcome).toBe('matched')
    expect(sent).toHaveLength(2)
  })

  it.each<[string, Step, string]>([
    [
      'another card',
      json(cardToken({ paymentInstrument: { cardNumber: '4444********9999' } }), 201),
      'answer_mismatch',
    ],
    ['no card', json(cardToken({ paymentInstrument: undefined }), 201), 'answer_mismatch'],
    ['no token', json({ paymentInstrument: {} }, 201), 'answer_unreadable'],
    ['a conflict of another kind', json({ errorName: 'aNewName' }, 409), 'answer_unreadable'],
    ['a full namespace', json({ errorName: 'tooManyTokensForNamespace' }, 403), 'conflict'],
    ['an unknown brand', json({ errorName: 'unrecognizedCardBrand' }, 422), 'request_rejected'],
    ['no tokenization', json({ errorName: 'tokenizationNotEnabled' }, 500), 'permission_denied'],
  ])('%s in the answer is %s', async (_, step, code) => {
    expect(await failure(open(step, step, step).tokens.create(request))).toMatchObject({ code })
  })

  it('does not show a card number that a detokenized answer has in clear', async () => {
    const { tokens } = open(json(cardToken({ paymentInstrument: { cardNumber: '4444333322221111' } })))
    const token = await tokens.get(tokenHref)
    expect(JSON.stringify(token)).not.toContain('4444333322221111')
  })
})

describe('links', () => {
  const foreign = { ...cardTokenLinks, 'tokens:description': { href: 'https://evil.example/tokens/x' } }

  it('are kept as they came and followed by their rel', async () => {
    const { sent, tokens } = open(json(cardToken()), empty(204), empty(204), json(cardToken()), empty(204))
    const token = await tokens.get(tokenHref)
    await tokens.update(token, 'description', 'a new one')
    await tokens.resolveConflicts({ links: { conflicts: '/tokens/conflicts-1' } })
    await tokens.get(token.links.token ?? '')
    await tokens.delete(token.href)
    expect(sent.map(({ method, url, body, headers }) => [method, url, body, headers['content-type']])).toEqual([
      ['GET', tokenHref, undefined, undefined],
      ['PUT', cardTokenLinks['tokens:description'].href, 'a new one', mediaType],
      ['PUT', 'https://try.access.worldpay.com/tokens/conflicts-1', undefined, undefined],
      ['GET', tokenHref, undefined, undefined],
      ['DELETE', tokenHref, undefined, undefined],
    ])
  })

  it('to another origin are refused, and nothing is sent there', async () => {
    const { sent, tokens } = open(json(cardToken({ _links: foreign })))
    const token = await tokens.get(tokenHref)
    expect(await failure(tokens.update(token, 'description', 'x'))).toMatchObject({ code: 'link_refused' })
    for (const href of [
      'https://evil.example/tokens/x',
      'http://try.access.worldpay.com/tokens/x',
      '/admin',
      '/tokens/../x',
    ]) {
      expect(await failure(tokens.get(href))).toMatchObject({ code: 'link_refused' })
      expect(await failure(tokens.delete(href))).toMatchObject({ code: 'link_refused' })
      expect(await failure(tokens.resolveConflicts({ links: { conflicts: href } }))).toMatchObject({
        code: 'link_refused',
      })
    }
    expect(sent).toHaveLength(1)
  })

  it('that are missing are named', async () => {
    const { tokens } = open()
    expect(await failure(tokens.update({ links: {} }, 'description', 'x'))).toMatchObject({
      code: 'input_invalid',
      issues: [{ path: 'links.description' }],
    })
    expect(await failure(tokens.resolveConflicts({ links: {} }))).toMatchObject({
      issues: [{ path: 'links.conflicts' }],
    })
  })
})

describe('updating a card token', () => {
  const links = Object.fromEntries(
    ['description', 'cardHolderName', 'cardExpiryDate', 'billingAddress', 'schemeTransactionReference'].map((name) => [
      name,
      `/tokens/${name}`,
    ]),
  )
  type Change = { [Field in keyof CardTokenFields]: [Field, CardTokenFields[Field]] }[keyof CardTokenFields]

  it.each<Change>([
    ['description', 'text'],
    ['cardHolderName', 'Another Name'],
    ['cardExpiryDate', { month: 1, year: 2050 }],
    ['billingAddress', address],
    ['schemeTransactionReference', 'ref 1'],
  ])('puts the bare value of %s to its own link', async (field, value) => {
    const { sent, tokens } = open(empty(204))
    await tokens.update({ links }, field, value)
    expect(sent).toMatchObject([{ method: 'PUT', url: `https://try.access.worldpay.com/tokens/${field}`, body: value }])
  })

  it.each<[...Change, string]>([
    ['description', 'a < b', 'input_invalid'],
    ['cardHolderName', '', 'input_invalid'],
    ['cardExpiryDate', { month: 0, year: 2050 }, 'input_invalid'],
    ['cardExpiryDate', { month: 1, year: 2020 }, 'card_expired'],
    ['billingAddress', { ...address, city: '' }, 'input_invalid'],
    ['schemeTransactionReference', 'ä', 'input_invalid'],
  ])('refuses %s %j before anything is sent', async (field, value, code) => {
    const { sent, tokens } = open()
    expect(await failure(tokens.update({ links }, field, value))).toMatchObject({ code })
    expect(sent).toEqual([])
  })

  it('is not tried again after fifty updates: the window is thirty days', async () => {
    const { sent, tokens } = open(json({ errorName: 'maximumUpdatesExceeded' }, 429))
    const error = await failure(tokens.update({ links }, 'description', 'x'))
    expect(error).toMatchObject({
      code: 'rate_limited',
      providerCode: 'maximumUpdatesExceeded',
      retryAfterMs: 2_592_000_000,
    })
    expect(sent).toHaveLength(1)
  })
})

describe('listing card tokens', () => {
  it('asks by id, by namespace or by both', async () => {
    const page = json({ _embedded: { tokens: [cardToken(), { tokenId: 'X' }] } })
    const { sent, tokens } = open(page, page, json({}))
    expect(await tokens.list({ tokenId: '9997' })).toMatchObject([{ href: tokenHref, tokenId: '9912345678901234567' }])
    await tokens.list({ tokenId: '9997', namespace: 'a&b' })
    expect(await tokens.list({ namespace: 'shop' })).toEqual([])
    expect(sent.map(({ url }) => url.replace('https://try.access.worldpay.com', ''))).toEqual([
      '/tokens?tokenId=9997',
      '/tokens?tokenId=9997&namespace=a%26b',
      '/tokens?namespace=shop',
    ])
  })

  it('needs one of them', async () => {
    expect(await failure(open().tokens.list({}))).toMatchObject({ code: 'input_invalid' })
  })
})

describe('deleting a card token', () => {
  it('again is no error', async () => {
    const { tokens } = open(empty(204), json({ errorName: 'resourceNotFound' }, 404))
    expect(await tokens.delete(tokenHref)).toEqual({ alreadyGone: false })
    expect(await tokens.delete(tokenHref)).toEqual({ alreadyGone: true })
  })

  it('takes a page in HTML for no proof', async () => {
    expect(await failure(open(html(404)).tokens.delete(tokenHref))).toMatchObject({ code: 'token_not_found' })
  })
})
