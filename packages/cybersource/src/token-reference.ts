/**
 * References of this provider are tokenized-card ids. A wallet's token has none of its own, only its instrument identifier: that one is marked, since
 * the two forms of id cannot be told apart by themselves (a vault may use the same for both) and other operations are for it.
 */
const mark = 'instrument-identifier:'

export const instrumentReference = (instrumentIdentifierId: string): string => mark + instrumentIdentifierId

/** What a reference names. */
export type Named =
  | { readonly kind: 'tokenized-card'; readonly id: string }
  | { readonly kind: 'instrument-identifier'; readonly id: string }

export const readReference = (id: string): Named =>
  id.startsWith(mark) ? { kind: 'instrument-identifier', id: id.slice(mark.length) } : { kind: 'tokenized-card', id }
