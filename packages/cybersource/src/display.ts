import type { CardArtAsset, CardDisplay } from '@nt/core'
import type { CardArt, TokenizedCardMetadata } from './tokenized-card.ts'

/** The links of the answer, in the words of the port. The background and the co-brand logo are documented as assets, but in no answer [D]. */
const assets: readonly (readonly [link: keyof CardArt, asset: CardArtAsset])[] = [
  ['combinedAsset', 'card'],
  ['brandLogoAsset', 'brand-logo'],
  ['issuerLogoAsset', 'issuer-logo'],
  ['iconAsset', 'icon'],
]

/** What the issuer says for showing the card; nothing when it says nothing. */
export function toDisplay(metadata: TokenizedCardMetadata | undefined): { readonly display?: CardDisplay } {
  const { issuer = {}, cardArt = {} } = metadata ?? {}
  const { name, shortDescription, longDescription, country, email, phoneNumber, url } = issuer
  const said = present({ name, description: shortDescription ?? longDescription, country, email, phoneNumber, url })
  const { foregroundColor, backgroundColor, labelColor } = cardArt
  const colours = present({
    foreground: colour(foregroundColor),
    background: colour(backgroundColor),
    label: colour(labelColor),
  })
  const pictures = assets.flatMap(([link, asset]) => (hasPicture(cardArt[link]) ? [asset] : []))
  const display = {
    ...(said && { issuer: said }),
    ...(colours && { colours }),
    ...(pictures.length > 0 && { assets: pictures }),
  }
  return Object.keys(display).length > 0 ? { display } : {}
}

/** An empty object stands for a picture that does not exist [D]. */
const hasPicture = (asset: CardArt[keyof CardArt]): boolean =>
  typeof asset === 'object' && (asset.id !== undefined || asset._links?.self !== undefined)

const colour = (text: string | undefined): string | undefined => (/^[0-9a-f]{6}$/i.test(text ?? '') ? text : undefined)

/** Without what is not there; nothing when nothing is. */
function present<Value extends object>(values: Value): Value | undefined {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  return entries.length > 0 ? (Object.fromEntries(entries) as Value) : undefined
}
