import { TokenNumber } from '@nt/core'
import { describe, expect, it } from 'vitest'
import { empty, fakeWorldpay, html, json, reset, type Step, tokenNumber } from './__fixtures__/fake-worldpay.ts'
import { createWorldpay } from './client.ts'

const number = new TokenNumber(tokenNumber)
const unknown = json({ errorName: 'networkProviderError', message: 'Network Token Provider Error' }, 404)

describe('deleting a network token', () => {
  it('names the token number in the path, without a body and without its content type', async () => {
    const { sent, settings } = fakeWorldpay(empty(204))
    expect(await createWorldpay(settings).networkTokens.delete(number)).toEqual({ alreadyGone: false })
    expect(sent).toMatchInlineSnapshot(`
      [
        {
          "body": undefined,
          "headers": {
            "accept": "application/vnd.worldpay.tokens-v3.hal+json",
            "authorization": "Basic dXNlcjpzZWNyZXQ=",
          },
          "method": "DELETE",
          "url": "https://try.access.worldpay.com/tokens/network/5204241234567892",
        },
      ]
    `)
  })

  it.each<[string, readonly Step[]]>([
    ['a second time', [unknown]],
    ['after an attempt whose answer was lost', [reset, unknown]],
    ['after an attempt that failed half way', [json({ errorName: 'networkProviderError' }, 500), unknown]],
  ])('finds it gone %s', async (_, steps) => {
    const { sent, settings } = fakeWorldpay(...steps)
    expect(await createWorldpay(settings).networkTokens.delete(number)).toEqual({ alreadyGone: true })
    expect(sent).toHaveLength(steps.length)
  })

  it.each<[string, Step, string, boolean]>([
    ['a 404 of another name', json({ errorName: 'resourceNotFound' }, 404), 'token_not_found', false],
    ['a 404 in HTML', html(404), 'token_not_found', false],
    ['an empty 404', empty(404), 'token_not_found', false],
    ['a 200', empty(200), 'answer_unreadable', true],
    ['400 fieldHasInvalidValue', json({ errorName: 'fieldHasInvalidValue' }, 400), 'request_rejected', false],
    ['403 nptConfigurationError', json({ errorName: 'nptConfigurationError' }, 403), 'permission_denied', false],
    ['406 headerHasInvalidValue', json({ errorName: 'headerHasInvalidValue' }, 406), 'request_rejected', false],
  ])('does not take %s for done', async (_, step, code, mayHaveTakenEffect) => {
    const { sent, settings } = fakeWorldpay(step)
    const work = createWorldpay(settings).networkTokens.delete(number)
    await expect(work).rejects.toMatchObject({ code, mayHaveTakenEffect })
    expect(sent).toHaveLength(1)
  })

  it('does not know whether it is done when the network fails three times', async () => {
    const failure = json({ errorName: 'networkProviderError' }, 503)
    const { sent, settings } = fakeWorldpay(failure, failure, failure)
    const work = createWorldpay(settings).networkTokens.delete(number)
    await expect(work).rejects.toMatchObject({ code: 'outcome_unknown', providerCode: 'networkProviderError' })
    expect(sent).toHaveLength(3)
  })
})
