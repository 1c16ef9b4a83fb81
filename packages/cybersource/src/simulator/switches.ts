import type { KeyObject } from 'node:crypto'

/** How the flat members of §4.1 are arranged. */
export type TokenizedCardBody = 'flat' | 'nested' | 'both'

/** The forms in which an `enrollable token` may come. */
export type EnrollableTokenForm = 'jwe' | 'encryptedRequest' | 'json'

/** What the documentation leaves open, each with the default of §10, and what is off in the strict host. */
export interface Switches {
  /** By how much the clock of a client that signs JWTs may differ. Default 30. [U §10] */
  readonly clockSkewSeconds?: number | undefined
  /** By how much `date` and `v-c-date` of HTTP Signature may differ, and the `iat` of a version 1 token. Default 300. [U §10] */
  readonly dateSkewSeconds?: number | undefined
  /** Whether HTTP Signature may name `(request-target)`, as it was until April 2024. Default false. [C §2a] */
  readonly acceptParenthesizedRequestTarget?: boolean | undefined
  /** Whether JWT version 1 of SDKs up to 0.0.76 is taken. Default false. [S §2c] */
  readonly acceptJwtV1?: boolean | undefined
  /** Whether a 401 says in `x-sandbox-auth-detail` what differed. Default true; the real host's reasons are unknown. [U §10] */
  readonly explainUnauthorized?: boolean | undefined
  /** Which arrangement the live host sends is unknown. Default `flat`. [U §10] */
  readonly tokenizedCardBody?: TokenizedCardBody | undefined
  /** What a card without a token gets from POST tokenized-cards: 201 with state UNPROVISIONED and a reason, or 403 `declined`. Default 201. [U §10] */
  readonly refusedProvisionStatus?: 201 | 403 | undefined
  /** Whether the same card gives the same token again, with 200, or a new one each time. Default `same`. [U §10] */
  readonly repeatedProvision?: 'same' | 'new' | undefined
  /** How the `kid` of a bare JWE comes from the merchant's key. Default: as in the merchant's keys, SHA-1 of the SPKI in hex. [U §10] */
  readonly tokenManagementKid?: ((publicKey: KeyObject) => string) | undefined
  /** What `POST instrumentidentifiers` takes for `enrollable token`. Default: all three; `json` in clear only where `requireRequestMle` is false. [U §10] */
  readonly enrollableTokenForms?: readonly EnrollableTokenForm[] | undefined
  /**
   * What `Accept: application/jose` together with the claim `v-c-response-mle-kid` gets, except from payment-credentials.
   * Default `encryptedResponse`. [U §10]
   */
  readonly whenBothAsked?: 'encryptedResponse' | 'jose' | undefined
  /** The same for payment-credentials, whose answer is never in clear. Default `jose`. [U §10] */
  readonly credentialsWhenBothAsked?: 'encryptedResponse' | 'jose' | undefined
  /** What an `encryptedRequest` that does not open gets: 400 `invalidFields` with the reason, or 401. Default 400. [U §10] */
  readonly unopenedRequestStatus?: 400 | 401 | undefined
  /** At most so many requests in so many seconds, then 429 `tooManyRequests` with `Retry-After`. Default: no limit. Invented: none is documented. [U §10] */
  readonly rateLimit?: { readonly requests: number; readonly seconds: number } | undefined
  /** What payment-credentials v2 answers for a token that is not active, one that is deleted, and where there is none. Default 403, 410, 404. [U §10] */
  readonly credentialStatuses?: Partial<CredentialStatuses> | undefined
  /** What GET of a tokenized card answers that the merchant has deleted; 200 shows it as DELETED. Default 410. [U §10] */
  readonly deletedTokenStatus?: 410 | 404 | 200 | undefined
  /** Whether deleting an instrument identifier deletes its network token. Default true. [U] */
  readonly instrumentDeletionDeletesToken?: boolean | undefined
  /**
   * What stands where a permitted host would show a whole card number (GET instrumentidentifiers as jose, payment-credentials v3): the masked
   * one, or a make-believe one of the same first six and last four digits. The sandbox keeps no card number. Default `masked`.
   */
  readonly cardNumbers?: 'masked' | 'make-believe' | undefined
  /** What `v-c-signature` covers: the raw body, as documented, or `JSON.stringify(body.payload)`, as two plugins do. Default `body`. [D/S §6.3] */
  readonly webhookSignature?: 'body' | 'payload' | undefined
  /** `payload` of a webhook: an object, or an array as in the older format. Default `object`. [D §6.2] */
  readonly webhookPayload?: 'object' | 'array' | undefined
}

export type CredentialStatus = 403 | 404 | 409 | 410

export interface CredentialStatuses {
  readonly inactive: CredentialStatus
  readonly deleted: CredentialStatus
  readonly missing: CredentialStatus
}
