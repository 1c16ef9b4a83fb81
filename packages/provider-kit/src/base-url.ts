import { NetworkTokenError } from '@nt/core'

/**
 * Reads the address of a provider's host. Card numbers go there, so it is https, or plain http to this machine only (a simulator).
 * @throws NetworkTokenError `configuration_invalid`
 */
export function parseBaseUrl(text: string, setting: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const problem = !url
    ? 'is not a URL such as https://api.example.com'
    : url.username || url.password || url.search || url.hash
      ? 'may hold only scheme, host, port and path'
      : url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
        ? undefined
        : 'must begin with https:// (http:// is allowed for this machine only: card numbers travel there)'
  if (!url || problem) {
    throw new NetworkTokenError('configuration_invalid', { issues: [{ path: setting, problem: problem ?? '' }] })
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\.[0-9]+\.[0-9]+\.[0-9]+$/.test(host)
