import { NetworkTokenError } from '@nt/core'
import {
  type KeyRing,
  MleError,
  type MleErrorCode,
  openText,
  type RequestMleCertificate,
  sealRequest,
  type TokenManagementMleKey,
} from '@nt/mle'
import { type Answer, type Layer, readText, unreadable } from '@nt/provider-kit'

/** What is sealed, to whom. */
export interface SealSettings {
  readonly provider: string
  /** Without one, which is how HTTP Signature has it, a body that comes this way is refused, never let through. */
  readonly certificate: RequestMleCertificate | undefined
  /** `jose` leaves the JWE bare. Default `encryptedRequest`. */
  readonly form?: 'encryptedRequest' | 'jose' | undefined
  readonly now: () => Date
}

/**
 * Seals every body: `{"encryptedRequest":"<compact JWE>"}` [S][X]. It stands before the signature, which covers the sealed bytes. There is no
 * way round it.
 */
export function createSealLayer({ provider, certificate, form, now }: SealSettings): Layer {
  return (next) => async (url, init) => {
    if (init.body === undefined) return next(url, init)
    const encryptedRequest = certificate && (await sealRequest(init.body, certificate, { now }).catch(() => undefined))
    if (encryptedRequest === undefined) {
      throw new NetworkTokenError('key_invalid', {
        provider,
        message: 'the request cannot be sealed; nothing was sent',
      })
    }
    return next(url, { ...init, body: form === 'jose' ? encryptedRequest : JSON.stringify({ encryptedRequest }) })
  }
}

/**
 * Opens an answer that was asked for as `application/jose`: one bare compact JWE. Its form decides, not its content type, which is known only
 * from one implementer's runs [C]. Anything in clear is refused, never read instead: whoever can strip the encryption could have written it.
 * @throws NetworkTokenError `answer_unreadable`
 */
export async function openAnswer(
  answer: Answer,
  ring: KeyRing<TokenManagementMleKey>,
  provider: string,
): Promise<string> {
  const text = readText(answer, provider).trim()
  if (text.startsWith('{')) {
    throw unreadable(
      answer,
      provider,
      'the answer came in clear where a sealed one was asked for (a downgrade); it was not read',
    )
  }
  try {
    return await openText(text, ring)
  } catch (error) {
    throw unreadable(
      answer,
      provider,
      (MleError.isInstance(error) && problems[error.code]) || 'the answer is not a sealed message',
    )
  }
}

/**
 * The same, for an answer that came inside `encryptedResponse`: which of the two envelopes wins when both are asked for is not documented [U], so
 * inside may be the plain words, or the bare JWE once more.
 */
export async function openInner(
  answer: Answer,
  ring: KeyRing<TokenManagementMleKey>,
  provider: string,
): Promise<string> {
  const text = readText(answer, provider).trim()
  const jwe = /^("?)([\w-]+(?:\.[\w-]*){4})\1$/.exec(text)?.[2]
  return jwe === undefined ? text : openAnswer({ ...answer, body: new TextEncoder().encode(jwe) }, ring, provider)
}

const problems: Partial<Record<MleErrorCode, string>> = {
  key_unknown:
    'the answer is sealed to a key whose id is not among those of tokenManagementMle; compare with Key Management in the Business Center, and set kid',
  decryption_failed: 'the sealed answer does not open with the key of that id in tokenManagementMle',
  algorithm_not_allowed: 'the answer is sealed with an algorithm that is not used here',
  token_too_large: 'the sealed answer is too long',
  plaintext_invalid: 'the sealed answer does not hold text',
}
