import { type Operation, unreadable } from '@nt/provider-kit'
import { z } from 'zod'
import { type Answered, answering } from './answered.ts'
import type { CybersourceCall } from './call.ts'
import { count, fields, id as idText, shown } from './read-fields.ts'
import { plainJson, type Received, type Session } from './session.ts'
import type { OneOf } from './tokenized-card.ts'

/** Whose picture [D]: Visa, Mastercard, Mastercard's secure card on file, American Express. */
export type CardArtProvider = OneOf<'vts' | 'mdes' | 'mscof' | 'aets'>

/**
 * Which picture [D]. All providers have `card-art-combined`; vts and mdes `card-background` and `card-brand-logo`; mdes and aets `card-issuer-logo`;
 * mdes alone `card-co-brand-logo` and `card-icon`. Links of answers use the short names, which are taken too.
 */
export type CardArtAssetType = OneOf<
  | 'card-art-combined'
  | 'card-background'
  | 'card-brand-logo'
  | 'card-issuer-logo'
  | 'card-co-brand-logo'
  | 'card-icon'
  | 'brand-logo'
  | 'issuer-logo'
  | 'icon'
>

/** A picture, in one or more forms [D]. */
export interface CardArtContents {
  readonly id?: string | undefined
  /** Spelled as in `cardArtCombined` [I]. */
  readonly type?: string | undefined
  readonly provider?: string | undefined
  readonly content: readonly CardArtContent[]
}

/** One form. */
export interface CardArtContent {
  /** E.g. `image/png`, `image/svg+xml`, `application/pdf` [I]: not checked against the bytes. */
  readonly type: string
  /** Base64 on the wire. */
  readonly data: Uint8Array
  /** Pixels. */
  readonly width?: number | undefined
  /** Pixels. */
  readonly height?: number | undefined
}

/** The endpoint list prints POST; example and SDK use GET [D][X]. */
const operation: Operation = {
  name: 'cardArt.get',
  method: 'GET',
  route: '/tms/v2/tokens/{instrumentIdentifierId}/{provider}/assets/{assetType}',
  statuses: [200],
}

/** @throws NetworkTokenError `answer_unreadable` when there is no picture in the answer, or one that is not base64 */
export async function getCardArt(
  { connection, send, readPlain }: Session,
  instrumentIdentifierId: string,
  provider: CardArtProvider,
  assetType: CardArtAssetType,
  call?: CybersourceCall,
): Promise<Received<Answered<CardArtContents>>> {
  const parameters = { instrumentIdentifierId, provider, assetType }
  const answer = await send(operation, { parameters, accept: plainJson, call })
  const value = readPlain(answer, answering(schema, answer))
  if (value.content.length === 0) throw unreadable(answer, connection.provider, 'the answer holds no picture')
  return { value, answer }
}

const schema: z.ZodType<CardArtContents> = fields({
  id: idText,
  type: shown,
  provider: shown,
  content: z.array(
    fields({
      type: z.string().regex(/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/),
      data: z.base64().transform((data) => new Uint8Array(Buffer.from(data, 'base64'))),
      width: count,
      height: count,
    }),
  ),
})
