import { unauthorized, type Wrapping, wrappingFor, write } from './answer.ts'
import { createHttpSignatureVerifier } from './auth/http-signature/verifier.ts'
import { createJwtVerifier } from './auth/jwt.ts'
import { toSigningKeys } from './auth/keys.ts'
import { createVerify, type SignedRequest } from './auth/verify.ts'
import { checkProfile, createRateLimit, failureOf } from './checks.ts'
import type { FailureStatus } from './control.ts'
import { readBody } from './envelope.ts'
import { fault } from './errors.ts'
import { type Answer, createMatch, type Route } from './routes.ts'
import type { Settings } from './settings.ts'

/** The way of every request: who has signed it, how the answer is wanted, what is in it, and then the operation. */
export function createRespond(
  settings: Settings,
  routes: readonly Route[],
  takeFailure: () => FailureStatus | undefined,
): (request: Request) => Promise<Response> {
  const keys = toSigningKeys(settings.merchants)
  const verify = createVerify([createJwtVerifier(settings, keys), createHttpSignatureVerifier(settings, keys)])
  const limit = createRateLimit(settings)
  const match = createMatch(routes)
  const refuse = (detail: string) => unauthorized(settings.explainUnauthorized ? detail : undefined)

  return async (request) => {
    const { pathname, search, searchParams, host, origin } = new URL(request.url)
    const { method, headers } = request
    const signed: SignedRequest = {
      method,
      target: pathname + search,
      host: headers.get('host') ?? host,
      headers,
      body: new Uint8Array(await request.arrayBuffer()),
    }
    const verdict = await verify(signed)
    if ('refused' in verdict) return refuse(verdict.refused)
    const { caller } = verdict

    const found = match(method, pathname)
    const wrapping = wrappingFor(headers.get('accept'), caller, found?.route.isCredential === true, settings)
    const reply = (said: Answer, as: Wrapping): Promise<Response> => write(said, as, caller, settings)
    if (typeof wrapping === 'object') return reply(wrapping.refused, 'json')
    const failure = takeFailure()
    const limited = failure === undefined ? limit(caller) : failureOf(failure)
    if (limited) return reply(limited, wrapping)
    if (!found) return reply(fault(404, 'notFound', 'No such resource'), wrapping)
    const { route, id, params } = found
    const profile = route.withoutProfile ? undefined : checkProfile(headers.get('profile-id'), settings)
    if (profile) return reply(profile, wrapping)

    // Bodies of GET and DELETE mean nothing; their digest was verified all the same.
    const hasBody = ['POST', 'PUT', 'PATCH'].includes(method)
    const read = hasBody ? await readBody(signed, caller, settings, route.takesJose) : { body: {} }
    if ('unauthorized' in read) return refuse(read.unauthorized)
    if ('refused' in read) return reply(read.refused, wrapping)
    const { body } = read
    const unmasked = wrapping === 'jose' || route.isCredential === true
    return reply(
      route.operation({ caller, id, params, query: searchParams, headers, origin, body, unmasked }),
      wrapping,
    )
  }
}
