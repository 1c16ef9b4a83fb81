import type { Ids } from '@nt/sandbox'
import type { BillingAddress } from './billing-address.ts'
import type { CardFacts } from './card.ts'
import type { Conflicts } from './conflicts.ts'
import { fresh } from './fresh.ts'
import { type TargetRel, type TokenRel, tokenRels } from './links.ts'
import type { Settings } from './options.ts'

/** What a Worldpay token is made of. */
export interface BaseTokenFacts {
  readonly card: CardFacts
  /** Every card token has one, no wallet token [S]. */
  readonly holderName: string | undefined
  readonly description: string
  readonly namespace: string | undefined
  readonly schemeReference: string | undefined
  readonly billingAddress?: BillingAddress | undefined
  /** ISO 8601. From then on it is as if deleted [D]. */
  readonly expiresAt: string
  /** The wallet it came from, e.g. `APPLEPAY`. */
  readonly networkType?: string
}

/** A Worldpay token as the host remembers it. */
export interface BaseTokenRecord extends BaseTokenFacts {
  readonly tokenId: string
  /** The opaque path segment of each of its links. */
  readonly opaque: Readonly<Record<TokenRel, string>>
  /** What the last 409 said and nobody has resolved. */
  readonly conflict?: OpenConflict | undefined
  /** When it was changed in the last thirty days, ISO 8601. */
  readonly updates?: readonly string[]
  readonly isDeleted?: true
}

export interface OpenConflict {
  readonly opaque: string
  readonly data: Conflicts
  readonly expiresAt: string
}

/** Where an opaque path segment leads. */
export interface Target {
  readonly rel: TargetRel
  readonly token: BaseTokenRecord
}

/** Every Worldpay token of the host that has not ended, found by card, by id, by namespace and by any of its links. */
export interface BaseTokenBook {
  /** The token of a card in a namespace: there is at most one [S]. */
  of(card: CardFacts, namespace: string | undefined): BaseTokenRecord | undefined
  byId(tokenId: string): BaseTokenRecord | undefined
  inNamespace(namespace: string): readonly BaseTokenRecord[]
  find(opaque: string): Target | undefined
  create(of: BaseTokenFacts): BaseTokenRecord
  save(record: BaseTokenRecord): BaseTokenRecord
  /** Opens a conflict; one that was open before is forgotten [X]. */
  openConflict(record: BaseTokenRecord, data: Conflicts, expiresAt: string): OpenConflict
}

/** `^[0-9A-HJ-NP-Z]+$` [S]: no letter that looks like a digit. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const tokenIdFrom = (ids: Ids): string => Array.from(ids.bytes(17), (byte) => alphabet[byte % alphabet.length]).join('')

export function createBaseTokenBook({ store, ids, clock, longHrefs }: Settings): BaseTokenBook {
  const tokens = store.collection<BaseTokenRecord>('worldpay.tokens')
  const cards = store.collection<string>('worldpay.token-of-card')
  const namespaces = store.collection<readonly string[]>('worldpay.tokens-of-namespace')
  const hrefs = store.collection<{ readonly rel: TargetRel; readonly tokenId: string }>('worldpay.token-hrefs')
  const key = (card: CardFacts, namespace = ''): string => `${card.fingerprint} ${namespace}`
  const isOver = (expiresAt: string): boolean => Date.parse(expiresAt) <= clock.now().getTime()

  const byId = (tokenId: string): BaseTokenRecord | undefined => {
    const token = tokens.get(tokenId)
    return token && !token.isDeleted && !isOver(token.expiresAt) ? token : undefined
  }
  const inNamespace = (namespace: string): readonly BaseTokenRecord[] =>
    (namespaces.get(namespace) ?? []).map(byId).filter((token) => token !== undefined)
  const newOpaque = (): string =>
    fresh(
      ids,
      (from) => opaqueFrom(from, longHrefs),
      (made) => hrefs.get(made) !== undefined,
    )
  const save = (record: BaseTokenRecord): BaseTokenRecord => {
    tokens.put(record.tokenId, record)
    return record
  }

  return {
    byId,
    inNamespace,
    save,
    of: (card, namespace) => byId(cards.get(key(card, namespace)) ?? ''),
    create: (facts) => {
      const tokenId = fresh(ids, tokenIdFrom, (made) => tokens.get(made) !== undefined)
      const opaque = Object.fromEntries(tokenRels.map((rel) => [rel, newOpaque()])) as Record<TokenRel, string>
      const { namespace, card, networkType } = facts
      if (namespace !== undefined)
        namespaces.put(namespace, [...inNamespace(namespace).map((token) => token.tokenId), tokenId])
      // A wallet's number stands for a card, it is not one: a card token is another token.
      if (networkType === undefined) cards.put(key(card, namespace), tokenId)
      for (const rel of tokenRels) hrefs.put(opaque[rel], { rel, tokenId })
      return save({ ...facts, tokenId, opaque })
    },
    openConflict: (record, data, expiresAt) => {
      const conflict = { opaque: newOpaque(), data, expiresAt }
      hrefs.put(conflict.opaque, { rel: 'conflicts', tokenId: record.tokenId })
      save({ ...record, conflict })
      return conflict
    },
    find: (opaque) => {
      const href = hrefs.get(opaque)
      const token = href && byId(href.tokenId)
      if (!token) return undefined
      const isClosed = token.conflict?.opaque !== opaque || isOver(token.conflict.expiresAt)
      return href.rel === 'conflicts' && isClosed ? undefined : { rel: href.rel, token }
    },
  }
}

/**
 * Looks like the samples' links: every sub-resource looks like a token, only the rel tells them apart [S]. The long ones are as near to the
 * documented limit of 1024 characters as their form allows [D].
 */
const opaqueFrom = (ids: Ids, isLong: boolean): string =>
  Buffer.from(JSON.stringify({ k: 1, d: ids.bytes(isLong ? 564 : 32).toString('base64') })).toString('base64url')
