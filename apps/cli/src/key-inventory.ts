import { createPublicKey, type KeyObject } from 'node:crypto'
import {
  type Certificate,
  MleError,
  merchantSigningKey,
  requestMleCertificate,
  spkiSha1,
  tokenManagementMleKey,
} from '@nt/mle'
import type { KeyFile } from './key-file.ts'

/** One certificate or key of a file. Public data only. */
export interface KeyEntry {
  readonly purpose:
    | 'merchant'
    | 'request-mle'
    | 'certificate-authority'
    | 'other-certificate'
    | 'private-key'
    | 'public-key'
  readonly commonName?: string | undefined
  /** The serialNumber attribute of the subject, or the id that a JWK says it has. */
  readonly kid?: string | undefined
  readonly issuer?: string | undefined
  readonly notBefore?: Date | undefined
  readonly notAfter?: Date | undefined
  /** Whole days until it ends; negative when it has ended. */
  readonly daysLeft?: number | undefined
  readonly key: string
  /** SHA-256 of the certificate. */
  readonly fingerprint?: string | undefined
  readonly hasPrivateKey: boolean
  /** What this key would be called as a Token Management MLE key: SHA-1 of its public half. */
  readonly tokenManagementKid?: string | undefined
}

/** What the file is good for. `possible`: the key would do, but only the portal knows whether it is the one. */
export interface KeyUse {
  readonly use: 'sign-requests' | 'request-mle' | 'response-mle' | 'token-management-mle'
  readonly state: 'ready' | 'possible' | 'missing' | 'unusable'
  readonly detail: string
}

export interface KeyInventory {
  readonly format: KeyFile['format']
  readonly entries: readonly KeyEntry[]
  readonly uses: readonly KeyUse[]
}

/** Says of a key file what is in it, and what it is good for. */
export function takeInventory(file: KeyFile, now: Date): KeyInventory {
  const certified = file.certificates.map((certificate) => certificateEntry(certificate, file, now))
  const alone = file.privateKeys.filter((key) => !certificateFor(file, key))
  return {
    format: file.format,
    entries: [
      ...certified,
      ...alone.map((key) => keyEntry('private-key', key, file.kid)),
      ...file.publicKeys.map((key) => keyEntry('public-key', key, file.kid)),
    ],
    uses: [signing(file, now), requestMle(file, now), responseMle(file), tokenManagement(file, alone)],
  }
}

function certificateEntry(certificate: Certificate, file: KeyFile, now: Date): KeyEntry {
  const { commonName, serialNumber, issuer, notBefore, notAfter, fingerprint, publicKey } = certificate
  const hasPrivateKey = file.privateKeys.some((key) => createPublicKey(key).equals(publicKey))
  const issues = file.certificates.some((other) => other !== certificate && other.issuer === commonName)
  return {
    purpose: hasPrivateKey
      ? 'merchant'
      : commonName === 'CyberSource_SJC_US'
        ? 'request-mle'
        : issues || commonName === issuer
          ? 'certificate-authority'
          : 'other-certificate',
    commonName,
    kid: serialNumber,
    issuer,
    notBefore,
    notAfter,
    daysLeft: Math.floor((notAfter.getTime() - now.getTime()) / 86_400_000),
    key: keyKind(publicKey),
    fingerprint,
    hasPrivateKey,
    ...(hasPrivateKey && { tokenManagementKid: spkiSha1(publicKey) }),
  }
}

const keyEntry = (purpose: 'private-key' | 'public-key', key: KeyObject, kid: string | undefined): KeyEntry => ({
  purpose,
  kid,
  key: keyKind(key),
  hasPrivateKey: purpose === 'private-key',
  tokenManagementKid: spkiSha1(key),
})

function keyKind({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): string {
  const { modulusLength, namedCurve } = asymmetricKeyDetails
  const size = modulusLength ? `${modulusLength} bits` : namedCurve
  return [asymmetricKeyType?.toUpperCase(), size].filter(Boolean).join(' ')
}

function certificateFor(file: KeyFile, key: KeyObject): Certificate | undefined {
  const own = createPublicKey(key)
  return file.certificates.find(({ publicKey }) => publicKey.equals(own))
}

const signing = (file: KeyFile, now: Date): KeyUse =>
  judge(
    'sign-requests',
    'Download a P12 of type REST - Certificate under Key Management in the Business Center.',
    () => {
      if (file.certificates.length === 0) throw new MleError('key_missing', 'There is no certificate.')
      const { kid, certificate } = merchantSigningKey(file, undefined, { now: () => now })
      return `kid ${kid}, merchant ${certificate.commonName ?? '-'}`
    },
  )

const requestMle = (file: KeyFile, now: Date): KeyUse =>
  judge(
    'request-mle',
    'Download a P12 that has it, or the certificate alone, under Key Management in the Business Center.',
    () => {
      const has = file.certificates.some(({ commonName }) => commonName === 'CyberSource_SJC_US')
      if (!has)
        throw new MleError('key_missing', 'There is no CyberSource_SJC_US certificate, and requests are sealed to it.')
      return `kid ${requestMleCertificate(file, { now: () => now }).kid}`
    },
  )

/** Asks the function that would put the key to use; its refusal says what is wrong. */
function judge(use: KeyUse['use'], remedy: string, load: () => string): KeyUse {
  try {
    return { use, state: 'ready', detail: load() }
  } catch (error) {
    if (!MleError.isInstance(error)) throw error
    const missing = error.code === 'key_missing'
    return {
      use,
      state: missing ? 'missing' : 'unusable',
      detail: missing ? `${error.message} ${remedy}` : error.message,
    }
  }
}

function responseMle(file: KeyFile): KeyUse {
  const use = 'response-mle'
  const [key] = file.privateKeys
  if (!key)
    return { use, state: 'missing', detail: 'There is no private key. Make a response-MLE key under Key Management.' }
  const weakness = weaknessOf(key)
  if (weakness) return { use, state: 'unusable', detail: weakness }
  const kid = certificateFor(file, key)?.serialNumber ?? file.kid
  return {
    use,
    state: 'possible',
    detail: `If the portal lists this key for response MLE. The kid that the portal shows counts${kid ? `, even where it is not ${kid}` : ''}.`,
  }
}

/** What keeps a key from opening anything, if something does. */
function weaknessOf(key: KeyObject): string | undefined {
  try {
    tokenManagementMleKey(key)
    return undefined
  } catch (error) {
    if (MleError.isInstance(error)) return error.message
    throw error
  }
}

function tokenManagement(file: KeyFile, alone: readonly KeyObject[]): KeyUse {
  const use = 'token-management-mle'
  const [key] = alone
  if (key) {
    return {
      use,
      state: 'possible',
      detail: `If its public half was uploaded under Key Management; kid ${spkiSha1(key)} unless the portal shows another.`,
    }
  }
  const detail = file.publicKeys[0]
    ? 'This is the half to upload; answers are opened with the private one.'
    : file.privateKeys.length > 0
      ? "The key here is the portal's, of a certificate. This use takes a key pair that you make yourself, and whose public half you upload."
      : 'There is no private key. Make an RSA key pair of 2048 bits, and upload its public half under Key Management.'
  return { use, state: 'missing', detail }
}
