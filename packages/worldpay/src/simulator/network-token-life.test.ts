import { fingerprint, paymentAccountReference } from '@nt/sandbox'
import { describe, expect, test } from 'vitest'
import { cardBody, day, mediaType, movableClock, pathOf, type TestHost, testHost } from './__fixtures__/host.ts'

const visa = '4444333322221111'
const lookUp = async (host: TestHost, reference: string) =>
  (await host.send('GET', `/tokens/network/${reference}`)).body
const statusOf = async (host: TestHost, reference: string) =>
  (await lookUp(host, reference)).tokenPaymentInstrument.status
const cryptogram = (host: TestHost, tokenNumber: string) =>
  host.send('POST', '/tokens/network/cryptograms', { tokenNumber })

describe('a network token whose last month is over', () => {
  async function after(days: number, extendsExpiry = false) {
    const clock = movableClock()
    const host = testHost({ clock, extendsExpiry })
    const { tokenReference, tokenPaymentInstrument } = (await host.create(visa)).body
    expect(tokenPaymentInstrument.expiryDate).toEqual({ month: 11, year: 2034 })
    clock.advance(days * day)
    return { host, tokenReference, ...tokenPaymentInstrument }
  }
  const decade = 3652

  test('is expired, gives no cryptogram, and is not counted as alive', async () => {
    const { host, tokenReference, tokenNumber } = await after(decade)
    expect(await statusOf(host, tokenReference)).toBe('Expired')
    expect((await cryptogram(host, tokenNumber)).body.errorName).toBe('networkProviderError')
    expect(host.control.liveTokens(visa)).toBe(0)
    host.control.setState(tokenReference, 'active')
    expect(await statusOf(host, tokenReference)).toBe('Expired')
    expect((await host.send('DELETE', `/tokens/network/${tokenNumber}`)).status).toBe(204)
    expect(await statusOf(host, tokenReference)).toBe('Deleted')
  })

  test('is active until then', async () => {
    const { host, tokenReference, tokenNumber } = await after(8 * 365)
    expect(await statusOf(host, tokenReference)).toBe('Active')
    expect((await cryptogram(host, tokenNumber)).status).toBe(200)
  })

  test('stays active when expiries are extended, though the lookup repeats the old one', async () => {
    const { host, tokenReference, tokenNumber, expiryDate } = await after(decade, true)
    expect((await lookUp(host, tokenReference)).tokenPaymentInstrument).toMatchObject({ status: 'Active', expiryDate })
    expect((await cryptogram(host, tokenNumber)).status).toBe(200)
  })
})

test('a network token can be inactive, alive and without cryptograms', async () => {
  const host = testHost()
  const { tokenReference, tokenPaymentInstrument } = (await host.create(visa)).body
  host.control.setState(tokenReference, 'inactive')
  expect(await statusOf(host, tokenReference)).toBe('Inactive')
  expect(host.control.liveTokens(visa)).toBe(1)
  expect((await cryptogram(host, tokenPaymentInstrument.tokenNumber)).status).toBe(500)
  host.control.setState(tokenReference, 'active')
  expect((await cryptogram(host, tokenPaymentInstrument.tokenNumber)).status).toBe(200)
})

describe('a scheme', () => {
  test('declines the next card for the reason that it is given', async () => {
    const host = testHost()
    const error = {
      errorCode: '302',
      providerErrorCode: '404',
      source: 'A source',
      context: 'A context',
      message: 'Why',
    }
    host.control.declineNext(error)
    const { body } = await host.create(visa)
    expect(body.provisioningErrors).toEqual([error])
    expect(body).not.toHaveProperty('tokenPaymentInstrument')
    const lookup = await lookUp(host, body.tokenReference)
    expect(lookup.provisioningErrors).toEqual([error])
    expect(lookup.tokenPaymentInstrument).toEqual({ status: 'Provision Processor Error', type: 'card/networkToken' })
    expect((await host.create(visa)).body.tokenPaymentInstrument.status).toBe('Active')
  })

  test('has the documented reason when it is given none', async () => {
    const host = testHost()
    host.control.declineNext()
    expect((await host.create(visa)).body.provisioningErrors).toMatchInlineSnapshot(`
      [
        {
          "context": "Provision Token.Processor Error",
          "errorCode": "301",
          "message": "Provider error occurred : the sandbox does not allow this card, contact the bank",
          "providerErrorCode": "403",
          "source": "A2T Visa NPT Token Provider Service",
        },
      ]
    `)
  })
})

describe('the payment account reference', () => {
  const key = new Uint8Array(32).fill(7)
  const par = paymentAccountReference(fingerprint(visa, key))

  test('is that of every host with the same key', async () => {
    const host = testHost({ fingerprintKey: key })
    const { body } = await host.create(visa)
    expect(body.paymentInstrument.paymentAccountReference).toBe(par)
    expect(par).toMatch(/^V001[0-9A-Z]{25}$/)
  })

  test('can stand where the table of the guide has it, if there is a token', async () => {
    const host = testHost({ fingerprintKey: key, parIn: 'tokenPaymentInstrument', pendingLookups: 0 })
    const created = (await host.create(visa)).body
    for (const body of [created, await lookUp(host, created.tokenReference)]) {
      expect(body.tokenPaymentInstrument).toHaveProperty('paymentAccountReference', par)
      expect(body.paymentInstrument).not.toHaveProperty('paymentAccountReference')
    }
    const pending = (await host.create('5454545454545454')).body
    expect(pending.paymentInstrument).toHaveProperty('paymentAccountReference')
  })
})

test('a reference can be in upper case', async () => {
  const host = testHost({ upperCaseReferences: true })
  const { tokenReference } = (await host.create(visa)).body
  expect(tokenReference).toMatch(/^[0-9A-F-]{36}$/)
  for (const spelled of [tokenReference, tokenReference.toLowerCase()])
    expect(await statusOf(host, spelled)).toBe('Active')
})

test('the media type can have a character set, on JSON alone', async () => {
  const host = testHost({ charset: true, unknownRoute: 'html' })
  const type = async (path: string) => (await host.send('GET', path)).headers.get('content-type')
  expect((await host.create(visa)).headers.get('content-type')).toBe(`${mediaType};charset=UTF-8`)
  expect(await type('/tokens/network/x')).toBe(`${mediaType};charset=UTF-8`)
  expect(await type('/nowhere')).toBe('text/html;charset=utf-8')
})

test('the cryptogram of an unknown number is not found, or invalid', async () => {
  const of = async (host: TestHost) => {
    const { status, body } = await cryptogram(host, '4895370000000000')
    return [status, body.errorName, body.message]
  }
  expect(await of(testHost())).toEqual([404, 'networkProviderError', 'Network Token Provider Error'])
  const host = testHost({ unknownCryptogramNumber: 400 })
  expect(await of(host)).toEqual([400, 'fieldHasInvalidValue', 'Token number is not valid'])
})

test.each([false, true])('a deleted Worldpay token takes its network tokens with it: %s', async (linkedDeletion) => {
  const host = testHost({ linkedDeletion })
  const token = await host.tokenise({ cardNumber: visa })
  const { href } = token.body.tokenPaymentInstrument
  const instrument = { paymentInstrument: { type: 'card/tokenized', href } }
  await host.send('POST', '/tokens/network', { ...cardBody(), ...instrument })
  await host.create(visa)
  await host.send('DELETE', pathOf(token, 'token'))
  expect(host.control.liveTokens(visa)).toBe(linkedDeletion ? 1 : 2)
})
