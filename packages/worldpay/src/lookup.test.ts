import { describe, expect, it } from 'vitest'
import {
  empty,
  fakeWorldpay,
  html,
  json,
  lookedUp,
  mediaType,
  provisioningError,
  reference,
  reset,
  token,
} from './__fixtures__/fake-worldpay.ts'
import { createWorldpay } from './client.ts'

describe('looking a network token up', () => {
  it('asks by reference, without a body and without its content type', async () => {
    const { sent, settings } = fakeWorldpay(json(lookedUp()))
    await createWorldpay(settings).networkTokens.get(reference)
    expect(sent).toMatchInlineSnapshot(`
      [
        {
          "body": undefined,
          "headers": {
            "accept": "application/vnd.worldpay.tokens-v3.hal+json",
            "authorization": "Basic dXNlcjpzZWNyZXQ=",
          },
          "method": "GET",
          "url": "https://try.access.worldpay.com/tokens/network/5d0c6f0e-2a51-4e0f-9d7b-0c4a6a3d1e11",
        },
      ]
    `)
  })

  it('gives every field', async () => {
    const { settings } = fakeWorldpay(json(lookedUp()))
    expect(await createWorldpay(settings).networkTokens.get(reference)).toMatchInlineSnapshot(`
      {
        "correlationId": "b1c2",
        "cryptogramLink": "https://try.access.worldpay.com/tokens/network/cryptograms",
        "network": "mastercard",
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
      }
    `)
  })

  it('gives the errors of a failed provisioning', async () => {
    const failed = lookedUp({
      tokenPaymentInstrument: { status: 'Provision Processor Error', type: 'card/networkToken' },
      provisioningErrors: [{ ...provisioningError, providerErrorCode: '400' }],
    })
    const { settings } = fakeWorldpay(json(failed))
    const found = await createWorldpay(settings).networkTokens.get(reference)
    expect(found.tokenPaymentInstrument).toEqual({ status: 'Provision Processor Error', type: 'card/networkToken' })
    expect(found.provisioningErrors).toMatchObject([{ errorCode: '301', providerErrorCode: '400' }])
  })

  it.each<[string, unknown]>([
    ['a template', { href: 'https://try.access.worldpay.com/tokens/network/{x}', templated: true }],
    ['a template that does not say so', { href: 'https://try.access.worldpay.com/tokens/network/{x}' }],
    ['no address', { href: null }],
    ['a list', [{ href: 'https://try.access.worldpay.com/tokens/x' }]],
    ['missing', undefined],
  ])('gives no cryptogram link when it is %s', async (_, link) => {
    const { settings } = fakeWorldpay(json(lookedUp({ _links: { 'tokens:networkTokenCryptogram': link } })))
    expect(await createWorldpay(settings).networkTokens.get(reference)).not.toHaveProperty('cryptogramLink')
  })

  it('is repeated after lost answers', async () => {
    const { sent, settings } = fakeWorldpay(reset, empty(500), json(lookedUp()))
    await createWorldpay(settings).networkTokens.get(reference)
    expect(sent).toHaveLength(3)
  })

  it('is not repeated when the settings say so', async () => {
    const { sent, settings } = fakeWorldpay(empty(500))
    const work = createWorldpay({ ...settings, retries: 0 }).networkTokens.get(reference)
    await expect(work).rejects.toMatchObject({ code: 'provider_unavailable', mayHaveTakenEffect: false })
    expect(sent).toHaveLength(1)
  })

  it.each([json({ errorName: 'resourceNotFound', message: 'x' }, 404), html(404), empty(404)])(
    'finds no token behind a 404, whatever its body',
    async (step) => {
      const { settings } = fakeWorldpay(step)
      const work = createWorldpay(settings).networkTokens.get(reference)
      await expect(work).rejects.toMatchObject({ code: 'token_not_found' })
    },
  )

  it('keeps a reference inside its place in the path', async () => {
    const { sent, settings } = fakeWorldpay(json(lookedUp()))
    await createWorldpay(settings).networkTokens.get('../cryptograms?x=1#y')
    expect(sent[0]?.url).toBe('https://try.access.worldpay.com/tokens/network/..%2Fcryptograms%3Fx%3D1%23y')
  })

  it('compares media types without parameters and case', async () => {
    const { settings } = fakeWorldpay(
      () =>
        new Response(JSON.stringify(lookedUp()), { headers: { 'content-type': `${mediaType.toUpperCase()} ; a=b` } }),
    )
    const found = await createWorldpay(settings).networkTokens.get(reference)
    expect(found.tokenPaymentInstrument.status).toBe(token().status)
  })
})
