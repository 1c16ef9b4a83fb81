import { NetworkTokenError } from '@nt/core'
import type { FetchAnswer } from './fetch.ts'

/** The most an answer may hold, bytes, counted after decompression. */
export const largestAnswer = 1024 * 1024

/**
 * Reads a response's body and counts: only a counting reader stops a compression bomb.
 * @throws NetworkTokenError `answer_unreadable` when it is too long.
 */
export async function readBody(
  { status, body }: FetchAnswer,
  details: { provider: string; operation: string; writes: boolean },
): Promise<Uint8Array> {
  const bytes = body instanceof Uint8Array ? body : body ? await collect(body.getReader()) : new Uint8Array()
  if (bytes.byteLength <= largestAnswer) return bytes
  const message = `the answer is longer than ${largestAnswer} bytes`
  throw new NetworkTokenError('answer_unreadable', { ...details, status, message })
}

/** The whole body, or a little more than the cap of it. */
async function collect(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for (let length = 0; length <= largestAnswer; ) {
    const { done, value } = await reader.read()
    if (done) return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
    length += value.byteLength
    chunks.push(value)
  }
  await reader.cancel().catch(() => undefined)
  return Buffer.concat(chunks)
}
