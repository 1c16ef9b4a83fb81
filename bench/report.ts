import { cpuRatio, medianCpu, medianRate, rateRatio, type Samples } from './measure.ts'

/** What was wished for and what came out. */
export interface Goal {
  readonly what: string
  readonly wanted: string
  readonly measured: string
  readonly met: boolean
}

/** A table: its heading row first. */
export type Table = readonly (readonly string[])[]

/** What a figure's script gives back. */
export interface Report {
  readonly tables: readonly { readonly title: string; readonly rows: Table }[]
  readonly goals: readonly Goal[]
}

/** One figure. */
export interface Figure {
  /** What it shows, in one line. */
  readonly about: string
  run(): Promise<Report>
}

const digits = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value >= 10 ? value.toFixed(1) : value.toFixed(2)

export const times = (value: number): string => `${digits(value)}x`

/** Every variant with its CPU, its rate, and both against the peer. */
export function compareWith(peer: string, samples: Samples): Table {
  const row = (name: string): string[] => [
    name,
    `${digits(medianCpu(samples, name))} µs`,
    times(cpuRatio(samples, peer, name)),
    digits(medianRate(samples, name)),
    times(rateRatio(samples, name, peer)),
  ]
  return [
    ['', 'CPU per operation', 'less CPU than the SDK', 'per second', 'of the SDK’s rate'],
    ...[...samples.keys()].map(row),
  ]
}

export const atLeast = (what: string, wanted: number, measured: number): Goal => ({
  what,
  wanted: `>= ${times(wanted)}`,
  measured: times(measured),
  met: measured >= wanted,
})

export const atMost = (what: string, wanted: number, measured: number, unit = 'x'): Goal => ({
  what,
  wanted: `<= ${wanted}${unit}`,
  measured: `${digits(measured)}${unit}`,
  met: measured <= wanted,
})

export const markdown = (rows: Table): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = rows
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n')
}

export function print({ tables, goals }: Report): void {
  for (const { title, rows } of tables) console.log(`\n**${title}**\n\n${markdown(rows)}`)
  if (goals.length === 0) return
  const rows = goals.map(({ what, wanted, measured, met }) => [what, wanted, measured, met ? 'yes' : 'NO'])
  console.log(`\n${markdown([['goal', 'wanted', 'measured', 'met'], ...rows])}`)
}
