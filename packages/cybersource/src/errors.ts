import { type ErrorCode, type ErrorDetails, type Issue, NetworkTokenError } from '@nt/core'
import type { Answer, Explanation } from '@nt/provider-kit'
import { z } from 'zod'

/** TMS errors, 4xx and 5xx. `message` is left out on purpose: free text might repeat what was sent. */
const errorBody = z.object({
  errors: z
    .array(
      z.object({
        type: z.string().nullish().catch(undefined),
        details: z.array(z.unknown()).nullish().catch(undefined),
        // A 409 names what is linked [C].
        _links: z
          .object({ paymentInstruments: z.array(z.object({ href: z.string() })).max(100) })
          .nullish()
          .catch(undefined),
      }),
    )
    .min(1),
})
const detail = z.object({ name: z.string(), location: z.string().nullish().catch(undefined) })

/** The 401 body is another one: `{"response":{"rmsg":"Authentication Failed"}}` [C]; with OAuth `rmsg` is an object. */
const unauthenticatedBody = z.object({
  response: z.object({ rmsg: z.object({ error: z.string() }).nullish().catch(undefined) }),
})

/** What `errors[].type` says of the fields it lists. */
const problems: Record<string, string> = {
  invalidFields: 'is invalid',
  missingFields: 'is missing',
  invalidHeaders: 'is an invalid header',
  missingHeaders: 'is a missing header',
  invalidParameters: 'is an invalid parameter',
  invalidCombination: 'does not go together with the rest',
}

/** Reads an error answer. What is not said here follows from the status. Never throws. */
export function explain(answer: Answer): Explanation | undefined {
  const body = parse(answer.body)
  if (answer.status === 401) {
    const read = unauthenticatedBody.safeParse(body)
    return {
      message:
        'the signature was not accepted; usual causes are a clock more than two minutes off, the key of another merchant or of the other environment, a key deactivated in the portal, or a way of signing that the account no longer takes',
      providerCode: name(read.data?.response.rmsg?.error) ?? firstType(body),
    }
  }
  const read = errorBody.safeParse(body)
  if (!read.success) return undefined
  const providerCode = name(read.data.errors[0]?.type)
  const issues = read.data.errors.flatMap((error) => [
    ...issuesOf(error.type ?? '', error.details ?? []),
    ...(error._links?.paymentInstruments ?? []).map(({ href }) => linkedIssue(href)),
  ])
  if (answer.status === 404 && answer.operation.name.startsWith('webhooks.')) {
    return { code: 'request_rejected', providerCode, message: 'there is no such webhook subscription', issues }
  }
  if (answer.status === 424) return profileProblem(providerCode, 'names no profile (token vault) of this merchant')
  if (answer.status === 400 && issues.some(({ path }) => path.endsWith('profile-id'))) {
    return profileProblem(
      providerCode,
      'is missing or wrong: the merchant has no default profile (token vault), or not this one',
    )
  }
  return { providerCode, ...(issues.length > 0 && { issues }) }
}

/** The failure of an answer that came, with what support asks for. */
export function failed(
  code: ErrorCode,
  answer: Answer,
  provider: string,
  details: ErrorDetails = {},
): NetworkTokenError {
  const { operation, status, correlationId } = answer
  const writes = operation.writes ?? operation.method !== 'GET'
  return new NetworkTokenError(code, { provider, operation: operation.name, status, correlationId, writes, ...details })
}

/** A word of the provider's that is fit to be shown: a short name with few digits, so never the number of a card. */
export const name = (text: string | null | undefined): string | undefined =>
  text && /^[A-Za-z][\w.[\]-]{0,63}$/.test(text) && text.replace(/[^0-9]/g, '').length < 5 ? text : undefined

const profileProblem = (providerCode: string | undefined, problem: string): Explanation => ({
  code: 'configuration_invalid',
  providerCode,
  issues: [{ path: 'profileId', problem }],
})

function issuesOf(type: string, details: readonly unknown[]): Issue[] {
  return details.slice(0, 20).flatMap((each): Issue[] => {
    const read = detail.safeParse(each)
    if (!read.success) return []
    const path = [read.data.location, read.data.name]
      .flatMap((part) => (part ? [name(part) ?? 'a field'] : []))
      .join('.')
    return [{ path, problem: (Object.hasOwn(problems, type) && problems[type]) || 'was not accepted' }]
  })
}

/** A payment instrument in the way of a deletion. Ids of 32 hex digits are shown; one of another form could look like a card number. */
function linkedIssue(href: string): Issue {
  const id = /\/([0-9A-Fa-f]{32})(?:[?#]|$)/.exec(href)?.[1]
  return { path: id ? `paymentInstruments.${id}` : 'paymentInstruments', problem: 'is linked to it' }
}

function firstType(body: unknown): string | undefined {
  const read = errorBody.safeParse(body)
  return read.success ? name(read.data.errors[0]?.type) : undefined
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    // A page of a proxy, or nothing: the status speaks.
    return undefined
  }
}
