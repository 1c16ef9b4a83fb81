import type { KeyRing, MerchantSigningKey, RequestMleCertificate, TokenManagementMleKey } from '@nt/mle'
import type { Fetch } from '@nt/provider-kit'

/** The settings, read: keys parsed, addresses checked. Never changed afterwards, so that no two merchants can mix. */
export interface Connection {
  /** The provider's id, for references and errors. */
  readonly provider: string
  readonly baseUrl: string
  readonly signedHost: string
  readonly merchantId: string
  readonly profileId: string | undefined
  readonly deleteMethod: 'post' | 'delete'
  readonly signingKey: MerchantSigningKey
  readonly requestMle: RequestMleCertificate
  readonly tokenManagement: KeyRing<TokenManagementMleKey>
  readonly fetch: Fetch
  readonly retries: number | undefined
  readonly now: () => Date
}
