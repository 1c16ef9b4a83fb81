import { NetworkTokenError, type TokenRef } from '@nt/core'

/** `worldpay:1c9f…`, as every command prints it. */
export const formatRef = (ref: TokenRef): string => `${ref.provider}:${ref.id}`

/** @throws NetworkTokenError `usage` */
export function parseRef(text: string): TokenRef {
  const colon = text.indexOf(':')
  const ref = { provider: text.slice(0, Math.max(colon, 0)), id: text.slice(colon + 1) }
  if (ref.provider && ref.id) return ref
  throw new NetworkTokenError('usage', { message: 'a token is named provider:reference, as nt provision prints it' })
}
