/** One row of a table; `below` is a second, quieter line of the same row. */
export interface TableRow {
  readonly cells: readonly string[]
  readonly below?: string | undefined
}

/** Lays a table out in columns of even width, two spaces apart; columns named in `right` are flush right. */
export function layOutTable(
  header: readonly string[],
  rows: readonly TableRow[],
  { right = [], colour = false }: { readonly right?: readonly string[]; readonly colour?: boolean } = {},
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
    ...rows.flatMap(({ cells, below }) => [line(cells), ...(below ? [quiet(`  ${below}`)] : [])]),
    '',
  ].join('\n')
}

/** Lays facts out, one a line; what is not known is left out. */
export function layOutFacts(facts: readonly (readonly [name: string, value: string | undefined])[]): string {
  const known = facts.filter((fact): fact is readonly [string, string] => Boolean(fact[1]))
  const width = Math.max(...known.map(([name]) => name.length))
  return known.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('')
}
