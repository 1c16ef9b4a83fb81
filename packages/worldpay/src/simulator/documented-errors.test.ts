import { withCheckDigit } from '@nt/sandbox'
import { expect, test } from 'vitest'
import { type Answer, billingAddress, cardBody, pathOf, type TestHost, testHost } from './__fixtures__/host.ts'
import type { Failure } from './index.ts'

type Provoke = (host: TestHost) => Promise<Answer>
const namespace = 'customer-1'
const network: Provoke = (host) => host.create('5555555555554444')
const deletion: Provoke = (host) => host.send('DELETE', '/tokens/network/4895370000000000')
const failing =
  (failure: Failure, provoke: Provoke): Provoke =>
  (host) => {
    host.control.fail(failure)
    return provoke(host)
  }
const withoutNetworkTokens =
  (networkTokens: 'denied-401' | 'denied-403', provoke: Provoke): Provoke =>
  (host) => {
    host.control.setAccount({ networkTokens })
    return provoke(host)
  }
const cards = Array.from({ length: 17 }, (_, index) => `40000000000${String(index).padStart(4, '0')}`)

/** Every row of the table of errors in section 4 of our protocol notes, with the documented message where there is one. */
test.each<[number, string | undefined, string | undefined, string, Provoke]>([
  [
    400,
    'bodyIsNotJson',
    'The body within the request is not valid json',
    'any POST',
    (host) => host.send('POST', '/tokens/network', '{'),
  ],
  [
    400,
    'bodyIsNotJson',
    'The body within the request is not valid json',
    'any PUT',
    async (host) => host.send('PUT', pathOf(await host.tokenise(), 'description'), '{'),
  ],
  [
    400,
    'bodyDoesNotMatchSchema',
    'The json body provided does not match the expected schema',
    'any body',
    (host) => host.send('POST', '/tokens', {}),
  ],
  [
    400,
    'headerHasInvalidValue',
    'Accept header does not match Content-type header',
    'Accept is not Content-Type',
    (host) => host.send('POST', '/tokens', cardBody(), { 'content-type': 'application/json' }),
  ],
  [
    400,
    'fieldHasInvalidValue',
    'Token number is not valid',
    'DELETE network token',
    (host) => host.send('DELETE', '/tokens/network/abc'),
  ],
  [
    401,
    'accessDenied',
    'Access to the requested resource has been denied',
    'wrong credentials',
    (host) => host.send('POST', '/tokens/network', cardBody(), { authorization: undefined }),
  ],
  [
    401,
    'accessDenied',
    'Access to the requested resource has been denied',
    'account not boarded',
    withoutNetworkTokens('denied-401', network),
  ],
  [
    403,
    'accessDenied',
    'Access to the requested resource has been denied',
    'account not configured',
    withoutNetworkTokens('denied-403', network),
  ],
  [
    403,
    'nptConfigurationError',
    'Account not configured to use NPT',
    'DELETE network token',
    withoutNetworkTokens('denied-401', deletion),
  ],
  [
    403,
    'tooManyTokensForNamespace',
    'Too many tokens created for this namespace',
    'the 17th of a namespace',
    async (host) => {
      for (const number of cards.slice(1)) await host.tokenise({ cardNumber: withCheckDigit(number) }, { namespace })
      return host.tokenise({ cardNumber: withCheckDigit(cards[0] ?? '') }, { namespace })
    },
  ],
  [
    404,
    'resourceNotFound',
    'Requested resource was not found',
    'token not found',
    (host) => host.send('GET', '/tokens/abc'),
  ],
  [404, 'resourceNotFound', 'Requested resource was not found', 'endpoint not found', (host) => host.send('GET', '/x')],
  [404, 'networkProviderError', 'Network Token Provider Error', 'DELETE network token unknown', deletion],
  [
    405,
    'methodNotAllowed',
    'Requested method is not allowed',
    '/tokens/{t}',
    (host) => host.send('PATCH', '/tokens/abc'),
  ],
  [
    406,
    'headerHasInvalidValue',
    'Accept header is not supported',
    'unsupported Accept',
    (host) => host.send('DELETE', '/tokens/network/4895370000000000', undefined, { accept: 'application/json' }),
  ],
  [
    422,
    'unrecognizedCardBrand',
    'The card brand is not recognized',
    'POST /tokens',
    (host) => host.tokenise({ cardNumber: '1000000000000008' }),
  ],
  [
    429,
    'maximumUpdatesExceeded',
    'Maximum number of updates for this token exceeded',
    'PUT token',
    async (host) => {
      const path = pathOf(await host.tokenise(), 'description')
      for (let count = 0; count < 50; count++) await host.send('PUT', path, '"x"')
      return host.send('PUT', path, '"x"')
    },
  ],
  [500, 'internalErrorOccurred', 'Internal server error', 'any', failing('internal-error', network)],
  [500, undefined, undefined, 'any, with an empty body', failing('empty-500', network)],
  [
    500,
    'tokenizationNotEnabled',
    'Tokenization not enabled',
    'POST token',
    (host) => {
      host.control.setAccount({ tokenization: 'not-enabled' })
      return host.tokenise()
    },
  ],
  [
    500,
    'networkProviderError',
    'Network Token Provider Error',
    'DELETE network token',
    failing('provider-error', deletion),
  ],
  [
    503,
    'networkProviderError',
    'Network Token Provider Error',
    'DELETE network token',
    failing('provider-error-503', deletion),
  ],
  [
    503,
    'internalErrorOccurred',
    'Internal server error',
    'DELETE network token',
    failing('internal-error-503', deletion),
  ],
])('%i %s "%s": %s', async (status, errorName, message, _, provoke) => {
  const { body, ...answer } = await provoke(testHost())
  expect([answer.status, body?.errorName, body?.message]).toEqual([status, errorName, message])
  // Only a body that breaks the schema has the list of what is wrong with it [S].
  expect(body?.validationErrors !== undefined).toBe(errorName === 'bodyDoesNotMatchSchema')
})

test('409 is not an error but a token', async () => {
  const host = testHost()
  await host.tokenise()
  const { status, body } = await host.tokenise({ billingAddress })
  expect([status, body.errorName, typeof body.tokenPaymentInstrument.href]).toEqual([409, undefined, 'string'])
})
