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

/** A secret as it may be spelled in an output: plain, in groups of four, base64 at each offset, hex. */
export function spellings(secret: string): string[] {
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset, 'x'), Buffer.from(secret)])
      .toString('base64')
      .replace(/=+$/, '')
      .slice(offset + 1, -1),
  )
  return [
    secret,
    secret.replace(/(.{4})(?=.)/g, '$1 '),
    secret.replace(/(.{4})(?=.)/g, '$1-'),
    Buffer.from(secret).toString('hex'),
    ...base64,
  ]
}

/** The secrets that can be read in an output. */
export const leaksIn = (output: string, secrets: readonly string[]): string[] =>
  secrets.filter((secret) => spellings(secret).some((spelling) => output.includes(spelling)))
