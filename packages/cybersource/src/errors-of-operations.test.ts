import { NetworkTokenError, Secret, TokenNumber } from '@nt/core'
import { describe, expect, it } from 'vitest'
import { fakeHost } from './__fixtures__/fake-host.ts'
import { card, tokenId } from './__fixtures__/samples.ts'
import { type Cybersource, createCybersource } from './client.ts'

const id = '7030000000000016478'
const expiry = { expirationMonth: '03', expirationYear: '2031' }

type Work = (client: Cybersource) => Promise<unknown>
/** What a lost answer means: `read` changes nothing, `write` may have. */
const operations: Record<string, { readonly kind: 'read' | 'write'; readonly named: boolean; readonly work: Work }> = {
  'tokenizedCards.simulateIssuerEvent': {
    kind: 'write',
    named: true,
    work: ({ tokenizedCards }) => tokenizedCards.simulateIssuerEvent(tokenId, { state: 'SUSPENDED' }),
  },
  'instrumentIdentifiers.create': {
    kind: 'write',
    named: false,
    work: ({ instrumentIdentifiers }) => instrumentIdentifiers.create({ card: { number: card.pan } }),
  },
  'instrumentIdentifiers.createFromToken': {
    kind: 'write',
    named: false,
    work: ({ instrumentIdentifiers }) =>
      instrumentIdentifiers.create({ type: 'enrollable token', card: { number: new TokenNumber('4895370000000007') } }),
  },
  'instrumentIdentifiers.get': {
    kind: 'read',
    named: true,
    work: ({ instrumentIdentifiers }) => instrumentIdentifiers.get(id),
  },
  'instrumentIdentifiers.update': {
    kind: 'write',
    named: true,
    work: ({ instrumentIdentifiers }) => instrumentIdentifiers.update(id, { billTo: null }),
  },
  'instrumentIdentifiers.delete': {
    kind: 'write',
    named: true,
    work: ({ instrumentIdentifiers }) => instrumentIdentifiers.delete(id),
  },
  'instrumentIdentifiers.enroll': {
    kind: 'write',
    named: true,
    work: ({ instrumentIdentifiers }) => instrumentIdentifiers.enroll(id, { type: 'enrollable card', card: expiry }),
  },
  'instrumentIdentifiers.listPaymentInstruments': {
    kind: 'read',
    named: true,
    work: ({ instrumentIdentifiers }) => instrumentIdentifiers.listPaymentInstruments(id),
  },
  'paymentCredentials.createV3': {
    kind: 'read',
    named: true,
    work: ({ paymentCredentials }) => paymentCredentials.createV3(id),
  },
  'cardArt.get': { kind: 'read', named: true, work: ({ cardArt }) => cardArt.get(id, 'vts', 'card-art-combined') },
  'tokenize.create': {
    kind: 'write',
    named: false,
    work: ({ tokenize }) => tokenize.create({ tokenInformation: { transientTokenJwt: new Secret('a.b.c') } }),
  },
  'webhooks.createKey': {
    kind: 'write',
    named: false,
    work: ({ webhooks }) => webhooks.createKey({ organizationId: 'o' }),
  },
}

const rows: readonly [status: number, type: string, code: string][] = [
  [400, 'invalidHeaders', 'request_rejected'],
  [400, 'missingHeaders', 'request_rejected'],
  [400, 'invalidFields', 'request_rejected'],
  [400, 'missingFields', 'request_rejected'],
  [400, 'unsupportedPaymentMethodModification', 'request_rejected'],
  [400, 'invalidCombination', 'request_rejected'],
  [400, 'invalidParameters', 'request_rejected'],
  [403, 'forbidden', 'permission_denied'],
  [403, 'declined', 'permission_denied'],
  [404, 'notFound', 'not found'],
  [404, 'subscriptionNotFound', 'not found'],
  [409, 'tokenIdConflict', 'conflict'],
  [409, 'conflict', 'conflict'],
  [410, 'notAvailable', 'token_gone'],
  [412, 'conflict', 'conflict'],
  [424, 'notFound', 'configuration_invalid'],
  [429, 'tooManyRequests', 'rate_limited'],
  [500, 'internalError', 'lost'],
  [500, 'serverError', 'lost'],
  [502, 'internalError', 'lost'],
]

describe.each(Object.entries(operations))('%s', (name, { kind, named, work }) => {
  it.each(rows)('answered with HTTP %i %s ends in %s', async (status, type, expected) => {
    const host = await fakeHost({ status, json: { errors: [{ type, message: 'Free text.' }] } })
    const thrown = await work(createCybersource({ ...host.settings, retries: 0 })).catch((error: unknown) => error)
    // A second deletion has done what was wanted.
    if (status === 410 && name.endsWith('.delete')) return expect(thrown).toMatchObject({ alreadyGone: true })
    const code =
      expected === 'not found'
        ? named
          ? 'token_not_found'
          : 'request_rejected'
        : expected === 'lost'
          ? kind === 'read'
            ? 'provider_unavailable'
            : 'outcome_unknown'
          : expected
    expect(NetworkTokenError.isInstance(thrown)).toBe(true)
    expect(thrown).toMatchObject({
      code,
      status,
      operation: name,
      providerCode: type,
      correlationId: 'corr-1',
      mayHaveTakenEffect: code === 'outcome_unknown',
    })
  })
})
