import type { z } from 'zod'
import type { Answer } from './routes.ts'

/** Where a value is wrong: the member's name and the path of what holds it. [D §4.0] */
export interface FaultDetail {
  readonly name: string
  readonly location?: string | undefined
}

/** One `errors[]` entry. `details` come with 400 only. [S §4.0] */
interface FaultEntry {
  readonly type: string
  readonly message: string
  readonly details?: readonly FaultDetail[]
}

const answerWith = (status: number, ...errors: readonly FaultEntry[]): Answer => ({ status, body: { errors } })

/** Any TMS error. [D §4.0] */
export const fault = (status: number, type: string, message: string): Answer => answerWith(status, { type, message })

/** A 400 that names what is wrong; `message` never holds a value of the request. */
export const badRequest = (type: string, message: string, ...details: readonly FaultDetail[]): Answer =>
  answerWith(400, { type, message, ...(details.length > 0 && { details }) })

/** [D §4.0] */
export const notFound = (): Answer => fault(404, 'notFound', 'Token does not exist')

/** [D §4.0] */
export const notAvailable = (): Answer => fault(410, 'notAvailable', 'Token not available')

/** Names what a schema found, absent members apart from wrong ones. That both may come together is [I]. */
export function invalidBody(error: z.ZodError, body: unknown): Answer {
  const missing: FaultDetail[] = []
  const invalid: FaultDetail[] = []
  for (const { path } of error.issues) {
    const names = path.map(String)
    const list = valueAt(body, names) === undefined ? missing : invalid
    const location = names.slice(0, -1).join('.')
    list.push({ name: names.at(-1) ?? 'body', ...(location && { location }) })
  }
  return answerWith(
    400,
    ...(missing.length > 0 ? [{ type: 'missingFields', message: 'Missing field values', details: missing }] : []),
    ...(invalid.length > 0 ? [{ type: 'invalidFields', message: 'Invalid field values', details: invalid }] : []),
  )
}

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined),
    value,
  )
