/** The one media type of version 3; it selects the version [S]. */
export const mediaType = 'application/vnd.worldpay.tokens-v3.hal+json'

/** Plain JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined }
export type JsonObject = { readonly [name: string]: Json | undefined }

/** One thing wrong with a body, as Worldpay says it. Never holds a value of the request. */
export interface ValidationError {
  readonly errorName: string
  readonly message: string
  readonly jsonPath: string
}

export const answer = (status: number, body: JsonObject, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': mediaType, ...headers } })

export const refuse = (
  status: number,
  errorName: string,
  message: string,
  headers: Record<string, string> = {},
): Response => answer(status, { errorName, message }, headers)

export const refuseBody = (errors: readonly ValidationError[]): Response =>
  answer(400, {
    errorName: 'bodyDoesNotMatchSchema',
    message: 'The json body provided does not match the expected schema',
    validationErrors: errors.map((error) => ({ ...error })),
  })

/** The scheme or what stands before it did not do as asked [S]: 404 for a token it does not know, 500 and 503 otherwise. */
export const providerError = (status: 404 | 500 | 503): Response =>
  refuse(status, 'networkProviderError', 'Network Token Provider Error')

export const notFound = (): Response => refuse(404, 'resourceNotFound', 'Requested resource was not found')

export const htmlNotFound = (): Response =>
  new Response('<!DOCTYPE html><html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>', {
    status: 404,
    headers: { 'content-type': 'text/html;charset=utf-8' },
  })

/** The method is not one of those that the resource takes. */
export const notAllowed = (allow: string): Response =>
  refuse(405, 'methodNotAllowed', 'Requested method is not allowed', { allow })

export const noContent = (): Response => new Response(null, { status: 204 })

/** One message for 401 and 403 [S]. */
export const accessDenied = 'Access to the requested resource has been denied'

/** ISO 8601 without fractions of a second, as in the samples [S]. */
export const wireTime = (instant: string): string => instant.replace(/\.\d+Z$/, 'Z')

/** The error for an entity that is not boarded is a GAP; the name is that of other Access APIs [X]. */
export const unknownEntity = (): Response =>
  refuse(400, 'entityIsNotConfigured', 'The merchant entity is not configured for this account')
