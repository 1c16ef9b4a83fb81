import { createPublicKey, type KeyObject } from 'node:crypto'
import { type Certificate, createKeyRing, type KeyRing, type MlePrivateKey } from '@nt/mle'
import { refusing } from './keys.ts'
import type { ResponseMleKeySettings, TokenManagementMleKeySettings } from './mle-settings.ts'
import { check } from './read-setting.ts'

/** The keys of one purpose that are live now; changed while the client is in use, without a restart. */
export interface LiveKeys<Settings> {
  /** Their ids, oldest first. */
  readonly kids: readonly string[]
  /**
   * Adds a key and says its id; the same again changes nothing. From now on answers open with it too, and a response key is the one asked for: upload
   * its public half first.
   * @throws NetworkTokenError `configuration_invalid`, `key_invalid`
   */
  add(key: Settings): string
  /**
   * Takes a key out once its last answer has come in, and says whether it was there. Answers that are being opened with it are finished.
   * @throws NetworkTokenError `configuration_invalid` for the last one: its successor comes first
   */
  retire(kid: string): boolean
}

/** When a key ends. */
export interface KeyExpiry {
  readonly purpose: 'merchant-signing' | 'request-mle' | 'response-mle' | 'token-management-mle'
  readonly kid: string
  /** The subject CN of the certificate. */
  readonly commonName: string | undefined
  /** Unknown for a key without a certificate: the portal alone knows when a shared secret or an uploaded key ends. */
  readonly notAfter: Date | undefined
}

/** The keys of a client. */
export interface CybersourceKeys {
  /** Those that open `application/jose` answers. */
  readonly tokenManagement: LiveKeys<TokenManagementMleKeySettings>
  /** Those that open `encryptedResponse`; there if the settings have `responseMle`. */
  readonly responseMle?: LiveKeys<ResponseMleKeySettings> | undefined
  /** Every key and when it ends, soonest first, unknown ends last: for a health check. With `withinDays` only what ends, or has ended, by then. */
  expiries(options?: { readonly withinDays?: number | undefined }): readonly KeyExpiry[]
}

/** A key, whatever it is for. */
interface DatedKey {
  readonly purpose: KeyExpiry['purpose']
  readonly kid: string
  readonly certificate?: Certificate | undefined
}

/** A ring and the settings of its keys. */
export interface RingSettings<Settings, Key extends MlePrivateKey> {
  readonly provider: string
  /** The setting that errors name. */
  readonly path: string
  readonly load: (key: Settings) => Key
  /** The public halves of the keys of other purposes: no key may serve two. */
  readonly foreign: (ring: KeyRing<Key>) => readonly KeyObject[]
}

/** A ring that opens answers, and the door through which its keys change. */
export function createLiveKeys<Settings, Key extends MlePrivateKey>(
  keys: readonly Settings[],
  { provider, path, load, foreign }: RingSettings<Settings, Key>,
): { readonly ring: KeyRing<Key>; readonly live: LiveKeys<Settings> } {
  const ring = createKeyRing<Key>([])
  const live: LiveKeys<Settings> = {
    get kids() {
      return ring.kids
    },
    add: (settings) => {
      const key = load(settings)
      const own = createPublicKey(key.privateKey)
      check(
        provider,
        path,
        !foreign(ring).some((other) => other.equals(own)),
        'is the key of another purpose too: signing, responseMle and tokenManagementMle have a key each in the Business Center',
      )
      refusing(provider, path, () => ring.add(key))
      return key.kid
    },
    retire: (kid) => {
      const known = ring.kids.includes(kid)
      const last = known && ring.kids.length === 1
      check(provider, path, !last, 'would have no key left, and answers could not be opened: add the successor first')
      return ring.retire(kid)
    },
  }
  for (const key of keys) live.add(key)
  return { ring, live: Object.freeze(live) }
}

/** The ends of keys, in order. */
export function expiriesOf(
  keys: readonly DatedKey[],
  now: Date,
  { withinDays }: { readonly withinDays?: number | undefined } = {},
): readonly KeyExpiry[] {
  const limit = withinDays === undefined ? undefined : now.getTime() + withinDays * 86_400_000
  return keys
    .map(({ purpose, kid, certificate }) => ({
      purpose,
      kid,
      commonName: certificate?.commonName,
      notAfter: certificate?.notAfter,
    }))
    .filter(({ notAfter }) => limit === undefined || (notAfter !== undefined && notAfter.getTime() <= limit))
    .sort((a, b) => (a.notAfter?.getTime() ?? Infinity) - (b.notAfter?.getTime() ?? Infinity) || 0)
}
