import type { Account } from './account.ts'
import type { BaseTokenBook } from './base-token-book.ts'
import type { Failures } from './failures.ts'
import type { NetworkTokenBook } from './network-token-book.ts'
import type { Oddities } from './oddities.ts'
import type { Settings } from './options.ts'

/** What the host is made of. */
export interface Host {
  readonly settings: Settings
  readonly networkTokens: NetworkTokenBook
  readonly baseTokens: BaseTokenBook
  readonly oddities: Oddities
  readonly failures: Failures
  /** As it is now: a test may switch it. */
  account: Account
}

/** One request on its way to its operation. */
export interface Call {
  readonly host: Host
  /** The origin that hrefs begin with. */
  readonly origin: string
  /** The variable part of the path, `''` where there is none. */
  readonly id: string
  readonly query: URLSearchParams
  /** The parsed JSON of a POST or PUT; `undefined` only when a PUT came without a body. */
  readonly body: unknown
}

/** What the host does for one method and path. */
export type Operation = (call: Call) => Response
