const marker = Symbol.for('@nt/mle/MleError')

/**
 * What went wrong and, where a person can mend it, what to do next. The wording is fixed here so that no message can be
 * built out of a token, a key or a plaintext.
 */
const messages = {
  token_malformed: 'The message is not one compact JWE: five canonical base64url parts and a plain JSON header.',
  token_too_large: 'The message is longer than the limit for a JWE and was not read.',
  header_not_allowed: 'The JWE header has a member this profile does not use; nothing was decrypted.',
  algorithm_not_allowed: 'The JWE asks for an algorithm this profile does not use; nothing was decrypted.',
  key_unknown:
    'No key of the ring has the key id of this JWE. Compare the configured key id with the one in the portal.',
  decryption_failed: 'The JWE does not open with this key.',
  plaintext_invalid: 'The JWE opened, but its content is not the text or JSON that was asked for.',
  key_invalid: 'This is not an RSA key this package can use. Give a PEM or JWK RSA key with public exponent 65537.',
  key_weak: 'The RSA key is shorter than 2048 bits. Make a new key of 2048 bits or more and upload it in the portal.',
  key_missing: 'The key or certificate for this purpose is not in what was given.',
  certificate_invalid: 'This is not an X.509 certificate in PEM form.',
  certificate_expired: 'The certificate has expired. Download a new one from the portal.',
  certificate_not_yet_valid: 'The certificate is not valid yet. Check the clock of this machine.',
  pkcs12_password: 'The password does not open this file; it is the one chosen when the file was made in the portal.',
  pkcs12_unreadable: 'This is not a PKCS#12 (.p12) file this package can read. Download it again, in binary form.',
} as const

/** Every way in which this package refuses. Closed: a `switch` over it can be exhaustive. */
export type MleErrorCode = keyof typeof messages

/**
 * The one error of this package. Decide on `code`. It has no `cause` and never holds key material, a token, a plaintext
 * or which cryptographic check failed: every failure of the mathematics is the one `decryption_failed`.
 *
 * @example
 * try { await open(jwe, ring) } catch (error) {
 *   if (MleError.isInstance(error) && error.code === 'key_unknown') reloadKeys()
 * }
 */
export class MleError extends Error {
  override readonly name = 'MleError'
  readonly code: MleErrorCode

  /** `message` replaces the standing sentence of the code; it may name keys, files and subjects, never their content. */
  constructor(code: MleErrorCode, message: string = messages[code]) {
    super(message)
    this.code = code
    Object.defineProperty(this, marker, { value: true })
  }

  /** Whether `value` is one of ours, from whichever copy of the package it came. */
  static isInstance(value: unknown): value is MleError {
    return typeof value === 'object' && value !== null && marker in value
  }

  toJSON(): { name: 'MleError'; code: MleErrorCode; message: string } {
    return { name: this.name, code: this.code, message: this.message }
  }
}
