import { hash } from 'node:crypto'

/** Path and query exactly as written, which is how the transport sends them: what is signed must be what goes out. */
export function requestTarget(url: string): string {
  const slash = url.indexOf('/', url.indexOf('://') + 3)
  return slash === -1 ? '/' : url.slice(slash)
}

/** SHA-256 of the bytes on the wire, base64: of the envelope, where there is one [S][X]. One-shot, the cheapest way that Node has. */
export const digestOf = (body: string): string => hash('sha256', body, 'base64')
