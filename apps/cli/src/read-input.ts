import { addAbortSignal } from 'node:stream'
import { NetworkTokenError } from '@nt/core'
import type { Terminal } from './terminal.ts'

/** Standard input, which Ctrl-C ends. */
export function inputOf({ stdin, signal }: Terminal): AsyncIterable<Uint8Array | string> {
  // Already aborted: adding the signal would destroy the stream before anybody listens.
  if (signal.aborted) throw stopped()
  return addAbortSignal(signal, stdin)
}

/**
 * All of standard input, as bytes.
 * @throws NetworkTokenError `input_invalid` when there is nothing, or more than the limit
 */
export async function readInput(terminal: Terminal, longest: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  await stoppable(terminal, async () => {
    for await (const chunk of inputOf(terminal)) {
      length += chunk.length
      if (length > longest) throw invalid(`standard input holds more than ${longest} bytes`)
      pieces.push(Buffer.from(chunk as Uint8Array))
    }
  })
  if (length === 0) throw invalid('standard input is empty')
  return Buffer.concat(pieces)
}

/** Turns the end that Ctrl-C gives a stream into our error. */
export async function stoppable<Result>({ signal }: Terminal, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw signal.aborted && !NetworkTokenError.isInstance(error) ? stopped() : error
  }
}

const invalid = (message: string): NetworkTokenError => new NetworkTokenError('input_invalid', { message })
const stopped = (): NetworkTokenError =>
  new NetworkTokenError('aborted', { message: 'stopped while reading standard input' })
