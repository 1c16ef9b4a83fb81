import { TokenNumber } from '@nt/core'
import { describe, expect, it } from 'vitest'
import {
  cryptogramAnswer,
  cryptogramText,
  empty,
  fakeWorldpay,
  html,
  json,
  reset,
  type Step,
  tokenNumber,
} from './__fixtures__/fake-worldpay.ts'
import { createWorldpay } from './client.ts'

const number = new TokenNumber(tokenNumber)

describe('making a cryptogram', () => {
  it('sends the token number and nothing else', async () => {
    const { sent, settings } = fakeWorldpay(json(cryptogramAnswer()))
    await createWorldpay(settings).cryptograms.create(number)
    expect(sent).toMatchInlineSnapshot(`
      [
        {
          "body": {
            "tokenNumber": "5204241234567892",
          },
          "headers": {
            "accept": "application/vnd.worldpay.tokens-v3.hal+json",
            "authorization": "Basic dXNlcjpzZWNyZXQ=",
            "content-type": "application/vnd.worldpay.tokens-v3.hal+json",
          },
          "method": "POST",
          "url": "https://try.access.worldpay.com/tokens/network/cryptograms",
        },
      ]
    `)
  })

  it('gives the cryptogram hidden, with its ECI', async () => {
    const { settings } = fakeWorldpay(json(cryptogramAnswer({ added: 1 })))
    const made = await createWorldpay(settings).cryptograms.create(number)
    expect(made).toMatchInlineSnapshot(`
      {
        "correlationId": "b1c2",
        "cryptogram": "[cryptogram]",
        "eci": "07",
        "raw": "[answer]",
      }
    `)
    expect(made.cryptogram.reveal()).toBe(cryptogramText)
    expect(made.raw.reveal()).toMatchObject({ added: 1 })
  })

  it('invents no ECI', async () => {
    const { settings } = fakeWorldpay(json({ cryptogramDetails: { cryptogram: cryptogramText } }))
    expect(await createWorldpay(settings).cryptograms.create(number)).not.toHaveProperty('eci')
  })

  it('follows a link of the configured origin', async () => {
    const { sent, settings } = fakeWorldpay(json(cryptogramAnswer()))
    await createWorldpay(settings).cryptograms.create(number, { link: '/tokens/eyJrIjoxfQ' })
    expect(sent[0]?.url).toBe('https://try.access.worldpay.com/tokens/eyJrIjoxfQ')
  })

  it('sends nothing to a link of another origin', async () => {
    const { sent, settings } = fakeWorldpay(json(cryptogramAnswer()))
    const work = createWorldpay(settings).cryptograms.create(number, { link: 'https://evil.example/tokens/x' })
    await expect(work).rejects.toMatchObject({ code: 'link_refused', mayHaveTakenEffect: false })
    expect(sent).toHaveLength(0)
  })

  it('asks again after a lost answer: an unused cryptogram harms nobody', async () => {
    const { sent, settings } = fakeWorldpay(reset, empty(503), json(cryptogramAnswer()))
    await createWorldpay(settings).cryptograms.create(number)
    expect(sent).toHaveLength(3)
  })

  it.each<[string, Step, string]>([
    ['404 networkProviderError', json({ errorName: 'networkProviderError' }, 404), 'token_not_found'],
    ['404 resourceNotFound', json({ errorName: 'resourceNotFound' }, 404), 'token_not_found'],
    ['404 with a page in HTML', html(404), 'request_rejected'],
    ['400 fieldHasInvalidValue', json({ errorName: 'fieldHasInvalidValue' }, 400), 'request_rejected'],
    ['no cryptogram', json({ cryptogramDetails: {} }), 'answer_unreadable'],
    ['an empty cryptogram', json({ cryptogramDetails: { cryptogram: '' } }), 'answer_unreadable'],
  ])('reads %s as %s', async (_, step, code) => {
    const { settings } = fakeWorldpay(step)
    const work = createWorldpay(settings).cryptograms.create(number)
    await expect(work).rejects.toMatchObject({ code, mayHaveTakenEffect: false })
  })
})
