import { createHash, timingSafeEqual } from 'node:crypto'
import { accessDenied, mediaType, refuse } from './answers.ts'
import type { Settings } from './options.ts'

/** Looks at a request before its operation does; a response ends it there. Account checks and faults have their place beside these. */
export type Check = (request: Request) => Response | undefined

/** Basic credentials, on every request [S]. The detail header is the sandbox's own: the real host says only `accessDenied`. */
export function createCredentialsCheck({ username, password, clientCertificate }: Settings): Check {
  return (request) => {
    if (clientCertificate && !request.headers.has('authorization')) return undefined
    const detail = credentialsProblem(request.headers.get('authorization'), username, password)
    if (detail === undefined) return undefined
    return refuse(401, 'accessDenied', accessDenied, { 'x-sandbox-auth-detail': detail })
  }
}

function credentialsProblem(header: string | null, username: string, password: string): string | undefined {
  if (header === null) return 'No Authorization header came: send Basic with base64 of username:password.'
  const [, encoded] = /^basic +([a-z0-9+/]+={0,2})$/i.exec(header) ?? []
  if (encoded === undefined)
    return 'The Authorization header is not Basic: send the word Basic, a space, and base64 of username:password.'
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  if (colon < 0) return 'The Basic value holds no colon: encode username, a colon, and password together.'
  // Both are compared whatever the first says, and in equal time: an answer's delay tells nothing.
  const userFits = isSame(pair.slice(0, colon), username)
  const passwordFits = isSame(pair.slice(colon + 1), password)
  if (!userFits) return 'The username is unknown: use the username this simulator was created with.'
  if (!passwordFits) return 'The password is wrong for this username: use the password this simulator was created with.'
  return undefined
}

const isSame = (left: string, right: string): boolean => timingSafeEqual(digest(left), digest(right))
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The media type rules [S]. */
export const checkHeaders = (request: Request, body: Uint8Array | undefined): Response | undefined => {
  const accept = essence(request.headers.get('accept'))
  const contentType = request.headers.get('content-type')
  if (accept !== mediaType) return refuse(406, 'headerHasInvalidValue', 'Accept header is not supported', hint(accept))
  // Needed when there is a body; when there is none it may be left out, but never differ. A POST always has one.
  const hasBody = request.method === 'POST' || (body !== undefined && body.length > 0)
  if ((hasBody || contentType !== null) && essence(contentType) !== accept)
    return refuse(400, 'headerHasInvalidValue', 'Accept header does not match Content-type header')
  return undefined
}

/**
 * `masked=false` asks for the card number. Worldpay gives it to separate credentials that can do nothing else [D]; those of this host are the
 * ordinary ones, and it keeps no number that it could give. With what the ordinary ones are refused is a GAP; here it is 403.
 */
export const checkMask: Check = (request) =>
  /;\s*masked\s*=\s*"?false"?\s*(;|$)/i.test(request.headers.get('accept') ?? '')
    ? refuse(403, 'accessDenied', accessDenied, { 'x-sandbox-detail': 'These credentials cannot detokenize.' })
    : undefined

/** The change log spells the media type without `hal`; every other page and the OpenAPI have it. */
const hint = (accept: string): Record<string, string> =>
  accept === 'application/vnd.worldpay.tokens-v3+json'
    ? { 'x-sandbox-detail': `The media type lacks "hal": send ${mediaType}.` }
    : {}

const essence = (header: string | null): string => (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
