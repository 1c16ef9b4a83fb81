import type { KeyRing, RequestMleCertificate, ResponseMleKey, TokenManagementMleKey } from '@nt/mle'
import type { Fetch } from '@nt/provider-kit'
import type { Signing } from './auth/read-auth.ts'
import type { CybersourceKeys } from './live-keys.ts'

/** The settings, read: keys parsed, addresses checked. Only `keys` changes what is in it afterwards, so that no two merchants can mix. */
export interface Connection {
  /** The provider's id, for references and errors. */
  readonly provider: string
  readonly baseUrl: string
  readonly signedHost: string
  readonly merchantId: string
  readonly profileId: string | undefined
  readonly deleteMethod: 'post' | 'delete'
  readonly signing: Signing
  /** Undefined with HTTP Signature, whose bodies cannot be sealed. */
  readonly requestMle:
    | { readonly certificate: RequestMleCertificate; readonly notSealed: ReadonlySet<string> }
    | undefined
  /** Undefined where none is asked for; without `operations` it is asked for all of Token Management. */
  readonly responseMle:
    | { readonly ring: KeyRing<ResponseMleKey>; readonly operations: ReadonlySet<string> | undefined }
    | undefined
  readonly tokenManagement: KeyRing<TokenManagementMleKey>
  readonly keys: CybersourceKeys
  readonly fetch: Fetch
  readonly retries: number | undefined
  readonly now: () => Date
}
