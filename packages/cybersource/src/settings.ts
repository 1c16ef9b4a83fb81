import { type Clock, systemClock } from '@nt/core'
import { createTransport, type Fetch, parseBaseUrl } from '@nt/provider-kit'
import type { CybersourceAuth } from './auth/auth-settings.ts'
import { readAuth } from './auth/read-auth.ts'
import type { Connection } from './connection.ts'
import { type CybersourceHost, cybersourceHosts } from './hosts.ts'
import type { RequestMleSettings, ResponseMleSettings, TokenManagementMleKeySettings } from './mle-settings.ts'
import { readMle } from './read-mle.ts'
import { check, isId } from './read-setting.ts'

/** What both doors of this package, the client and the provider, are made from. */
export interface CybersourceSettings {
  /** A region of `cybersourceHosts`, or any `https://` URL; `http://` for this machine only (a simulator). */
  readonly host: CybersourceHost | (string & {})
  /** The transacting merchant id (MID). The key of `auth` must be this merchant's, or its portfolio's. */
  readonly merchantId: string
  readonly auth: CybersourceAuth
  /** To which certificate requests are sealed. Every body is, but for operations named here, and but for HTTP Signature, which says so itself. */
  readonly requestMle?: RequestMleSettings | undefined
  /** Has answers come sealed too, errors included. Default: only those that `tokenManagementMle` opens do. */
  readonly responseMle?: ResponseMleSettings | undefined
  /** One key, or several while one is being replaced: the answer's key id decides. */
  readonly tokenManagementMle: TokenManagementMleKeySettings | readonly TokenManagementMleKeySettings[]
  /** The host that the signature names (`request-host`). Default: the host of the URL, with its port. */
  readonly signedHost?: string | undefined
  /** The token vault (`profile-id`). Default: the merchant's default profile. */
  readonly profileId?: string | undefined
  /** How a token is deleted: `POST …/delete` (official SDK since 0.0.78) or `DELETE` (the guide; carries no reason). Default `post`. */
  readonly deleteMethod?: 'post' | 'delete' | undefined
  /** Default: a transport of its own. Clients of several merchants do well to share one. */
  readonly fetch?: Fetch | undefined
  /** How often a call is repeated at most, where repeating is safe. Default 2. */
  readonly retries?: number | undefined
  /** The time of signatures and answers. Default: the machine's. */
  readonly clock?: Pick<Clock, 'now'> | undefined
}

/**
 * Reads the settings once: parses every key, and refuses what cannot work. Without the keys that sealing needs nothing is constructed.
 * @throws NetworkTokenError `configuration_invalid`, `key_invalid`
 */
export function readSettings(settings: CybersourceSettings, provider: string): Connection {
  const { merchantId, auth, profileId, deleteMethod = 'post', retries } = settings
  const baseUrl = readHost(provider, settings.host)
  const { signedHost = new URL(baseUrl).host } = settings
  check(provider, 'merchantId', isId(merchantId), 'must be the merchant id, such as acme_shop_1')
  check(provider, 'profileId', profileId === undefined || isId(profileId), 'must be a profile id')
  check(provider, 'signedHost', hostName.test(signedHost), 'must be a host name, with a port if need be')
  check(provider, 'deleteMethod', ['post', 'delete'].includes(deleteMethod), 'must be post or delete')

  const clock = settings.clock ?? systemClock
  const now = () => clock.now()
  const { signing, p12 } = readAuth(auth, { provider, merchantId, host: signedHost, now })
  return {
    provider,
    baseUrl,
    signedHost,
    merchantId,
    profileId,
    deleteMethod,
    signing,
    ...readMle(settings, { provider, signing, p12, now }),
    fetch: settings.fetch ?? createTransport().fetch,
    retries,
    now,
  }
}

/** A region's host, or the URL itself. */
function readHost(provider: string, host: string): string {
  if (Object.hasOwn(cybersourceHosts, host ?? '')) return cybersourceHosts[host as CybersourceHost]
  const regions = Object.keys(cybersourceHosts).join(', ')
  check(provider, 'host', URL.canParse(host ?? ''), `must be one of ${regions}, or a URL that begins with https://`)
  return parseBaseUrl(host, 'host')
}

const hostName = /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?$/i
