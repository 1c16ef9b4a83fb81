import type { Answer, JsonObject } from '../routes.ts'
import type { Reason } from '../test-cards.ts'

/** One entry of `responses[]`. [D §4.8] */
export interface Part {
  readonly resource: string
  readonly httpStatus: number
  readonly id?: string | undefined
  readonly errors?: readonly JsonObject[] | undefined
}

/** An operation's own refusal, as a part. */
export const refusedPart = (resource: string, { status, body }: Answer): Part => ({
  resource,
  httpStatus: status,
  errors: ((body as JsonObject | undefined)?.['errors'] ?? []) as readonly JsonObject[],
})

/** What would have pointed at something that failed. The type is documented, the status is [I]. [D §4.8] */
export const notAttempted = (resource: string): Part => ({
  resource,
  httpStatus: 424,
  errors: [{ type: 'notAttempted', message: 'Not attempted: a token it depends on was not created' }],
})

/** How each reason shows among the documented types. [I §4.8] */
const failures: Record<Reason, readonly [httpStatus: number, type: string]> = {
  INVALID_REQUEST: [400, 'invalidFields'],
  CARD_VERIFICATION_FAILED: [400, 'invalidFields'],
  CARD_NOT_ELIGIBLE: [403, 'declined'],
  CARD_NOT_ALLOWED: [403, 'declined'],
  DECLINED: [403, 'declined'],
  SERVICE_UNAVAILABLE: [500, 'serverError'],
  SYSTEM_ERROR: [500, 'serverError'],
}

/** A network token that was not provisioned. */
export function failurePart(resource: string, reason: string): Part {
  const [httpStatus, type] = failures[reason as Reason] ?? [500, 'serverError']
  return { resource, httpStatus, errors: [{ type, message: `Network token was not provisioned: ${reason}` }] }
}
