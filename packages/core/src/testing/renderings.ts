import { inspect } from 'node:util'

/** Every way in which a value ends up in a log, a terminal or a report. */
export function renderings(value: unknown): string[] {
  return [
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true }),
    inspect(value, { depth: Number.POSITIVE_INFINITY, customInspect: false }),
    JSON.stringify(value) ?? '',
    String(value),
    value instanceof Error ? `${value.stack} ${value.message}` : '',
  ]
}

/** A secret as it may be spelled in an output: plain, grouped, escaped, as bytes, in hex, in base64 at each offset. */
export function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const base64 = [0, 1, 2].map((offset) =>
    // The characters at either end also depend on what stands beside the secret.
    Buffer.concat([Buffer.alloc(offset, 'x'), bytes])
      .toString('base64')
      .replace(/=+$/, '')
      .slice(offset === 0 ? 0 : offset + 1, -1),
  )
  const each = (spell: (byte: number) => string, between = '') => [...bytes].map(spell).join(between)
  return [
    secret,
    secret.replace(/(.{4})(?=.)/g, '$1 '),
    secret.replace(/(.{4})(?=.)/g, '$1-'),
    bytes.toString('hex'),
    each((byte) => String(byte), ','),
    each((byte) => byte.toString(16), ' '),
    each((byte) => `%${byte.toString(16)}`),
    each((byte) => `\\u00${byte.toString(16)}`),
    each((byte) => `${String.fromCharCode(byte)}\0`),
    ...base64,
  ]
}

/** The secrets that can be read in an output. */
export const leaksIn = (output: string, secrets: readonly string[]): string[] =>
  secrets.filter((secret) => spellings(secret).some((spelling) => output.includes(spelling)))
