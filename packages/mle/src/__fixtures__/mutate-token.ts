/** A small seeded generator (mulberry32): the same seed makes the same mutations, so that a failure can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Random = () => number
type Mutation = (parts: string[], random: Random, other: string[]) => string

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Without a line feed: what has one is two lines to a reader of lines. */
const foreign = [
  '=',
  '==',
  ' ',
  '\t',
  '\r',
  '\0',
  '+',
  '/',
  '.',
  '"',
  '{',
  '\u00a0',
  '\u00ff',
  '\u00d7',
  '%3D',
  '\\',
  '\u007f',
  '\u0080',
]
const headers = [
  '{}',
  '[]',
  'null',
  '1',
  '"x"',
  '',
  '{',
  '{"alg":"RSA-OAEP-256"}',
  '\ufeff{"alg":"RSA-OAEP-256","enc":"A256GCM"}',
  '{"alg":"none","enc":"A256GCM"}',
  '{"alg":"dir","enc":"A256GCM"}',
  '{"alg":"RSA1_5","enc":"A256GCM"}',
  '{"alg":["RSA-OAEP"],"enc":"A256GCM"}',
  '{"alg":"RSA-OAEP-256","enc":"A256GCM","alg":"RSA-OAEP-256"}',
  '{"alg":"RSA-OAEP-256","enc":"A256GCM","crit":["x"]}',
  '{"alg":"RSA-OAEP-256","enc":"A256GCM","zip":"DEF"}',
  '{"alg":"RSA-OAEP-256","enc":"A256GCM","jku":"https://127.0.0.1/"}',
  '{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"constructor"}',
  '{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":1}',
  '{"alg":"RSA-OAEP-256","enc":"A256GCM","__proto__":{}}',
  `{"alg":"RSA-OAEP-256","enc":"A256GCM","x":${'['.repeat(3000)}`,
  '{"alg":"PBES2-HS256+A128KW","enc":"A256GCM","p2c":2147483647,"p2s":"AA"}',
  '{"alg":"RSA-OAEP-256","enc":"A128CBC-HS256"}',
] // prettier-ignore

const pick = <Item>(list: readonly Item[], random: Random): Item => list[Math.floor(random() * list.length)] as Item
const at = (text: string, random: Random): number => Math.floor(random() * (text.length + 1))
const encode = (text: string): string => Buffer.from(text).toString('base64url')
const randomPart = (length: number, random: Random): string =>
  Buffer.from(Uint8Array.from({ length }, () => random() * 256)).toString('base64url')

function inOnePart(change: (part: string, random: Random) => string, only?: number): Mutation {
  return (parts, random) => {
    const index = only ?? Math.floor(random() * 5)
    return parts.map((part, each) => (each === index ? change(part, random) : part)).join('.')
  }
}
const anywhere =
  (change: (token: string, random: Random) => string): Mutation =>
  (parts, random) =>
    change(parts.join('.'), random)

/** Those that the checks of the form stop. */
const ofTheForm: readonly Mutation[] = [
  inOnePart((part, random) => part.slice(0, at(part, random)) + pick(foreign, random) + part.slice(at(part, random))),
  inOnePart((part, random) => `${part}${pick(foreign, random)}`),
  inOnePart((part, random) => `${part.slice(0, -1)}${pick([...alphabet], random)}B`),
  // The same bytes in another spelling, where the last character has bits to spare.
  inOnePart((part, random) => part.slice(0, -1) + alphabet[alphabet.indexOf(part.at(-1) ?? 'A') ^ (1 + random() * 3)]),
  inOnePart(() => ''),
  inOnePart((_, random) => encode(pick(headers, random)), 0),
  inOnePart((part, random) => {
    const header = Buffer.from(part, 'base64url').toString()
    const index = at(header, random)
    return encode(
      header.slice(0, index) + String.fromCharCode(random() * 128) + header.slice(index + (random() < 0.5 ? 1 : 0)),
    )
  }, 0),
  inOnePart(
    (part, random) =>
      encode(`${Buffer.from(part, 'base64url').toString().slice(0, -1)},"m${Math.floor(random() * 1e6)}":0}`),
    0,
  ),
  anywhere((token, random) => token.slice(0, at(token, random) * random())),
  anywhere((token, random) => pick(foreign, random) + token),
  anywhere((token, random) => `${token}.${randomPart(random() * 40, random)}`),
  (parts, random, other) =>
    [...parts.slice(0, 1 + random() * 4), ...other.slice(random() * 3)].slice(0, 2 + random() * 2).join('.'),
  (_, random) => Array.from({ length: random() * 600 }, () => String.fromCharCode(33 + random() * 94)).join(''),
  (_, random) => '.'.repeat(random() * 5000),
]

/** Those that only the private key can tell from a good one. */
const ofTheContent: readonly Mutation[] = [
  ...[1, 2, 3].map((index) =>
    inOnePart((part, random) => {
      const bytes = Buffer.from(part, 'base64url')
      const where = Math.floor(random() * bytes.length)
      bytes[where] = (bytes[where] ?? 0) ^ (1 + random() * 255)
      return bytes.toString('base64url')
    }, index),
  ),
  inOnePart((_, random) => randomPart(16, random), 4),
  inOnePart((_, random) => randomPart(256, random), 1),
  inOnePart((_, random) => randomPart(random() * 64, random), 2),
  inOnePart(
    (part, random) =>
      Buffer.from(part, 'base64url')
        .subarray(0, random() * 16)
        .toString('base64url'),
    4,
  ),
  (parts, random, other) =>
    parts.map((part, index) => (random() < 0.5 && index > 0 ? (other[index] ?? '') : part)).join('.'),
]

/**
 * Endless mutations of good tokens, none of which is one of them.
 * @param share how many of a hundred get past the checks of the form, and cost a private-key operation
 */
export function* mutatedTokens(good: readonly string[], seed: number, share: number): Generator<string> {
  const random = seededRandom(seed)
  const known = new Set(good)
  while (true) {
    const mutation = pick(random() * 100 < share ? ofTheContent : ofTheForm, random)
    const token = mutation(pick(good, random).split('.'), random, pick(good, random).split('.'))
    if (!known.has(token)) yield token.replaceAll('\n', ' ')
  }
}
