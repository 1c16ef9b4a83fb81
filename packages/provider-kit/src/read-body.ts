import { NetworkTokenError } from '@nt/core'

/** The most an answer may hold, bytes, counted after decompression. */
export const largestAnswer = 1024 * 1024

/**
 * Reads a response's body and counts: only a counting reader stops a compression bomb.
 * @throws NetworkTokenError `answer_unreadable` when it is too long.
 */
export async function readBody(
  response: Response,
  details: { provider: string; operation: string; writes: boolean },
): Promise<Uint8Array> {
  if (!response.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.byteLength
    if (length > largestAnswer) {
      await reader.cancel().catch(() => undefined)
      throw new NetworkTokenError('answer_unreadable', {
        ...details,
        status: response.status,
        message: `the answer is longer than ${largestAnswer} bytes`,
      })
    }
    chunks.push(value)
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}
