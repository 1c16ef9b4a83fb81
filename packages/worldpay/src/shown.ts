/** Twelve digits or more, grouped or not: as long as a card number or longer. */
const numberLike = /[0-9](?:[ -]?[0-9]){11,}/g

/** A text of an answer with everything out of it that could be a card or token number: free text may repeat what was sent. */
export const withoutNumbers = (text: string): string => text.replace(numberLike, '(digits)')

/**
 * Whether a text may be kept as a link: one word, and no card or token number for a segment of its path. Worldpay's own links are opaque or
 * fixed. Where it leads is looked at when it is followed.
 */
export const isLink = (href: string): boolean => /^\S+$/.test(href) && !/(?:^|\/)[0-9]{12,19}(?=[/?#]|$)/.test(href)
