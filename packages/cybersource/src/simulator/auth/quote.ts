/** A value for a header: printable ASCII, short, and with any run of digits that could be a card number taken out. */
export function quote(value: unknown): string {
  if (typeof value !== 'string') return value === undefined ? 'missing' : 'not a string'
  const text = value.replace(/[^\x20-\x7e]/g, '?').replace(/(?:\d[ -]?){11,}\d/g, '(digits)')
  return `"${text.length > 60 ? `${text.slice(0, 60)}...` : text}"`
}
