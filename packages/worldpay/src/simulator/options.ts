import { hkdfSync } from 'node:crypto'
import { type Clock, NetworkTokenError, systemClock } from '@nt/core'
import { createIds, createStore, type Ids, type Store } from '@nt/sandbox'
import type { Account } from './account.ts'

/**
 * How the simulated host behaves. Tags in these comments say how sure a behaviour is, as in our protocol notes: [D] guide page, [S] Worldpay's own
 * OpenAPI, [O] older official pages, [I] inferred, [X] the sandbox's own, GAP nothing found.
 *
 * Open points without a switch, because nothing in this API would show them or nothing is known of them: how long a cryptogram is valid; rate limits,
 * time limits and `Retry-After`; life-cycle notifications (none are documented); the schemes' own error lists (`control.declineNext` takes any); the
 * errors of lookup and cryptogram, which are those of the other operations here. Detokenising: the host keeps no number.
 */
export interface WorldpaySimulatorOptions {
  /** The one Basic credential pair the host knows. */
  readonly username: string
  readonly password: string
  /** The merchant entities boarded for the account. Default `['default']`. */
  readonly entities?: readonly string[]
  /** The origin put in hrefs. Default: the origin the request came to. */
  readonly baseUrl?: string
  /** Default: in memory. A file store holds no card number. */
  readonly store?: Store
  readonly clock?: Clock
  readonly ids?: Ids
  /** Keys the card fingerprints. Default: derived from the credentials, so that it is the same in every process and never in the store. */
  readonly fingerprintKey?: Uint8Array
  /** How many lookups of a pending token answer "still pending"; the next one tells how it ended. Default 2. [X] */
  readonly pendingLookups?: number
  /** What a second create for a card that has a live token does. GAP in the documentation. Default `new-token`. */
  readonly duplicates?: 'same-token' | 'new-token'
  /** Whether a create answer with a token links to the cryptograms, as the guide's sample does (`seed` [D]), or not (`oas` [S], default). */
  readonly createLinks?: 'oas' | 'seed'
  /**
   * `paymentInstrument` of a create answer: `oas` [S], default, is `card/masked` with the PAR; `seed` [D] has no PAR beside a token and says
   * `card/front` when there is none yet.
   */
  readonly createInstrument?: 'oas' | 'seed'
  /** Whether the lookup repeats the status of the day the token became active, as it does the other facts [D]. Default false. GAP */
  readonly staleStatus?: boolean
  /** The status text of a pending token. Default `Inactive`, a value of 2023 [O]; the text of today is a GAP. */
  readonly pendingStatus?: string
  /** The HTTP status for a cryptogram of a token that is not active. Default 500. [X] */
  readonly inactiveCryptogramStatus?: 500 | 503
  /** Default `07`, the only value in the samples [S]. */
  readonly eci?: string
  /** The body of the 404 for a path the host does not have. Default `json`; `html` was seen by integrators of other Access APIs. */
  readonly unknownRoute?: 'json' | 'html'
  /** How long Worldpay's own tokens live by default: 90 days in `try`, the default, and 4 years in `live` [D]. */
  readonly environment?: 'try' | 'live'
  /** Whether the opaque part of token links is as long as it may be, 1024 characters [D], and not as short as in the samples. Default false. */
  readonly longHrefs?: boolean
  /** What Worldpay has switched on for the account; the control door can change both later. Default `enabled`. */
  readonly networkTokens?: Account['networkTokens']
  readonly tokenization?: Account['tokenization']
  /**
   * Whether a request without `Authorization` is taken as one with a client certificate, which TLS in front of the host would have checked [O].
   * Default false. The host itself sees no certificates.
   */
  readonly clientCertificate?: boolean
  /** Whether tokens outlive their expiry, as if every card were renewed in time [D], and never expire. Default false, so that expiry can be seen. */
  readonly extendsExpiry?: boolean
  /** Where the payment account reference stands: where all samples have it (default) [S], or where the guide's table has it [D]. */
  readonly parIn?: 'paymentInstrument' | 'tokenPaymentInstrument'
  /** Whether token references are in upper case; samples show both [S]. Default false. */
  readonly upperCaseReferences?: boolean
  /** Whether `;charset=UTF-8` follows the media type of answers, as in one old sample [O]. Default false. */
  readonly charset?: boolean
  /** The HTTP status for a cryptogram of a number that the host does not know: both are inferred [I]. Default 404. */
  readonly unknownCryptogramNumber?: 400 | 404
  /** Whether deleting a Worldpay token deletes the network tokens that were made of it. Default false. GAP; the reverse is never so. */
  readonly linkedDeletion?: boolean
  /** Whether GET / and GET /tokens answer with links to begin at, which is being phased out [D]. Default false. */
  readonly discovery?: boolean
  /** What a query for tokens answers that finds none: 404 like an unknown link, the default, or 200 with an empty list. GAP */
  readonly emptyQuery?: 200 | 404
}

/** The options with every default filled in. */
export type Settings = { readonly [Name in Exclude<keyof WorldpaySimulatorOptions, 'baseUrl'>]-?: Value<Name> } & {
  readonly baseUrl: string | undefined
}
type Value<Name extends keyof WorldpaySimulatorOptions> = Exclude<WorldpaySimulatorOptions[Name], undefined>

export function settingsOf(options: WorldpaySimulatorOptions): Settings {
  const { username, password, entities = ['default'], baseUrl, pendingLookups = 2 } = options
  const wrong = (path: string, problem: string): never => {
    throw new NetworkTokenError('configuration_invalid', { provider: 'worldpay', issues: [{ path, problem }] })
  }
  if (username === '' || username.includes(':')) wrong('username', 'must not be empty nor hold a colon')
  if (password === '') wrong('password', 'must not be empty')
  if (entities.length === 0) wrong('entities', 'must name at least one entity')
  if (!Number.isInteger(pendingLookups) || pendingLookups < 0) wrong('pendingLookups', 'must be a whole number from 0')
  if (baseUrl !== undefined && !/^https?:\/\/[^/?#@]+\/?$/i.test(baseUrl))
    wrong('baseUrl', 'must be an http or https origin, without a path')
  return {
    username,
    password,
    entities,
    baseUrl: baseUrl === undefined ? undefined : new URL(baseUrl).origin,
    store: options.store ?? createStore(),
    clock: options.clock ?? systemClock,
    ids: options.ids ?? createIds(),
    fingerprintKey: options.fingerprintKey ?? derivedKey(username, password),
    pendingLookups,
    duplicates: options.duplicates ?? 'new-token',
    createLinks: options.createLinks ?? 'oas',
    createInstrument: options.createInstrument ?? 'oas',
    staleStatus: options.staleStatus ?? false,
    pendingStatus: options.pendingStatus ?? 'Inactive',
    inactiveCryptogramStatus: options.inactiveCryptogramStatus ?? 500,
    eci: options.eci ?? '07',
    unknownRoute: options.unknownRoute ?? 'json',
    environment: options.environment ?? 'try',
    longHrefs: options.longHrefs ?? false,
    emptyQuery: options.emptyQuery ?? 404,
    networkTokens: options.networkTokens ?? 'enabled',
    tokenization: options.tokenization ?? 'enabled',
    clientCertificate: options.clientCertificate ?? false,
    extendsExpiry: options.extendsExpiry ?? false,
    parIn: options.parIn ?? 'paymentInstrument',
    upperCaseReferences: options.upperCaseReferences ?? false,
    charset: options.charset ?? false,
    unknownCryptogramNumber: options.unknownCryptogramNumber ?? 404,
    linkedDeletion: options.linkedDeletion ?? false,
    discovery: options.discovery ?? false,
  }
}

const derivedKey = (username: string, password: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', password, username, 'worldpay simulator card fingerprint', 32))
