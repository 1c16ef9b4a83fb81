/** One row of a table; `below` are further facts, on quieter lines under it. */
export interface TableRow {
  readonly cells: readonly string[]
  readonly below?: readonly string[] | undefined
}

/** How a table looks. */
export interface TableLook {
  /** Names of columns that are flush right. */
  readonly right?: readonly string[]
  readonly colour?: boolean
  /** The width of the terminal; 140 where it is not known. */
  readonly columns?: number | undefined
}

/** Lays a table out in columns of even width, two spaces apart. */
export function layOutTable(
  header: readonly string[],
  rows: readonly TableRow[],
  { right = [], colour = false, columns = 140 }: TableLook = {},
): string {
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map(({ cells }) => (cells[column] ?? '').length)),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        right.includes(header[column] ?? '') ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  const quiet = (text: string): string => (colour ? `\u001B[2m${text}\u001B[22m` : text)
  const strong = (text: string): string => (colour ? `\u001B[1m${text}\u001B[22m` : text)
  return [
    strong(line(header)),
    ...rows.flatMap(({ cells, below = [] }) => [
      line(cells),
      ...fill(below, columns - 2).map((text) => quiet(`  ${text}`)),
    ]),
    '',
  ].join('\n')
}

/** Puts facts on as few lines as they fit, never breaking one: a reference must be copied whole. */
function fill(facts: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const fact of facts) {
    const joined = lines.length > 0 ? `${lines.at(-1)}  ${fact}` : fact
    if (lines.length > 0 && joined.length <= width) lines[lines.length - 1] = joined
    else lines.push(fact)
  }
  return lines
}

/** Lays facts out, one a line; what is not known is left out. */
export function layOutFacts(facts: readonly (readonly [name: string, value: string | undefined])[]): string {
  const known = facts.filter((fact): fact is readonly [string, string] => Boolean(fact[1]))
  const width = Math.max(...known.map(([name]) => name.length))
  return known.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('')
}
