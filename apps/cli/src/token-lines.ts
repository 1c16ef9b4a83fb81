/** One line of the input; `undefined` stands for one that is too long and was not kept. */
export type TokenLine = string | undefined

const newline = 0x0a
const carriageReturn = 0x0d

/**
 * Splits a stream of bytes into lines, and never holds more of one than the limit: what a line has beyond it is thrown away as it comes.
 *
 * A carriage return belongs to the line end only in a stream whose first line ends with one; anywhere else it is part of the token, and no token
 * may have one. Nothing else is trimmed or skipped: line N of the output is about line N of the input. Bytes are read as Latin-1, which cannot
 * fail and makes no two bytes one character.
 */
export async function* readTokenLines(
  chunks: AsyncIterable<Uint8Array | string>,
  longest: number,
): AsyncGenerator<TokenLine> {
  let pieces: Buffer[] = []
  let length = 0
  let lastByte: number | undefined
  let endsWithReturn: boolean | undefined

  const keep = (piece: Buffer): void => {
    if (piece.length === 0) return
    lastByte = piece.at(-1)
    length += piece.length
    // One more than the limit, for a carriage return that may turn out to be a line end.
    if (length > longest + 1) pieces = []
    else pieces.push(piece)
  }
  const finish = (): TokenLine => {
    const kept = length <= longest + 1 ? Buffer.concat(pieces).toString('latin1') : undefined
    const line = endsWithReturn && kept?.endsWith('\r') ? kept.slice(0, -1) : kept
    pieces = []
    length = 0
    lastByte = undefined
    return line !== undefined && line.length <= longest ? line : undefined
  }

  for await (const chunk of chunks) {
    const bytes =
      typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    let start = 0
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      keep(bytes.subarray(start, end))
      endsWithReturn ??= lastByte === carriageReturn
      yield finish()
      start = end + 1
    }
    // A copy: a view would keep the whole chunk in memory for the sake of its end.
    if (start < bytes.length) keep(Buffer.from(bytes.subarray(start)))
  }
  if (length > 0) yield finish()
}
