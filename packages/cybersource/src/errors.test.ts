import { NetworkTokenError } from '@nt/core'
import { describe, expect, it } from 'vitest'
import { fakeHost } from './__fixtures__/fake-host.ts'
import { card, tokenId } from './__fixtures__/samples.ts'
import { createCybersourceProvider } from './adapter.ts'

const ref = { provider: 'cybersource', id: tokenId }
const errors = (type: string, ...details: object[]) => ({
  errors: [{ type, message: 'Free text.', ...(details.length > 0 && { details }) }],
})

async function failure(status: number, json: unknown, operation: 'provision' | 'retrieve' | 'credential' | 'remove') {
  const host = await fakeHost({ status, json })
  const provider = createCybersourceProvider({ ...host.settings, retries: 0 })
  const work = {
    provision: () => provider.provision(card),
    retrieve: () => provider.retrieve(ref),
    credential: () => provider.credential(ref, { initiator: 'customer' }),
    remove: () => provider.remove(ref, 'fraud'),
  }
  const error: unknown = await Promise.resolve(work[operation]()).catch((thrown: unknown) => thrown)
  if (!NetworkTokenError.isInstance(error)) throw new Error('expected a NetworkTokenError')
  return error
}

const all = ['provision', 'retrieve', 'credential', 'remove'] as const
const names = {
  provision: 'tokenizedCards.create',
  retrieve: 'tokenizedCards.get',
  credential: 'paymentCredentials.create',
  remove: 'tokenizedCards.delete',
}
/** Status, type, and the code for provision, retrieve, credential, remove. */
const rows: [number, string, string, string, string, string][] = [
  [400, 'invalidHeaders', 'request_rejected', 'request_rejected', 'request_rejected', 'request_rejected'],
  [400, 'missingHeaders', 'request_rejected', 'request_rejected', 'request_rejected', 'request_rejected'],
  [400, 'invalidFields', 'request_rejected', 'request_rejected', 'request_rejected', 'request_rejected'],
  [400, 'missingFields', 'request_rejected', 'request_rejected', 'request_rejected', 'request_rejected'],
  [
    400,
    'unsupportedPaymentMethodModification',
    'request_rejected',
    'request_rejected',
    'request_rejected',
    'request_rejected',
  ],
  [400, 'invalidCombination', 'request_rejected', 'request_rejected', 'request_rejected', 'request_rejected'],
  [400, 'invalidParameters', 'request_rejected', 'request_rejected', 'request_rejected', 'request_rejected'],
  [403, 'forbidden', 'permission_denied', 'permission_denied', 'permission_denied', 'permission_denied'],
  [403, 'declined', 'permission_denied', 'permission_denied', 'permission_denied', 'permission_denied'],
  [404, 'notFound', 'request_rejected', 'token_not_found', 'token_not_found', 'token_not_found'],
  [404, 'subscriptionNotFound', 'request_rejected', 'token_not_found', 'token_not_found', 'token_not_found'],
  [409, 'instrumentIdentifierDeletionError', 'conflict', 'conflict', 'conflict', 'conflict'],
  [409, 'tokenIdConflict', 'conflict', 'conflict', 'conflict', 'conflict'],
  [409, 'conflict', 'conflict', 'conflict', 'conflict', 'conflict'],
  [410, 'notAvailable', 'token_gone', 'token_gone', 'token_gone', 'done'],
  [412, 'conflict', 'conflict', 'conflict', 'conflict', 'conflict'],
  [424, 'notFound', 'configuration_invalid', 'configuration_invalid', 'configuration_invalid', 'configuration_invalid'],
  [429, 'tooManyRequests', 'rate_limited', 'rate_limited', 'rate_limited', 'rate_limited'],
  [500, 'internalError', 'outcome_unknown', 'provider_unavailable', 'provider_unavailable', 'outcome_unknown'],
  [500, 'serverError', 'outcome_unknown', 'provider_unavailable', 'provider_unavailable', 'outcome_unknown'],
  [502, 'internalError', 'outcome_unknown', 'provider_unavailable', 'provider_unavailable', 'outcome_unknown'],
]

describe.each(rows)('HTTP %i %s', (status, type, ...codes) => {
  it.each(all.map((operation, place) => [operation, codes[place]] as const))(
    'ends %s in %s',
    async (operation, code) => {
      if (code === 'done')
        return expect(failure(status, errors(type), operation)).rejects.toThrow('expected a NetworkTokenError')
      expect(await failure(status, errors(type), operation)).toMatchObject({
        code,
        status,
        operation: names[operation],
        provider: 'cybersource',
        providerCode: type,
        correlationId: expect.stringMatching(/^corr-/),
        mayHaveTakenEffect: code === 'outcome_unknown',
      })
    },
  )
})

it.each<[string, unknown, string | undefined]>([
  ['its own 401 body', { response: { rmsg: 'Authentication Failed' } }, undefined],
  [
    'the 401 body of OAuth',
    { response: { rmsg: { error: 'invalid_token', error_description: 'x' } } },
    'invalid_token',
  ],
  ['a 401 with errors[]', errors('authenticationFailed'), 'authenticationFailed'],
  ['a 401 with anything', ['x'], undefined],
])('reads %s', async (_, json, providerCode) => {
  const error = await failure(401, json, 'retrieve')
  expect(error).toMatchObject({ code: 'authentication_failed', mayHaveTakenEffect: false })
  expect(error.providerCode).toBe(providerCode)
})

it('names the fields that were not accepted', async () => {
  const json = errors(
    'invalidFields',
    { name: 'expirationMonth', location: 'card' },
    { name: 'source' },
    { message: 'x' },
    7 as never,
  )
  expect((await failure(400, json, 'provision')).issues).toEqual([
    { path: 'card.expirationMonth', problem: 'is invalid' },
    { path: 'source', problem: 'is invalid' },
  ])
})

it.each([{ name: 'profile-id' }, { name: 'profile-id', location: 'header' }])(
  'takes a missing profile for a setting that is missing: %o',
  async (detail) => {
    expect(await failure(400, errors('missingHeaders', detail), 'provision')).toMatchObject({
      code: 'configuration_invalid',
      issues: [{ path: 'profileId' }],
    })
  },
)

it.each<[string, unknown]>([
  ['null', null],
  ['a text', 'x'],
  ['no errors', { errors: [] }],
  ['an error of another shape', { errors: ['x'] }],
  ['types that are no texts', { errors: [{ type: 7, details: 'x' }] }],
  ['a type that is no name', { errors: [{ type: 'no name', details: [{ name: {}, location: 'card' }] }] }],
])('goes by the status when the body is %s', async (_, json) => {
  const { code, providerCode, issues } = await failure(400, json, 'provision')
  expect([code, providerCode, issues]).toEqual(['request_rejected', undefined, undefined])
})

it('asks once what a 403 for a credential means, and says when the token is suspended', async () => {
  const host = await fakeHost({ status: 403, json: errors('forbidden') }, { json: { id: tokenId, state: 'SUSPENDED' } })
  const provider = createCybersourceProvider(host.settings)
  await expect(provider.credential(ref, { initiator: 'customer' })).rejects.toMatchObject({
    code: 'token_not_active',
    providerCode: 'forbidden',
    status: 403,
    correlationId: 'corr-1',
  })
  expect(host.seen).toHaveLength(2)
})

it('keeps a missing permission apart from a suspended token', async () => {
  const host = await fakeHost({ status: 403, json: errors('forbidden') }, { json: { id: tokenId, state: 'ACTIVE' } })
  const provider = createCybersourceProvider(host.settings)
  await expect(provider.credential(ref, { initiator: 'merchant' })).rejects.toMatchObject({
    code: 'permission_denied',
  })
})

it('says in words what happened and what to do', async () => {
  const words = async (...given: Parameters<typeof failure>) => (await failure(...given)).message
  expect(
    await words(400, errors('invalidFields', { name: 'expirationMonth', location: 'card' }), 'provision'),
  ).toMatchInlineSnapshot(
    `"cybersource tokenizedCards.create: the provider rejected the request as invalid: card.expirationMonth is invalid (HTTP 400 invalidFields). Correct the fields named; the same request fails again."`,
  )
  expect(await words(400, errors('missingHeaders', { name: 'profile-id' }), 'provision')).toMatchInlineSnapshot(
    `"cybersource tokenizedCards.create: the configuration is not usable: profileId is missing or wrong: the merchant has no default profile (token vault), or not this one (HTTP 400 missingHeaders). Correct the setting named and start again."`,
  )
  expect(await words(401, { response: { rmsg: 'Authentication Failed' } }, 'provision')).toMatchInlineSnapshot(
    `"cybersource tokenizedCards.create: the signature was not accepted; usual causes are a clock more than two minutes off, the key of another merchant or of the other environment, a key deactivated in the portal, or a way of signing that the account no longer takes (HTTP 401). Check the credentials, the account they belong to, and the clock; a retry with the same ones fails again."`,
  )
  expect(await words(403, errors('forbidden'), 'retrieve')).toMatchInlineSnapshot(
    `"cybersource tokenizedCards.get: the account may not do this (HTTP 403 forbidden). Ask the provider to enable network tokens for the account, or use a permitted profile."`,
  )
  expect(await words(404, errors('notFound'), 'retrieve')).toMatchInlineSnapshot(
    `"cybersource tokenizedCards.get: the provider knows no such token (HTTP 404 notFound). Check the reference and the provider it belongs to."`,
  )
  expect(await words(410, errors('notAvailable'), 'retrieve')).toMatchInlineSnapshot(
    `"cybersource tokenizedCards.get: the token was deleted (HTTP 410 notAvailable). Provision the card again if it is still on file."`,
  )
  expect(await words(424, errors('notFound'), 'provision')).toMatchInlineSnapshot(
    `"cybersource tokenizedCards.create: the configuration is not usable: profileId names no profile (token vault) of this merchant (HTTP 424 notFound). Correct the setting named and start again."`,
  )
  expect(await words(500, errors('internalError'), 'provision')).toMatchInlineSnapshot(
    `"cybersource tokenizedCards.create: the provider may have acted, but its answer was lost (HTTP 500 internalError). It may have taken effect. Do not send again blindly: look the token up first, or let the provider's support find the correlation id."`,
  )
})
