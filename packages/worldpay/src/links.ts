import { NetworkTokenError } from '@nt/core'

/** Longer than any link: Worldpay documents up to 1024 characters after the base URL. */
const longest = 2_048

/** Visible ASCII without space, quotes, backslash, `<`, `>`, `^` and backtick: all that a URL may hold, and the braces of a template. */
const urlCharacters = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%{}|]+$/

/** Escapes that another reader may turn into a separator, a dot segment or a control character, and escapes that are none. */
const risky = /%(?:2e|2f|5c|25|[01][0-9a-f]|7f)|%(?![0-9a-f]{2})/i

/** An `@` before the first slash of the path, with a name before it or none: `URL` forgets the empty name. */
const userInfo = /^(?:[a-z][a-z0-9+.-]*:)?\/*[^/?#]*@/i

/** Where a link leads, or why it is not followed. */
export type LinkReading = { readonly url: string } | { readonly refused: 'template' | 'foreign' }

/**
 * Reads a link target against the configured host. It is followed only when scheme, host and port are the host's own, when it holds no user
 * name, and when its path lies under `/tokens/` exactly as written: dot segments are refused, not resolved.
 */
export function readLink(baseUrl: string, href: unknown): LinkReading {
  const foreign = { refused: 'foreign' } as const
  if (typeof href !== 'string' || href.length > longest || !urlCharacters.test(href) || risky.test(href)) return foreign
  const base = `${baseUrl}/`
  if (!URL.canParse(href, base)) return foreign
  const { protocol, origin, username, password, hash, pathname, search } = new URL(href, base)
  const home = new URL(base)
  // The origin of `blob:https://host/…` is that of the host, so the scheme is compared too.
  const sameOrigin = protocol === home.protocol && origin === home.origin
  const plain = username === '' && password === '' && !userInfo.test(href) && hash === '' && !href.includes('#')
  const dotted = (href.split('?', 1)[0] ?? '').split('/').some((segment) => segment === '.' || segment === '..')
  const inside = pathname.startsWith(`${home.pathname}tokens/`) && pathname.length > `${home.pathname}tokens/`.length
  if (!sameOrigin || !plain || dotted || !inside || pathname.includes('//')) return foreign
  return /[{}]/.test(href) ? { refused: 'template' } : { url: `${origin}${pathname}${search}` }
}

/**
 * The URL of a link that may be used.
 * @throws NetworkTokenError `link_refused`; the link is not shown: it comes from outside.
 */
export function followLink(baseUrl: string, href: unknown, at: { provider: string; operation: string }): string {
  const reading = readLink(baseUrl, href)
  if ('url' in reading) return reading.url
  const message =
    reading.refused === 'template'
      ? 'the link is a template, not an address'
      : 'the link does not lead to the tokens of the configured host'
  throw new NetworkTokenError('link_refused', { ...at, message, writes: false })
}
