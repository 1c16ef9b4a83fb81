import type { Settings } from '../settings.ts'
import type { SignedRequest } from './verify.ts'

/**
 * The hosts a signature may name: those of the option, or the request's own and the test host, because behind `intermediateHost` the SDK
 * still signs the real one. [X §9.1]
 */
export const acceptedHosts = (request: SignedRequest, { requestHosts }: Settings): readonly string[] =>
  requestHosts ?? [...new Set([request.host, 'apitest.cybersource.com'])]
