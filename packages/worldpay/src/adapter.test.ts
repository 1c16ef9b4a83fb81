import { type Clock, NetworkTokenError, TokenNumber, type TokenRef } from '@nt/core'
import { describe, expect, it } from 'vitest'
import {
  card,
  created,
  cryptogramAnswer,
  cryptogramText,
  empty,
  fakeWorldpay,
  json,
  lookedUp,
  provisioningError,
  reference,
  type Step,
  token,
  tokenNumber,
} from './__fixtures__/fake-worldpay.ts'
import { createWorldpayProvider } from './adapter.ts'

const now = new Date('2026-03-01T12:00:00Z')
const clock: Clock = { now: () => now, sleep: async () => undefined }
const ref: TokenRef = { provider: 'worldpay', id: reference }
const held = { number: new TokenNumber(tokenNumber), expiry: { month: 12, year: 2032 } }
const holding: TokenRef = { ...ref, held }
const customer = { initiator: 'customer' } as const
const merchant = { initiator: 'merchant' } as const
const notActive = json({ errorName: 'networkProviderError', message: 'Network Token Provider Error' }, 500)
const unknown = json({ errorName: 'networkProviderError', message: 'Network Token Provider Error' }, 404)

function open(...steps: readonly Step[]) {
  const { sent, settings } = fakeWorldpay(...steps)
  return { sent, provider: createWorldpayProvider({ ...settings, clock }), requests: () => sent.map(brief) }
}

const brief = ({ method, url }: { method: string; url: string }) => `${method} ${new URL(url).pathname}`
const lookupRequest = `GET /tokens/network/${reference}`
const cryptogramRequest = 'POST /tokens/network/cryptograms'
const deleteRequest = `DELETE /tokens/network/${tokenNumber}`

describe('provision', () => {
  it('gives the token', async () => {
    const { provider } = open(json(created({ tokenPaymentInstrument: token() })))
    expect(await provider.provision(card())).toMatchInlineSnapshot(`
      {
        "status": "active",
        "token": {
          "card": {
            "expiry": {
              "month": 11,
              "year": 2031,
            },
            "lastFour": "4444",
          },
          "confirmed": {
            "asOf": "now",
            "at": 2026-03-01T12:00:00.000Z,
            "by": "provision",
          },
          "expiry": {
            "month": 12,
            "year": 2032,
          },
          "lastFour": "7892",
          "network": "mastercard",
          "number": "[token **** 7892]",
          "paymentAccountReference": "V00100130SANDBOX0000000000001",
          "providerState": "Active",
          "ref": {
            "id": "5d0c6f0e-2a51-4e0f-9d7b-0c4a6a3d1e11",
            "provider": "worldpay",
          },
          "state": "active",
        },
      }
    `)
  })

  it.each<[string, object, string]>([
    ['no token', {}, 'pending'],
    ['a token without a number', { tokenPaymentInstrument: { status: 'Inactive' } }, 'pending'],
    ['a suspended token', { tokenPaymentInstrument: token('Suspended') }, 'suspended'],
    ['a token in an unknown state', { tokenPaymentInstrument: token('Quarantined') }, 'suspended'],
  ])('reads %s as %s', async (_, more, status) => {
    const { provider } = open(json(created(more)))
    expect(await provider.provision(card())).toMatchObject({ status, token: { state: status, ref } })
  })

  it.each<[string, object, object]>([
    ['an error', { provisioningErrors: provisioningError }, { reason: 'card_not_eligible', providerCode: '301/403' }],
    ['a deleted token', { tokenPaymentInstrument: token('Deleted') }, { reason: 'unmapped', providerCode: 'Deleted' }],
    ['an expired token', { tokenPaymentInstrument: token('Expired') }, { reason: 'unmapped', providerCode: 'Expired' }],
    [
      'the status of a failure',
      { tokenPaymentInstrument: { status: 'Provision Processor Error' } },
      { reason: 'unmapped', providerCode: 'Provision Processor Error' },
    ],
  ])('reads %s as a refusal', async (_, more, refusal) => {
    const { provider } = open(json(created(more)))
    expect(await provider.provision(card())).toEqual({ status: 'refused', refusal })
  })

  it('needs a name, and says so before anything is sent', async () => {
    const { provider, sent } = open()
    const work = provider.provision(card({ cardholderName: undefined }))
    await expect(work).rejects.toThrowErrorMatchingInlineSnapshot(
      `[NetworkTokenError: worldpay networkTokens.create: the card details are not valid: cardholderName is missing: Worldpay needs it with a card number. Correct the fields named; nothing was sent.]`,
    )
    expect(sent).toHaveLength(0)
  })
})

describe('provisionFrom', () => {
  it('gives the token of a card token', async () => {
    const { provider, sent } = open(json(created({ tokenPaymentInstrument: token() })))
    const outcome = await provider.provisionFrom({ href: 'https://try.access.worldpay.com/tokens/b3BhcXVl' })
    expect(outcome).toMatchObject({ status: 'active', token: { ref, state: 'active' } })
    expect(sent[0]?.body).toMatchObject({ paymentInstrument: { type: 'card/tokenized' } })
  })

  it('sends nothing when the link leads elsewhere', async () => {
    const { provider, sent } = open()
    const work = provider.provisionFrom({ href: 'https://evil.example/tokens/b3BhcXVl' })
    await expect(work).rejects.toMatchObject({ code: 'link_refused', provider: 'worldpay' })
    expect(sent).toHaveLength(0)
  })
})

describe('retrieve', () => {
  it('gives the token, as it was at creation', async () => {
    const { provider } = open(json(lookedUp()))
    expect(await provider.retrieve(holding)).toMatchInlineSnapshot(`
      {
        "card": {
          "expiry": {
            "month": 11,
            "year": 2031,
          },
          "lastFour": "4444",
        },
        "confirmed": {
          "asOf": "creation",
          "at": 2026-03-01T12:00:00.000Z,
          "by": "retrieve",
        },
        "expiry": {
          "month": 12,
          "year": 2032,
        },
        "lastFour": "7892",
        "network": "mastercard",
        "number": "[token **** 7892]",
        "paymentAccountReference": "V00100130SANDBOX0000000000001",
        "providerState": "Active",
        "ref": {
          "id": "5d0c6f0e-2a51-4e0f-9d7b-0c4a6a3d1e11",
          "provider": "worldpay",
        },
        "state": "active",
      }
    `)
  })

  it('gives the reason of a refusal that came late', async () => {
    const failed = {
      tokenPaymentInstrument: { status: 'Provision Processor Error', type: 'card/networkToken' },
      provisioningErrors: [{ ...provisioningError, providerErrorCode: '400' }],
    }
    const { provider } = open(json(lookedUp(failed)))
    expect(await provider.retrieve(ref)).toMatchObject({
      state: 'refused',
      providerState: 'Provision Processor Error',
      refusal: { reason: 'invalid_request', providerCode: '301/400' },
    })
  })

  it('knows the network from the token number when the card is not told', async () => {
    const { provider } = open(json(lookedUp({ paymentInstrument: undefined })))
    expect(await provider.retrieve(ref)).toMatchObject({ network: 'mastercard', card: {} })
  })
})

describe('credential', () => {
  it('asks once when number and expiry are held', async () => {
    const { provider, requests } = open(json(cryptogramAnswer()))
    const credential = await provider.credential(holding, customer)
    expect(credential).toMatchInlineSnapshot(`
      {
        "cryptogram": "[cryptogram]",
        "eci": "07",
        "expiry": {
          "month": 12,
          "year": 2032,
        },
        "network": "mastercard",
        "ref": {
          "held": {
            "expiry": {
              "month": 12,
              "year": 2032,
            },
            "number": "[token **** 7892]",
          },
          "id": "5d0c6f0e-2a51-4e0f-9d7b-0c4a6a3d1e11",
          "provider": "worldpay",
        },
        "tokenNumber": "[token **** 7892]",
      }
    `)
    expect(credential.cryptogram?.reveal()).toBe(cryptogramText)
    expect(requests()).toEqual([cryptogramRequest])
  })

  it("asks nothing for a merchant's payment when number and expiry are held", async () => {
    const { provider, sent } = open()
    expect(await provider.credential(holding, merchant)).toEqual({
      ref: holding,
      network: 'mastercard',
      tokenNumber: held.number,
      expiry: held.expiry,
    })
    expect(sent).toHaveLength(0)
  })

  it('looks the token up first when only the reference is known', async () => {
    const { provider, requests, sent } = open(json(lookedUp()), json(cryptogramAnswer()))
    const credential = await provider.credential(ref, customer)
    expect(credential).toMatchObject({ ref, network: 'mastercard', expiry: held.expiry, eci: '07' })
    expect(credential.tokenNumber.reveal()).toBe(tokenNumber)
    expect(requests()).toEqual([lookupRequest, cryptogramRequest])
    expect(sent[1]?.body).toEqual({ tokenNumber })
  })

  it("only looks the token up for a merchant's payment", async () => {
    const { provider, requests } = open(json(lookedUp()))
    expect(await provider.credential(ref, merchant)).not.toHaveProperty('cryptogram')
    expect(requests()).toEqual([lookupRequest])
  })

  it('follows the link of the lookup, or goes by the documented path when there is none', async () => {
    const linked = { _links: { 'tokens:networkTokenCryptogram': { href: '/tokens/network/cryptograms-v2' } } }
    const one = open(json(lookedUp(linked)), json(cryptogramAnswer()))
    await one.provider.credential(ref, customer)
    expect(one.requests()).toEqual([lookupRequest, 'POST /tokens/network/cryptograms-v2'])
    const other = open(json(lookedUp({ _links: {} })), json(cryptogramAnswer()))
    await other.provider.credential(ref, customer)
    expect(other.requests()).toEqual([lookupRequest, cryptogramRequest])
  })

  it('sends no token number to another origin', async () => {
    const linked = { _links: { 'tokens:networkTokenCryptogram': { href: 'https://evil.example/tokens/x' } } }
    const { provider, requests } = open(json(lookedUp(linked)), json(cryptogramAnswer()))
    await expect(provider.credential(ref, customer)).rejects.toMatchObject({ code: 'link_refused' })
    expect(requests()).toEqual([lookupRequest])
  })

  it.each<[string, object]>([
    ['suspended', token('Suspended')],
    ['deleted', token('Deleted')],
    ['expired', token('Expired')],
    ['suspended', token('Quarantined')],
    ['not ready yet', { status: 'Inactive', type: 'card/networkToken' }],
    ['not ready yet', { ...token(), expiryDate: undefined }],
    ['refused', { status: 'Provision Processor Error' }],
  ])('is not given while the token is %s', async (words, tokenPaymentInstrument) => {
    for (const intent of [customer, merchant]) {
      const { provider, requests } = open(json(lookedUp({ tokenPaymentInstrument })))
      const work = provider.credential(ref, intent)
      await expect(work).rejects.toMatchObject({
        code: words === 'deleted' ? 'token_gone' : 'token_not_active',
        operation: 'credential',
        message: expect.stringContaining(words),
      })
      expect(requests()).toEqual([lookupRequest])
    }
  })

  it('tells a held token that is not active from a fault of the network', async () => {
    const paused = open(notActive, notActive, notActive, json(lookedUp({ tokenPaymentInstrument: token('Suspended') })))
    await expect(paused.provider.credential(holding, customer)).rejects.toMatchObject({ code: 'token_not_active' })
    const gone = open(unknown, json(lookedUp({ tokenPaymentInstrument: token('Deleted') })))
    await expect(gone.provider.credential(holding, customer)).rejects.toMatchObject({ code: 'token_gone' })
    const fault = open(notActive, notActive, notActive, json(lookedUp()))
    await expect(fault.provider.credential(holding, customer)).rejects.toMatchObject({ code: 'provider_unavailable' })
    const lost = open(unknown, json({ errorName: 'resourceNotFound' }, 404))
    await expect(lost.provider.credential(holding, customer)).rejects.toMatchObject({ code: 'token_not_found' })
    const denied = open(empty(403))
    await expect(denied.provider.credential(holding, customer)).rejects.toMatchObject({ code: 'permission_denied' })
  })

  it('has one deadline for both of its calls', async () => {
    const deadlines: number[] = []
    const { settings } = fakeWorldpay()
    const provider = createWorldpayProvider({
      ...settings,
      fetch: async (url) => {
        if (!url.endsWith('cryptograms')) {
          await new Promise((resolve) => setTimeout(resolve, 150))
          return json(lookedUp())()
        }
        return new Promise(() => {})
      },
    })
    const began = performance.now()
    const work = provider.credential(ref, customer, { deadlineMs: 300 })
    await expect(work).rejects.toMatchObject({ code: 'timeout', operation: 'cryptograms.create' })
    deadlines.push(performance.now() - began)
    expect(deadlines[0]).toBeLessThan(500)
  })
})

describe('remove', () => {
  it('deletes by the held number', async () => {
    const { provider, requests } = open(empty(204))
    await provider.remove(holding, 'fraud')
    expect(requests()).toEqual([deleteRequest])
  })

  it('looks the number up when only the reference is known', async () => {
    const { provider, requests } = open(json(lookedUp()), empty(204))
    await provider.remove(ref, 'payment-method-removed')
    expect(requests()).toEqual([lookupRequest, deleteRequest])
  })

  it.each<[string, Step, Step | undefined]>([
    ['the lookup says deleted', json(lookedUp({ tokenPaymentInstrument: token('Deleted') })), undefined],
    ['the lookup is stale', json(lookedUp()), unknown],
    [
      'there never was a token',
      json(lookedUp({ tokenPaymentInstrument: { status: 'Provision Processor Error' } })),
      undefined,
    ],
  ])('is done when %s', async (_, lookupStep, deleteStep) => {
    const { provider, requests } = open(...(deleteStep ? [lookupStep, deleteStep] : [lookupStep]))
    await provider.remove(ref, 'payment-method-removed')
    expect(requests()).toEqual(deleteStep ? [lookupRequest, deleteRequest] : [lookupRequest])
  })

  it.each(['Suspended', 'Expired', 'Quarantined'])('deletes a token that is %s', async (status) => {
    const { provider, requests } = open(json(lookedUp({ tokenPaymentInstrument: token(status) })), empty(204))
    await provider.remove(ref, 'payment-method-removed')
    expect(requests()).toEqual([lookupRequest, deleteRequest])
  })

  it('does not say done for a token that is on its way', async () => {
    const { provider } = open(json(lookedUp({ tokenPaymentInstrument: { status: 'Inactive' } })))
    await expect(provider.remove(ref, 'fraud')).rejects.toMatchObject({ code: 'token_not_active', operation: 'remove' })
  })

  it('does not say done for a reference that Worldpay does not know', async () => {
    const { provider } = open(json({ errorName: 'resourceNotFound' }, 404))
    await expect(provider.remove(ref, 'fraud')).rejects.toMatchObject({ code: 'token_not_found' })
  })
})

it('goes by another name when the settings give it one', async () => {
  const { settings } = fakeWorldpay(json(created()), empty(403))
  const provider = createWorldpayProvider({ ...settings, id: 'worldpay-eu' })
  expect(provider.id).toBe('worldpay-eu')
  expect(await provider.provision(card())).toMatchObject({ token: { ref: { provider: 'worldpay-eu' } } })
  const error: unknown = await provider.retrieve(ref).catch((thrown: unknown) => thrown)
  expect(NetworkTokenError.isInstance(error) && error.provider).toBe('worldpay-eu')
})
