import { createSimulator, type HostControl, type Simulator } from '@nt/sandbox'
import { unauthorized, type Wrapping, wrappingFor, write } from './answer.ts'
import { createHttpSignatureVerifier } from './auth/http-signature/verifier.ts'
import { createJwtVerifier } from './auth/jwt.ts'
import { toSigningKeys } from './auth/keys.ts'
import { createVerify, type SignedRequest } from './auth/verify.ts'
import { createControl } from './control.ts'
import { readBody } from './envelope.ts'
import { badRequest, fault } from './errors.ts'
import type { CybersourceSimulatorOptions } from './options.ts'
import { createPaymentCredentials } from './payment-credentials.ts'
import { createProvision } from './provision.ts'
import { createRemove } from './remove.ts'
import { createRetrieve } from './retrieve.ts'
import { type Answer, match, type Route } from './routes.ts'
import { type Settings, toSettings } from './settings.ts'
import { createTokenBook } from './token-record.ts'

/** A Cybersource host in this process. */
export interface CybersourceSimulator extends Simulator {
  /** What only the network, the issuer or a test can do. */
  readonly control: HostControl
}

/**
 * Simulates the Token Management Service of Cybersource: real signatures, real message-level encryption, stateful tokens, the documented test
 * cards. What Cybersource does not document is marked in the source with how sure it is, and can be switched where it matters.
 *
 * @example
 * const keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
 * const simulator = createCybersourceSimulator({ merchants: keys })
 * const { url } = await listen(simulator)
 */
export function createCybersourceSimulator(options: CybersourceSimulatorOptions): CybersourceSimulator {
  const settings = toSettings(options)
  const { clock, ids } = settings
  const book = createTokenBook(settings.store)
  const { control, odd } = createControl(settings, book)
  const keys = toSigningKeys(settings.merchants)
  const verify = createVerify([createJwtVerifier(settings, keys), createHttpSignatureVerifier(settings, keys)])
  const remove = createRemove(book)
  const paymentCredentials = createPaymentCredentials(settings, book, odd)
  const routes: readonly Route[] = [
    { method: 'POST', path: '/tms/v2/tokenized-cards', operation: createProvision(settings, book, odd) },
    { method: 'GET', path: '/tms/v2/tokenized-cards/{id}', operation: createRetrieve(settings, book, odd) },
    { method: 'POST', path: '/tms/v2/tokenized-cards/{id}/delete', operation: remove },
    { method: 'DELETE', path: '/tms/v2/tokenized-cards/{id}', operation: remove },
    {
      method: 'POST',
      path: '/tms/v2/tokens/{id}/payment-credentials',
      operation: paymentCredentials,
      alwaysJose: true,
    },
  ]

  const answer = async (request: Request): Promise<Response> => {
    const { pathname, search, host } = new URL(request.url)
    const signed: SignedRequest = {
      method: request.method,
      target: pathname + search,
      host: request.headers.get('host') ?? host,
      headers: request.headers,
      body: new Uint8Array(await request.arrayBuffer()),
    }
    const verdict = await verify(signed)
    if ('refused' in verdict) return unauthorized(settings.explainUnauthorized ? verdict.refused : undefined)
    const { caller } = verdict

    const found = match(routes, request.method, pathname)
    const { alwaysJose = false } = found?.route ?? {}
    const wrapping = wrappingFor(request.headers.get('accept'), caller, { ...settings, alwaysJose })
    const reply = (said: Answer, as: Wrapping): Promise<Response> => write(said, as, caller, clock.now())
    if (typeof wrapping === 'object') return reply(wrapping.refused, 'json')
    const profile = checkProfile(request.headers.get('profile-id'), settings)
    if (profile) return reply(profile, wrapping)
    if (!found) return reply(fault(404, 'notFound', 'No such resource'), wrapping)

    // Bodies of GET and DELETE mean nothing; their digest was verified all the same.
    const read = request.method === 'POST' ? await readBody(signed, caller.owner, settings) : { body: {} }
    if ('refused' in read) return reply(read.refused, wrapping)
    const unmasked = wrapping === 'jose'
    return reply(found.route.operation({ caller, id: found.id, body: read.body, unmasked }), wrapping)
  }

  const simulator = createSimulator(async (request) => {
    const response = await answer(request)
    response.headers.set('v-c-correlation-id', ids.uuid())
    return response
  })
  return { ...simulator, control }
}

/** [D §4.0] */
function checkProfile(profile: string | null, { profiles, defaultProfile }: Settings): Answer | undefined {
  if (!profiles) return undefined
  const wanted = profile ?? defaultProfile
  if (wanted === undefined) return badRequest('missingHeaders', 'Missing header values', { name: 'profile-id' })
  return profiles.includes(wanted) ? undefined : fault(424, 'notFound', 'Profile not found')
}
