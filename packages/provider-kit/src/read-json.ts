import { NetworkTokenError } from '@nt/core'
import { type Answer, writes } from './operation.ts'

/** What a zod schema looks like from here. */
export interface Schema<Value> {
  safeParse(input: unknown): { success: true; data: Value } | { success: false }
}

/** The answer's text: UTF-8 or nothing, no byte order mark. */
export function readText(answer: Answer, provider: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(answer.body)
  } catch {
    throw unreadable(answer, provider, 'the answer is not UTF-8')
  }
}

/**
 * Reads a JSON answer by a schema.
 * @throws NetworkTokenError `answer_unreadable`; nothing of the answer is quoted: parsers quote what they read.
 */
export function readJson<Value>(
  answer: Answer,
  provider: string,
  mediaTypes: readonly string[],
  schema: Schema<Value>,
): Value {
  if (!mediaTypes.includes(mediaType(answer)))
    throw unreadable(answer, provider, `the answer is not ${mediaTypes.join(' or ')}`)
  return parseJson(readText(answer, provider), answer, provider, schema)
}

/** The same for text that came out of an envelope. */
export function parseJson<Value>(text: string, answer: Answer, provider: string, schema: Schema<Value>): Value {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw unreadable(answer, provider, 'the answer is not JSON')
  }
  const read = schema.safeParse(value)
  if (read.success) return read.data
  throw unreadable(answer, provider, 'the answer is not of the documented shape')
}

/** Without parameters, lower case; '' when there is none. */
export const mediaType = (answer: Answer): string =>
  (answer.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''

export function unreadable(answer: Answer, provider: string, message: string): NetworkTokenError {
  const { operation, status, correlationId } = answer
  const details = { provider, operation: operation.name, status, correlationId, writes: writes(operation), message }
  return new NetworkTokenError('answer_unreadable', details)
}
