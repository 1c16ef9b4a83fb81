/** Which picture of a card. Not every network has every one; `card` is the one that all have. */
export type CardArtAsset = 'card' | 'background' | 'brand-logo' | 'issuer-logo' | 'co-brand-logo' | 'icon'

/** Pictures of a card, as its issuer wants it to be shown. They belong to the issuer: follow the network's rules for their use. */
export interface CardArt {
  /** The provider's id of the asset; another id is another picture. */
  readonly id?: string | undefined
  /** The same picture in one or more forms; at least one. */
  readonly images: readonly CardArtImage[]
}

/** One form of a picture. */
export interface CardArtImage {
  /** E.g. `image/png`. From the provider: check it before a browser is given the bytes. */
  readonly mediaType: string
  readonly bytes: Uint8Array
  /** Pixels. */
  readonly width?: number | undefined
  /** Pixels. */
  readonly height?: number | undefined
}
