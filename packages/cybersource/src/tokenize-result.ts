import { Secret } from '@nt/core'
import { z } from 'zod'
import type { Answered } from './answered.ts'
import { name } from './errors.ts'
import { fields, id, listOf, shown } from './read-fields.ts'
import type { OneOf } from './tokenized-card.ts'

/** What came of a tokenize request. `complete`: everything asked for was made. `partial`: some of it. `failed`: nothing. */
export type Tokenized = Answered<{
  readonly outcome: 'complete' | 'partial' | 'failed'
  readonly resources: readonly TokenizedResource[]
}>

/** One token of the request. Only `succeeded` has an id to use. */
export type TokenizedResource =
  | {
      readonly status: 'succeeded'
      readonly resource: string
      readonly httpStatus: number
      readonly id: string
    }
  | {
      readonly status: 'failed'
      /** `''` when the answer does not say. */
      readonly resource: string
      /** Absent for a token that was asked for and that the answer does not mention. */
      readonly httpStatus?: number | undefined
      readonly errors: readonly TokenizeError[]
    }

/** Why a part failed [D][S]. */
export interface TokenizeError {
  readonly type: OneOf<
    | 'invalidHeaders'
    | 'missingHeaders'
    | 'invalidFields'
    | 'missingFields'
    | 'unsupportedPaymentMethodModification'
    | 'invalidCombination'
    | 'forbidden'
    | 'instrumentIdentifierDeletionError'
    | 'tokenIdConflict'
    | 'conflict'
    | 'notFound'
    | 'notAvailable'
    | 'internalError'
    | 'serverError'
    | 'notAttempted'
  >
  /** Free text. Hidden: it could repeat what was sent. */
  readonly message?: Secret | undefined
  readonly details?:
    | readonly { readonly name?: string | undefined; readonly location?: string | undefined }[]
    | undefined
}

const errorList = listOf({ type: shown, message: id, details: listOf({ name: shown, location: shown }) })

const resource = z.object({
  resource: shown,
  // Not dropped when it is odd: it decides.
  httpStatus: z.int(),
  id,
  errors: z
    .unknown()
    .optional()
    .transform((errors) => ({
      // Anything there is a failure, readable or not.
      any: errors !== undefined && errors !== null && !(Array.isArray(errors) && errors.length === 0),
      read: errorList.parse(errors) ?? [],
    })),
})

export const tokenizeSchema = fields({ responses: z.array(resource).min(1) })

/** A part has succeeded when all of the answer says so: its status, an id, and no error. */
export function toTokenized(
  { responses, ...facts }: Answered<z.infer<typeof tokenizeSchema>>,
  askedFor: readonly string[],
): Tokenized {
  const told = responses.map(({ resource = '', httpStatus, id, errors }): TokenizedResource => {
    const good = httpStatus >= 200 && httpStatus < 300 && id !== undefined && !errors.any && resource !== ''
    if (good) return { status: 'succeeded', resource, httpStatus, id }
    return { status: 'failed', resource, httpStatus, errors: errors.read.map(toError) }
  })
  const missing = askedFor
    .filter((type) => !told.some(({ resource }) => resource === type))
    .map((type): TokenizedResource => ({ status: 'failed', resource: type, errors: [] }))
  const resources = [...told, ...missing]
  const good = resources.filter(({ status }) => status === 'succeeded').length
  return { outcome: good === resources.length ? 'complete' : good > 0 ? 'partial' : 'failed', resources, ...facts }
}

const toError = ({ type, message, details }: RawError): TokenizeError => ({
  type: name(type) ?? '',
  ...(message !== undefined && { message: new Secret(message, 'message') }),
  ...(details && { details }),
})

interface RawError {
  readonly type?: string | undefined
  readonly message?: string | undefined
  readonly details?: TokenizeError['details']
}
