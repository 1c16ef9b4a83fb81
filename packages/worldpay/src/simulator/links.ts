import type { JsonObject } from './answers.ts'

const curies = (origin: string) => [{ href: `${origin}/rels/tokens/{rel}.json`, name: 'tokens', templated: true }]

const network = '/tokens/network'
const cryptograms = '/tokens/network/cryptograms'

/** Which links which answer has: the table in section 1.5 of our protocol notes. */
export const createLinks = (origin: string, reference: string, withCryptogram: boolean): JsonObject => ({
  self: { href: origin + network },
  'tokens:networkTokenLookup': { href: `${origin}${network}/${reference}` },
  ...(withCryptogram && { 'tokens:networkTokenCryptogram': { href: origin + cryptograms } }),
  curies: curies(origin),
})

export const lookupLinks = (origin: string, reference: string): JsonObject => ({
  self: { href: `${origin}${network}/${reference}` },
  'tokens:networkTokenCryptogram': { href: origin + cryptograms },
  curies: curies(origin),
})

export const cryptogramLinks = (origin: string): JsonObject => ({
  self: { href: origin + cryptograms },
  'tokens:networkTokenLookup': { href: `${origin}${network}/{tokenReference}`, templated: true },
  curies: curies(origin),
})

/** The parts of a Worldpay token that have a link of their own. */
export const tokenRels = [
  'token',
  'description',
  'cardHolderName',
  'cardExpiryDate',
  'billingAddress',
  'schemeTransactionReference',
] as const
export type TokenRel = (typeof tokenRels)[number]

export const tokenHref = (origin: string, opaque: string): string => `${origin}/tokens/${opaque}`

export const tokenLinks = (origin: string, opaque: Readonly<Record<TokenRel, string>>): JsonObject => ({
  ...Object.fromEntries(tokenRels.map((rel) => [`tokens:${rel}`, { href: tokenHref(origin, opaque[rel]) }])),
  curies: curies(origin),
})
