import { createHash, randomBytes } from 'node:crypto'

/** Makes identifiers. With a seed the same ones in the same order. */
export interface Ids {
  /** Decimal digits. */
  digits(length: number): string
  /** Lower-case hex characters. */
  hex(length: number): string
  bytes(length: number): Buffer
  uuid(): string
}

export function createIds(seed?: string): Ids {
  let count = 0
  const bytes = (length: number): Buffer => {
    if (seed === undefined) return randomBytes(length)
    const blocks: Buffer[] = []
    for (let have = 0; have < length; have += 32)
      blocks.push(createHash('sha256').update(`${seed}:${count++}`).digest())
    return Buffer.concat(blocks).subarray(0, length)
  }
  const hex = (length: number): string =>
    bytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length)
  return {
    bytes,
    hex,
    digits: (length) => Array.from(bytes(length), (byte) => byte % 10).join(''),
    uuid: () => {
      const text = hex(32)
      const variant = '89ab'[Number.parseInt(text[16] ?? '0', 16) % 4]
      return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-${variant}${text.slice(17, 20)}-${text.slice(20)}`
    },
  }
}
