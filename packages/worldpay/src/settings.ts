import { type Clock, type Issue, NetworkTokenError, Secret, systemClock } from '@nt/core'
import { createTransport, type Fetch, parseBaseUrl } from '@nt/provider-kit'
import { readCertificate } from './auth/client-certificate.ts'

/** Worldpay's hosts [documented]. Try and Live have different credentials. */
export const worldpayHosts = {
  try: 'https://try.access.worldpay.com',
  live: 'https://access.worldpay.com',
} as const

/** A client certificate for mutual TLS; its issuer is registered with Worldpay in advance [documented]. */
export interface WorldpayTls {
  /** PEM: the certificate, then at most one intermediate [documented]. */
  readonly cert: string
  /** Its private key, PEM, without a password. */
  readonly key: string | Secret
  /** PEM: what the host's certificate is verified against, in place of the well-known authorities. */
  readonly ca?: string | undefined
}

/**
 * How the account is known to Worldpay: Basic, Basic and a client certificate, or a certificate alone. On the last Worldpay contradicts itself: older
 * pages say that the header may be left out with a certificate, the text of today's OpenAPI asks for it on every request. Give both where
 * you have both.
 */
export type WorldpayAuth =
  | {
      /** The user name of the Basic credentials. Without a colon. No default. */
      readonly username: string
      /** The password of the Basic credentials. No default. */
      readonly password: string | Secret
      /** Shown besides. */
      readonly tls?: WorldpayTls | undefined
    }
  | { readonly username?: undefined; readonly password?: undefined; readonly tls: WorldpayTls }

/** How to reach Access Worldpay. */
export type WorldpaySettings = WorldpayAuth & {
  /** `try`, `live`, or the URL of a simulator or a proxy that rewrites links to itself. Plain http only to this machine. No default. */
  readonly host: keyof typeof worldpayHosts | (string & {})
  /** `merchant.entity`, which Worldpay assigns; their samples use `default`. No default here. */
  readonly entity: string
  /** The name of this provider in references, errors and exchanges. Default `worldpay`. */
  readonly id?: string
  /** What sends a request. Default: an own transport over undici from `createTransport`. Not together with `tls`, which needs that one. */
  readonly fetch?: Fetch | undefined
  /** Time, for `confirmed.at`. Default: the system clock. */
  readonly clock?: Clock
  /** How often a call that may be repeated is repeated at most. Default 2. */
  readonly retries?: number
}

/** The settings after reading: nothing is optional but Basic, and the password cannot be seen. */
export interface ReadSettings {
  readonly id: string
  readonly baseUrl: string
  readonly basicAuth: { readonly username: string; readonly password: Secret } | undefined
  readonly entity: string
  readonly fetch: Fetch
  readonly clock: Clock
  readonly retries: number
}

/**
 * @throws NetworkTokenError `configuration_invalid`, which names every setting that is wrong and quotes none; `key_invalid` for a client
 * certificate that cannot be used
 */
export function readSettings(settings: WorldpaySettings): ReadSettings {
  const { host, username, tls, entity, id = 'worldpay', clock = systemClock, retries = 2 } = settings
  const password = typeof settings.password === 'string' ? new Secret(settings.password, 'password') : settings.password
  const issues: Issue[] = []
  const must = (holds: boolean, path: string, problem: string) => {
    if (!holds) issues.push({ path, problem })
  }
  must(isText(host) && (isNamed(host) || host.includes('://')), 'host', "must be 'try', 'live' or a URL")
  const isBasic = username !== undefined || password !== undefined || tls === undefined
  if (isBasic) {
    must(isText(username) && !username.includes(':'), 'username', 'must be a text without a colon')
    // Not `instanceof`: the secret may come from another copy of the core.
    must(typeof password?.reveal === 'function' && isText(password.reveal()), 'password', 'must be a text')
  }
  must(
    tls === undefined || settings.fetch === undefined,
    'tls',
    'cannot be used with a fetch of your own: that one would not show the certificate',
  )
  must(isText(entity), 'entity', "must be the merchant entity that Worldpay assigned, e.g. 'default'")
  must(isText(id), 'id', 'must be a text')
  must(Number.isInteger(retries) && retries >= 0, 'retries', 'must be a whole number, 0 or more')
  if (issues.length > 0) throw new NetworkTokenError('configuration_invalid', { provider: 'worldpay', issues })
  const certificate = tls && readCertificate(tls, clock.now())
  return {
    id,
    baseUrl: parseBaseUrl(isNamed(host) ? worldpayHosts[host] : host, 'host'),
    basicAuth: isBasic && username !== undefined && password ? { username, password } : undefined,
    entity,
    fetch: settings.fetch ?? createTransport(certificate && { tls: certificate }).fetch,
    clock,
    retries,
  }
}

const isNamed = (host: string): host is keyof typeof worldpayHosts => Object.hasOwn(worldpayHosts, host)

/** Not empty and on one line: a line break would end a header. */
const isText = (value: unknown): value is string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  typeof value === 'string' && value.trim() !== '' && !/[\u0000-\u001f\u007f]/.test(value)
