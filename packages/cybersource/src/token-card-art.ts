import {
  type CallOptions,
  type CardArt,
  type CardArtAsset,
  type CardNetwork,
  NetworkTokenError,
  type TokenRef,
} from '@nt/core'
import { shareDeadline } from '@nt/provider-kit'
import { type CardArtAssetType, getCardArt } from './card-art.ts'
import { getInstrumentIdentifier } from './instrument-identifiers/get.ts'
import { toNetwork } from './network-token.ts'
import { getTokenizedCard } from './retrieve.ts'
import type { Session } from './session.ts'
import { readReference } from './token-reference.ts'
import type { CardArt as CardArtLinks, TokenizedCard } from './tokenized-card.ts'

interface Place {
  readonly instrumentIdentifierId: string
  readonly provider: string
  readonly assetType: string
}

/**
 * A picture of the card behind a token. Pictures belong to the instrument identifier: the token is looked up for the link to it.
 * @throws NetworkTokenError `operation_unsupported` when there is no such picture, or no instrument identifier to ask for it
 */
export async function getTokenCardArt(
  session: Session,
  ref: TokenRef,
  asset: CardArtAsset,
  call?: CallOptions,
): Promise<CardArt> {
  const next = shareDeadline(call)
  const place = await findPlace(session, ref, asset, next())
  if (!place) {
    throw new NetworkTokenError('operation_unsupported', {
      provider: session.connection.provider,
      operation: 'cardArt.get',
      message: `the token has no picture of the kind ${asset}, or is linked to no instrument identifier`,
    })
  }
  const { instrumentIdentifierId, provider, assetType } = place
  const { value } = await getCardArt(session, instrumentIdentifierId, provider, assetType, next())
  return {
    ...(value.id && { id: value.id }),
    images: value.content.map(({ type, data, width, height }) => ({
      mediaType: type,
      bytes: data,
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
    })),
  }
}

async function findPlace(
  session: Session,
  ref: TokenRef,
  asset: CardArtAsset,
  call: CallOptions,
): Promise<Place | undefined> {
  const named = readReference(ref.id)
  if (named.kind === 'tokenized-card') {
    const { value } = await getTokenizedCard(session, named.id, call)
    return placeOf(value, lastSegment(value._links?.instrumentIdentifier?.href), asset)
  }
  const { value } = await getInstrumentIdentifier(session, named.id, call)
  return value.tokenizedCard && placeOf(value.tokenizedCard, named.id, asset)
}

/**
 * The answer's own link to the picture, read for its parts and never followed; or else what the documentation says there is, at the instrument
 * identifier that the token, or a link to another of its pictures, names.
 */
function placeOf(
  { metadata, type }: TokenizedCard,
  instrumentIdentifierId: string | undefined,
  asset: CardArtAsset,
): Place | undefined {
  const linkTo = (member: LinkedAsset) => readLink(metadata?.cardArt?.[member]?._links?.self?.href)
  const member = members[asset]
  const linked = member && linkTo(member)
  if (linked) return linked
  const known = documented[toNetwork(type) ?? 'unknown']
  const assetType = known?.assets[asset]
  const id =
    instrumentIdentifierId ?? Object.values(members).flatMap((each) => linkTo(each) ?? [])[0]?.instrumentIdentifierId
  return known && assetType && id ? { instrumentIdentifierId: id, provider: known.provider, assetType } : undefined
}

function readLink(href: string | undefined): Place | undefined {
  const [, id, provider, assetType] = /\/tokens\/([\w-]+)\/(\w+)\/assets\/([\w-]+)\/?(?:[?#]|$)/.exec(href ?? '') ?? []
  return id && provider && assetType ? { instrumentIdentifierId: id, provider, assetType } : undefined
}

type LinkedAsset = keyof Pick<CardArtLinks, 'combinedAsset' | 'brandLogoAsset' | 'issuerLogoAsset' | 'iconAsset'>

/** Where an answer links to a picture; for two of them it does not [D][S]. */
const members: Partial<Record<CardArtAsset, LinkedAsset>> = {
  card: 'combinedAsset',
  'brand-logo': 'brandLogoAsset',
  'issuer-logo': 'issuerLogoAsset',
  icon: 'iconAsset',
}

interface Known {
  readonly provider: string
  readonly assets: Partial<Record<CardArtAsset, CardArtAssetType>>
}

/** Which network has which picture [D]. */
const documented: Partial<Record<CardNetwork, Known>> = {
  visa: {
    provider: 'vts',
    assets: { card: 'card-art-combined', background: 'card-background', 'brand-logo': 'card-brand-logo' },
  },
  mastercard: {
    provider: 'mdes',
    assets: {
      card: 'card-art-combined',
      background: 'card-background',
      'brand-logo': 'card-brand-logo',
      'issuer-logo': 'card-issuer-logo',
      'co-brand-logo': 'card-co-brand-logo',
      icon: 'card-icon',
    },
  },
  'american-express': {
    provider: 'aets',
    assets: { card: 'card-art-combined', 'issuer-logo': 'card-issuer-logo' },
  },
}

const lastSegment = (href: string | undefined): string | undefined => /\/([\w-]+)\/?(?:[?#]|$)/.exec(href ?? '')?.[1]
