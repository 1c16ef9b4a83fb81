import type { Ids } from '@nt/sandbox'
import type { CardFacts } from './card.ts'
import { fresh } from './fresh.ts'
import { type TokenRel, tokenRels } from './links.ts'
import type { Settings } from './options.ts'

/** A Worldpay token as the host remembers it. */
export interface BaseTokenRecord {
  readonly tokenId: string
  readonly card: CardFacts
  readonly holderName: string
  readonly description: string
  readonly namespace: string | undefined
  readonly schemeReference: string | undefined
  readonly expiresAt: string
  /** The opaque path segment of each of its links. */
  readonly opaque: Readonly<Record<TokenRel, string>>
}

/** Where an opaque path segment leads. */
export interface Target {
  readonly rel: TokenRel
  readonly token: BaseTokenRecord
}

/** Every Worldpay token of the host, found by card and by any of its links. */
export interface BaseTokenBook {
  /** The token of a card in a namespace: there is at most one [S]. */
  of(card: CardFacts, namespace: string | undefined): BaseTokenRecord | undefined
  create(of: Omit<BaseTokenRecord, 'tokenId' | 'opaque'>): BaseTokenRecord
  find(opaque: string): Target | undefined
}

/** `^[0-9A-HJ-NP-Z]+$` [S]: no letter that looks like a digit. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const tokenIdFrom = (ids: Ids): string => Array.from(ids.bytes(17), (byte) => alphabet[byte % alphabet.length]).join('')

export function createBaseTokenBook({ store, ids }: Settings): BaseTokenBook {
  const tokens = store.collection<BaseTokenRecord>('worldpay.tokens')
  const cards = store.collection<string>('worldpay.token-of-card')
  const hrefs = store.collection<{ readonly rel: TokenRel; readonly tokenId: string }>('worldpay.token-hrefs')
  const key = (card: CardFacts, namespace = ''): string => `${card.fingerprint} ${namespace}`

  return {
    of: (card, namespace) => tokens.get(cards.get(key(card, namespace)) ?? ''),
    create: (facts) => {
      const tokenId = fresh(ids, tokenIdFrom, (made) => tokens.get(made) !== undefined)
      const newOpaque = (): string => fresh(ids, opaqueFrom, (made) => hrefs.get(made) !== undefined)
      const opaque = Object.fromEntries(tokenRels.map((rel) => [rel, newOpaque()])) as Record<TokenRel, string>
      const record: BaseTokenRecord = { ...facts, tokenId, opaque }
      tokens.put(tokenId, record)
      cards.put(key(facts.card, facts.namespace), tokenId)
      for (const rel of tokenRels) hrefs.put(opaque[rel], { rel, tokenId })
      return record
    },
    find: (opaque) => {
      const href = hrefs.get(opaque)
      const token = href && tokens.get(href.tokenId)
      return token && { rel: href.rel, token }
    },
  }
}

/** Looks like the samples' links: every sub-resource looks like a token, only the rel tells them apart [S]. */
const opaqueFrom = (ids: Ids): string =>
  Buffer.from(JSON.stringify({ k: 1, d: ids.bytes(32).toString('base64') })).toString('base64url')
