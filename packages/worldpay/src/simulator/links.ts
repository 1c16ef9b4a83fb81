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

export const discoveryLinks = (origin: string): JsonObject => ({
  'tokens:tokens': { href: `${origin}/tokens` },
  'tokens:networkToken': { href: origin + network },
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

/** Where an opaque link of a Worldpay token can lead. */
export type TargetRel = TokenRel | 'conflicts'

export const tokenHref = (origin: string, opaque: string): string => `${origin}/tokens/${opaque}`

/** What differs between the answers about a Worldpay token. */
export interface TokenLinkOptions {
  /** The opaque segment of the conflicts link. */
  readonly conflicts?: string | undefined
  /** A lookup leads on to the network tokens, a creation does not [S]. */
  readonly withNetworkToken?: boolean
  /** A wallet's token has no part of its own to change [S]. */
  readonly isWallet?: boolean
}

export const tokenLinks = (
  origin: string,
  opaque: Readonly<Record<TokenRel, string>>,
  { conflicts, withNetworkToken = false, isWallet = false }: TokenLinkOptions,
): JsonObject => ({
  ...Object.fromEntries(
    (isWallet ? (['token'] as const) : tokenRels).map((rel) => [
      `tokens:${rel}`,
      { href: tokenHref(origin, opaque[rel]) },
    ]),
  ),
  ...(conflicts !== undefined && { 'tokens:conflicts': { href: tokenHref(origin, conflicts) } }),
  ...(withNetworkToken && !isWallet && { 'tokens:networkToken': { href: origin + network } }),
  curies: curies(origin),
})
