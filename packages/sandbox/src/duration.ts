import { NetworkTokenError } from '@nt/core'

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/**
 * Reads a time span such as `90d`, `2h`, `1500ms`.
 * @returns milliseconds
 * @throws NetworkTokenError `input_invalid`
 */
export function parseDuration(text: string): number {
  const [, amount, unit] = /^([0-9]{1,9})(ms|s|m|h|d)$/.exec(text.trim()) ?? []
  if (amount && unit) return Number(amount) * units[unit as keyof typeof units]
  throw new NetworkTokenError('input_invalid', {
    issues: [{ path: 'by', problem: 'is a time span such as 90d, 2h, 15m, 30s or 500ms' }],
  })
}
