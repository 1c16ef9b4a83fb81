/** A message as it was found, and the token in it. */
export interface FoundMessage {
  readonly token: string
  /** What it was wrapped in. */
  readonly wrapping?: 'encryptedRequest' | 'encryptedResponse' | 'Bearer' | 'quotes' | undefined
  /** It is JSON, and no token is in it. */
  readonly plain?: Readonly<Record<string, unknown>> | readonly unknown[] | undefined
}

/**
 * Takes a token out of what people have at hand: the body of a request or an answer, an Authorization header, the quoted string that the
 * official SDK leaves in `response.text`. One line end after it is theirs, not the token's.
 */
export function unwrapMessage(text: string): FoundMessage {
  const message = text.replace(/\r?\n$/, '')
  const bearer = /^(?:authorization:\s*)?bearer\s+(\S+)$/i.exec(message)?.[1]
  if (bearer !== undefined) return { token: bearer, wrapping: 'Bearer' }
  if (!/^\s*["{[]/.test(message)) return { token: message }
  const value = parse(message)
  if (typeof value === 'string') return { token: value, wrapping: 'quotes' }
  if (typeof value !== 'object' || value === null) return { token: message }
  for (const wrapping of ['encryptedRequest', 'encryptedResponse'] as const) {
    const token = (value as Record<string, unknown>)[wrapping]
    if (typeof token === 'string') return { token, wrapping }
  }
  return { token: message, plain: value as Record<string, unknown> }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
