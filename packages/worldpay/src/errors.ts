import type { Issue } from '@nt/core'
import type { Answer, Explanation } from '@nt/provider-kit'
import { z } from 'zod'

const validationError = z.looseObject({ errorName: z.string().nullish(), jsonPath: z.string().nullish() })
const errorBody = z.looseObject({
  errorName: z.string().nullish(),
  validationErrors: z.array(validationError).nullish().catch(undefined),
})

/** Names and paths are shown only when they look like ones: anything else could be a number that was sent. */
const nameLike = /^[A-Za-z]{1,60}$/
const pathLike = /^\$(?:\.[A-Za-z]{1,40}[0-9]{0,2}|\[[0-9]{1,2}\])*$/

/**
 * What an error answer of Worldpay means beyond its HTTP status. The body may be JSON, HTML or empty; its `message` is for people and is never
 * read, since it could repeat what was sent.
 */
export function explain(answer: Answer): Explanation {
  const body = readError(answer)
  const name = shown(body?.errorName)
  const issues = (body?.validationErrors ?? []).slice(0, 20).map(toIssue)
  return {
    ...meaningOf(answer, name),
    ...(name && { providerCode: name }),
    ...(issues.length > 0 && { issues }),
  }
}

function meaningOf(
  { status, operation }: Answer,
  name: string | undefined,
): Pick<Explanation, 'code' | 'message' | 'retryAfterMs'> {
  // A 500 by number, a configuration by nature: documented as such, so never repeated and without effect.
  if (name === 'tokenizationNotEnabled')
    return { code: 'permission_denied', message: 'tokenization is not switched on for this account' }
  // A namespace is full until something is deleted there; the account may do what it asked for [OpenAPI].
  if (name === 'tooManyTokensForNamespace')
    return { code: 'conflict', message: 'the namespace has 16 card tokens: delete some or use another' }
  if (name === 'maximumUpdatesExceeded') {
    // The longest it can take until one of the fifty is out of the window; Worldpay sends no hint.
    return { message: 'the card token was updated 50 times within 30 days', retryAfterMs: 30 * 24 * 3_600_000 }
  }
  if (name === 'unrecognizedCardBrand') return { message: 'Worldpay does not know the brand of this card' }
  const what = operation.name.startsWith('tokens.') ? 'tokens' : 'network tokens'
  if (status === 401) return { message: `the credentials are wrong, or ${what} are not switched on for this account` }
  if (status === 403) return { message: `${what} may not be switched on for this account` }
  // Two operations name an existing token in the body, not in the path, so that the status alone does not say what was not found.
  if (status === 404 && operation.name === 'cryptograms.create' && name !== undefined)
    return { code: 'token_not_found', message: 'Worldpay knows no network token of its own with this number' }
  if (status === 404 && operation.name === 'networkTokens.createFromToken' && name === 'resourceNotFound')
    return { code: 'token_not_found', message: 'Worldpay has no card token under this link' }
  return {}
}

function readError(answer: Answer): z.infer<typeof errorBody> | undefined {
  try {
    return errorBody.safeParse(JSON.parse(new TextDecoder().decode(answer.body))).data
  } catch {
    return undefined
  }
}

/** What Worldpay's names of validation errors say; the words are ours. */
const problems: Readonly<Record<string, string>> = {
  fieldIsMissing: 'is missing',
  fieldIsNotAllowed: 'is not allowed here',
  fieldHasInvalidValue: 'is not valid',
  fieldMustBeString: 'must be a string',
  panFailedLuhnCheck: 'fails the Luhn check',
  stringIsTooShort: 'is too short',
  stringIsTooLong: 'is too long',
  stringFailedRegexCheck: 'has a form that is not allowed',
  billingAddressMightContainCardNumber: 'might contain a card number',
}

function toIssue({ errorName, jsonPath }: z.infer<typeof validationError>): Issue {
  const name = shown(errorName)
  const path = jsonPath && isPath(jsonPath) ? jsonPath.replace(/^\$\.?/, '') : ''
  const problem = name && Object.hasOwn(problems, name) ? problems[name] : undefined
  return { path, problem: problem ?? (name ? `was rejected as ${name}` : 'was rejected') }
}

/** Few digits in all: `$[41][11]…` would be a number in pieces. */
const isPath = (text: string): boolean =>
  text.length <= 200 && pathLike.test(text) && text.replace(/[^0-9]/g, '').length <= 4

const shown = (name: string | null | undefined): string | undefined => (name && nameLike.test(name) ? name : undefined)
