/** Twelve digits or more, grouped or not: as long as a card number or longer. */
const numberLike = /[0-9](?:[ -]?[0-9]){11,}/g

/** A text of an answer with everything out of it that could be a card or token number: free text may repeat what was sent. */
export const withoutNumbers = (text: string): string => text.replace(numberLike, '(digits)')
