import { createHash } from 'node:crypto'
import type { JsonObject } from '../routes.ts'
import type { TokenRecord, TokenType } from '../token-record.ts'

/** The short names that some examples print, and what the answer calls them. [D/I §4.7] */
const assetTypes: Readonly<Record<string, { readonly short: string; readonly type: string }>> = {
  'card-art-combined': { short: 'art-combined', type: 'cardArtCombined' },
  'card-background': { short: 'background', type: 'cardBackground' },
  'card-issuer-logo': { short: 'issuer-logo', type: 'issuerLogo' },
  'card-brand-logo': { short: 'brand-logo', type: 'brandLogo' },
  'card-co-brand-logo': { short: 'co-brand-logo', type: 'coBrandLogo' },
  'card-icon': { short: 'icon', type: 'icon' },
}

/** Which assets each provider has. [D §4.7] `mscof` is Mastercard's card on file; its list is not printed: as `mdes`. [I] */
const mdes = Object.keys(assetTypes)
export const providers: Readonly<Record<string, { readonly network: TokenType; readonly assets: readonly string[] }>> =
  {
    vts: { network: 'visa', assets: ['card-art-combined', 'card-background', 'card-brand-logo'] },
    mdes: { network: 'mastercard', assets: mdes },
    mscof: { network: 'mastercard', assets: mdes },
    aets: { network: 'americanexpress', assets: ['card-art-combined', 'card-issuer-logo'] },
  }

const providersByNetwork: Record<TokenType, string> = { visa: 'vts', mastercard: 'mdes', americanexpress: 'aets' }

/** The documented name of an asset, from that or from its short name. */
export const findAsset = (name: string): { readonly name: string; readonly type: string } | undefined => {
  const found = Object.entries(assetTypes).find(([long, { short }]) => name === long || name === short)
  return found && { name: found[0], type: found[1].type }
}

/** Changes with the art. */
export const assetIdOf = (token: Pick<TokenRecord, 'id' | 'artVersion'>, name: string): string =>
  createHash('sha256').update(`${token.id} ${name} ${token.artVersion}`).digest('hex').slice(0, 32)

/** `metadata.cardArt` [D §4.1, §4.7]. Without an instrument identifier the links name the tokenized card. [the sandbox's own] */
export function toCardArt(token: Pick<TokenRecord, 'id' | 'artVersion' | 'type' | 'instrumentIdentifier'>): JsonObject {
  const provider = providersByNetwork[token.type]
  const asset = (name: string) =>
    providers[provider]?.assets.includes(name)
      ? {
          id: assetIdOf(token, name),
          _links: {
            self: { href: `/tms/v2/tokens/${token.instrumentIdentifier ?? token.id}/${provider}/assets/${name}` },
          },
        }
      : {}
  return {
    foregroundColor: 'FFFFFF',
    backgroundColor: '000000',
    labelColor: 'FFFFFF',
    combinedAsset: asset('card-art-combined'),
    brandLogoAsset: asset('card-brand-logo'),
    issuerLogoAsset: asset('card-issuer-logo'),
    iconAsset: asset('card-icon'),
  }
}
