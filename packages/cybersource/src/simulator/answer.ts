import { sealAnswer, sealResponse } from '@nt/mle/testing'
import type { Caller } from './auth/verify.ts'
import { badRequest } from './errors.ts'
import type { Answer } from './routes.ts'
import type { Settings } from './settings.ts'

/** How an answer is written: plain JSON, a bare JWE (§3c), or `{"encryptedResponse": <JWE>}` (§3b). */
export type Wrapping = 'json' | 'jose' | 'encryptedResponse'

/** What the request asks for. The order between the two encryptions is [U §10]. */
export function wrappingFor(
  accept: string | null,
  caller: Caller,
  isCredential: boolean,
  { whenBothAsked, credentialsWhenBothAsked }: Pick<Settings, 'whenBothAsked' | 'credentialsWhenBothAsked'>,
): Wrapping | { readonly refused: Answer } {
  const accepts = (accept ?? '').split(',').map((type) => type.split(';')[0]?.trim().toLowerCase())
  const jose = isCredential || accepts.includes('application/jose')
  const kid = caller.responseMleKid
  const winner = isCredential ? credentialsWhenBothAsked : whenBothAsked
  if (kid === undefined || (jose && winner === 'jose')) return jose ? 'jose' : 'json'
  if (kid === caller.owner.provider.responseMle.kid) return 'encryptedResponse'
  // What the host does with a key it does not have is [U].
  const message = 'v-c-response-mle-kid names no response key of this merchant'
  return { refused: badRequest('invalidHeaders', message, { name: 'v-c-response-mle-kid' }) }
}

/** Writes an answer. Errors of a jose request are plain JSON [C §3c]; errors of the other kind are sealed like answers [X dump M10]. */
export async function write(
  answer: Answer,
  wrapping: Wrapping,
  caller: Caller,
  { clock, tokenManagementKid }: Pick<Settings, 'clock' | 'tokenManagementKid'>,
): Promise<Response> {
  const { status, body, headers } = answer
  if (body === undefined) return new Response(null, { status, headers: { ...headers } })
  const json = JSON.stringify(body)
  const { provider } = caller.owner
  if (wrapping === 'jose' && status < 400) {
    const { kid, publicKey } = provider.tokenManagement
    // How the host derives it is [U §10].
    const jwe = await sealAnswer(json, { kid: tokenManagementKid?.(publicKey) ?? kid, publicKey })
    return new Response(jwe, { status, headers: { ...headers, 'content-type': 'application/jose' } })
  }
  if (wrapping === 'encryptedResponse') {
    const encryptedResponse = await sealResponse(json, provider.responseMle, { now: () => clock.now() })
    return toJson(status, JSON.stringify({ encryptedResponse }), headers)
  }
  return toJson(status, json, headers)
}

const toJson = (status: number, json: string, headers: Answer['headers']): Response =>
  new Response(json, { status, headers: { ...headers, 'content-type': 'application/json' } })

/** The 401 of §2f, whose shape is not the one of other errors, and the sandbox's own explanation beside it. */
export const unauthorized = (detail: string | undefined): Response =>
  toJson(401, '{"response":{"rmsg":"Authentication Failed"}}', detail ? { 'x-sandbox-auth-detail': detail } : {})
