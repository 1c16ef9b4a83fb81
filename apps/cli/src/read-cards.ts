import { type Card, type CardSettings, NetworkTokenError, parseCard } from '@nt/core'

/** One entry of an input: a card, or what is wrong with it. */
export type CardEntry =
  | { readonly place: string; readonly card: Card }
  | { readonly place: string; readonly error: NetworkTokenError }

const longestLine = 64 * 1024
const longestInput = 64 * 1024 * 1024
const shape = '{"number":"…","expirationMonth":12,"expirationYear":2031,"cardholderName":"…"}'

/**
 * Reads cards: one JSON object, an array of them, or one object a line (NDJSON). A bad entry becomes an entry with an error; the others are read.
 * @throws NetworkTokenError `input_invalid` when nothing can be read at all
 */
export async function* readCards(
  chunks: AsyncIterable<Uint8Array | string>,
  settings: CardSettings,
): AsyncGenerator<CardEntry> {
  const text = (await readAll(chunks)).replace(/^\uFEFF/, '')
  if (text.trim() === '')
    throw new NetworkTokenError('input_invalid', { message: `the input is empty; a card is ${shape}` })

  const whole = text.length <= longestLine || !text.trim().includes('\n') ? parse(text) : undefined
  if (whole !== undefined) {
    const entries = Array.isArray(whole) ? whole : [whole]
    for (const [index, entry] of entries.entries())
      yield read(Array.isArray(whole) ? `entry ${index + 1}` : 'the card', entry, settings)
    return
  }
  yield* readLines(text, settings)
}

function* readLines(text: string, settings: CardSettings): Generator<CardEntry> {
  const lines = text.split('\n')
  const anyIsJson = lines.some((line) => line.length <= longestLine && isObject(parse(line)))
  if (!anyIsJson && lines.every((line) => line.length <= longestLine)) {
    throw new NetworkTokenError('input_invalid', {
      message: `the input is not JSON; a card is ${shape}, one a line or in an array`,
    })
  }
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const place = `line ${index + 1}`
    const value = line.length > longestLine ? 'too long' : parse(line)
    if (value === 'too long') yield { place, error: invalid(`the line is longer than ${longestLine} characters`) }
    else if (value === undefined) yield { place, error: invalid('the line is not JSON') }
    else yield read(place, value, settings)
  }
}

function read(place: string, value: unknown, settings: CardSettings): CardEntry {
  try {
    return { place, card: parseCard(value, settings) }
  } catch (error) {
    if (!NetworkTokenError.isInstance(error)) throw error
    return { place, error }
  }
}

/** Parsed JSON; undefined when it is none. The parser's own error is dropped: it quotes what it read. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

async function readAll(chunks: AsyncIterable<Uint8Array | string>): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  try {
    for await (const chunk of chunks) {
      text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
      if (text.length > longestInput) throw invalid(`the input is longer than ${longestInput} characters; split it`)
    }
    return text + decoder.decode()
  } catch (error) {
    if (NetworkTokenError.isInstance(error)) throw error
    const code =
      error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code)) ? String(error.code) : undefined
    throw invalid(code ? `the input cannot be read (${code})` : 'the input is not UTF-8 text')
  }
}

const invalid = (message: string): NetworkTokenError => new NetworkTokenError('input_invalid', { message })
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
