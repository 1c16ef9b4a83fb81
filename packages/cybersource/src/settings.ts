import { type Clock, NetworkTokenError, Secret, systemClock } from '@nt/core'
import { createTransport, type Fetch, parseBaseUrl } from '@nt/provider-kit'
import type { Connection } from './connection.ts'
import { type CybersourceHost, cybersourceHosts } from './hosts.ts'
import { loadRequestMle, loadSigningKey, loadTokenManagementKeys, openP12 } from './keys.ts'

/** How requests are signed: JWT v2, RS256, with the key of the merchant's P12 [D][S]. */
export interface CybersourceJwtAuth {
  readonly type: 'jwt'
  /** The `.p12` file of the Business Center, its bytes. Read once, at construction. */
  readonly p12: Uint8Array
  /** The password chosen when the file was made. */
  readonly p12Password: string | Secret
}

/** A private key that opens the `application/jose` answers; its public half was uploaded under Key Management [D]. */
export interface TokenManagementMleKeySettings {
  /** RSA, 2048 bits or more, PEM. */
  readonly privateKey: string | Secret
  /** The key id as the portal shows it. Default: SHA-1 of the public key in hex, as the portal's ids look [I]. */
  readonly kid?: string | undefined
}

/** The certificate that requests are sealed to. */
export interface RequestMleSettings {
  /** PEM. Default: the one inside the P12. */
  readonly certificate?: string | undefined
  /** Its subject CN. Default `CyberSource_SJC_US` [S]. */
  readonly alias?: string | undefined
}

/** What both doors of this package, the client and the provider, are made from. */
export interface CybersourceSettings {
  /** A region of `cybersourceHosts`, or any `https://` URL; `http://` for this machine only (a simulator). */
  readonly host: CybersourceHost | (string & {})
  /** The transacting merchant id (MID). The P12 must be this merchant's. */
  readonly merchantId: string
  readonly auth: CybersourceJwtAuth
  /** Requests with a body are always sealed; this only says to which certificate. Default: the one inside the P12. */
  readonly requestMle?: RequestMleSettings | undefined
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
 * Reads the settings once: opens the P12, checks every key. There is no way to switch sealing off; without its keys nothing is constructed.
 * @throws NetworkTokenError `configuration_invalid`, `key_invalid`
 */
export function readSettings(settings: CybersourceSettings, provider: string): Connection {
  const { host, merchantId, auth, requestMle = {}, tokenManagementMle, signedHost, profileId } = settings
  const baseUrl = readHost(provider, host)
  check(provider, 'merchantId', visible.test(merchantId ?? ''), 'must be the merchant id, such as acme_shop_1')
  check(provider, 'auth.type', auth?.type === 'jwt', 'must be "jwt"')
  check(provider, 'auth.p12', auth.p12 instanceof Uint8Array, 'must be the bytes of the .p12 file')
  check(provider, 'auth.p12Password', isText(auth.p12Password), 'must be a string or a Secret')
  check(provider, 'profileId', profileId === undefined || visible.test(profileId), 'must be a profile id')
  check(
    provider,
    'signedHost',
    signedHost === undefined || hostName.test(signedHost),
    'must be a host name, with a port if need be',
  )
  check(
    provider,
    'deleteMethod',
    ['post', 'delete', undefined].includes(settings.deleteMethod),
    'must be post or delete',
  )
  const keys = [tokenManagementMle ?? []].flat()
  check(
    provider,
    'tokenManagementMle',
    keys.length > 0,
    'is missing: answers with a token number come sealed to this key; make an RSA key, upload its public half under Key Management > Message-Level Encryption',
  )
  check(
    provider,
    'tokenManagementMle',
    keys.every(({ privateKey }) => isText(privateKey)),
    'must hold a privateKey: a PEM string or a Secret',
  )

  const clock = settings.clock ?? systemClock
  const now = () => clock.now()
  const p12 = openP12(provider, auth.p12, plain(auth.p12Password))
  return {
    provider,
    baseUrl,
    signedHost: signedHost ?? new URL(baseUrl).host,
    merchantId,
    profileId,
    deleteMethod: settings.deleteMethod ?? 'post',
    signingKey: loadSigningKey(provider, p12, merchantId, now),
    requestMle: loadRequestMle(provider, p12, requestMle, now),
    tokenManagement: loadTokenManagementKeys(
      provider,
      keys.map(({ privateKey, kid }) => ({ privateKey: plain(privateKey), kid })),
    ),
    fetch: settings.fetch ?? createTransport().fetch,
    retries: settings.retries,
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

const visible = /^[\x21-\x7e]{1,128}$/
const hostName = /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?$/i

const isText = (value: unknown): boolean => (typeof value === 'string' && value !== '') || value instanceof Secret

/** Where keys and passwords come in. */
const plain = (value: string | Secret): string => (typeof value === 'string' ? value : value.reveal())

function check(provider: string, path: string, holds: boolean, problem: string): void {
  if (!holds) throw new NetworkTokenError('configuration_invalid', { provider, issues: [{ path, problem }] })
}
