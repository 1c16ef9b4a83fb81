import { type Clock, type Issue, NetworkTokenError, Secret, systemClock } from '@nt/core'
import { createTransport, type Fetch, parseBaseUrl } from '@nt/provider-kit'

/** Worldpay's hosts [documented]. Try and Live have different credentials. */
export const worldpayHosts = {
  try: 'https://try.access.worldpay.com',
  live: 'https://access.worldpay.com',
} as const

/** How to reach Access Worldpay. */
export interface WorldpaySettings {
  /** `try`, `live`, or the URL of a simulator or a proxy that rewrites links to itself. Plain http only to this machine. No default. */
  readonly host: keyof typeof worldpayHosts | (string & {})
  /** The user name of the Basic credentials. Without a colon. No default. */
  readonly username: string
  /** The password of the Basic credentials. No default. */
  readonly password: string | Secret
  /** `merchant.entity`, which Worldpay assigns; their samples use `default`. No default here. */
  readonly entity: string
  /** The name of this provider in references, errors and exchanges. Default `worldpay`. */
  readonly id?: string
  /** What sends a request. Default: an own transport over undici from `createTransport`. */
  readonly fetch?: Fetch
  /** Time, for `confirmed.at`. Default: the system clock. */
  readonly clock?: Clock
  /** How often a call that may be repeated is repeated at most. Default 2. */
  readonly retries?: number
}

/** The settings after reading: nothing is optional and the password cannot be seen. */
export interface ReadSettings {
  readonly id: string
  readonly baseUrl: string
  readonly username: string
  readonly password: Secret
  readonly entity: string
  readonly fetch: Fetch
  readonly clock: Clock
  readonly retries: number
}

/** @throws NetworkTokenError `configuration_invalid`, which names every setting that is wrong and quotes none. */
export function readSettings(settings: WorldpaySettings): ReadSettings {
  const { host, username, entity, id = 'worldpay', clock = systemClock, retries = 2 } = settings
  const password = typeof settings.password === 'string' ? new Secret(settings.password, 'password') : settings.password
  const issues: Issue[] = []
  const must = (holds: boolean, path: string, problem: string) => {
    if (!holds) issues.push({ path, problem })
  }
  must(isText(host) && (isNamed(host) || host.includes('://')), 'host', "must be 'try', 'live' or a URL")
  must(isText(username) && !username.includes(':'), 'username', 'must be a text without a colon')
  // Not `instanceof`: the secret may come from another copy of the core.
  must(typeof password?.reveal === 'function' && isText(password.reveal()), 'password', 'must be a text')
  must(isText(entity), 'entity', "must be the merchant entity that Worldpay assigned, e.g. 'default'")
  must(isText(id), 'id', 'must be a text')
  must(Number.isInteger(retries) && retries >= 0, 'retries', 'must be a whole number, 0 or more')
  if (issues.length > 0) throw new NetworkTokenError('configuration_invalid', { provider: 'worldpay', issues })
  return {
    id,
    baseUrl: parseBaseUrl(isNamed(host) ? worldpayHosts[host] : host, 'host'),
    username,
    password,
    entity,
    fetch: settings.fetch ?? createTransport().fetch,
    clock,
    retries,
  }
}

const isNamed = (host: string): host is keyof typeof worldpayHosts => Object.hasOwn(worldpayHosts, host)

/** Not empty and on one line: a line break would end a header. */
const isText = (value: unknown): value is string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  typeof value === 'string' && value.trim() !== '' && !/[\u0000-\u001f\u007f]/.test(value)
