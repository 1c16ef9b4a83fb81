import type { SimulatedMerchant } from '../options.ts'

/** A request as it came over the wire: what a signature covers. */
export interface SignedRequest {
  readonly method: string
  /** Path with query string. */
  readonly target: string
  readonly host: string
  readonly headers: Headers
  readonly body: Uint8Array
}

/** Who has signed. */
export interface Caller {
  /** Owns the key, and the vault. */
  readonly owner: SimulatedMerchant
  /** Transacts: the owner itself, or one of a portfolio's merchants. */
  readonly merchantId: string
  readonly signedBy: 'jwt' | 'jwt-v1' | 'http-signature'
  /** The key under which the answer is wanted. [D §3b] */
  readonly responseMleKid?: string | undefined
}

/** Either who it is, or one plain ASCII sentence that says what differed and what to do. It quotes no request data that could be a card number. */
export type Verdict = { readonly caller: Caller } | { readonly refused: string }

/** Verifies one way of signing. */
export interface Verifier {
  /** Whether the request is signed in this way. */
  recognizes(request: SignedRequest): boolean
  verify(request: SignedRequest): Promise<Verdict>
}

/** Lets the first verifier that recognizes a request judge it. */
export const createVerify =
  (verifiers: readonly Verifier[]) =>
  async (request: SignedRequest): Promise<Verdict> => {
    const verifier = verifiers.find(({ recognizes }) => recognizes(request))
    if (verifier) return verifier.verify(request)
    return { refused: 'no signature: send Authorization: Bearer <JWT>, or the signature header of HTTP Signature' }
  }
