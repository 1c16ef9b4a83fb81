import { createPublicKey } from 'node:crypto'
import { NetworkTokenError } from '@nt/core'
import { createKeyRing, type KeyRing, type MlePrivateKey, spkiSha1, tokenManagementMleKey } from '@nt/mle'
import type { KeyFile } from './key-file.ts'
import { failingAs } from './mle-failure.ts'

/**
 * The one private key of a file, as a ring that answers to one key id: the one given, else the JWK's own, else the certificate's
 * subject serialNumber, else the SHA-1 of the public key. Dates are not judged: an answer from before the end of a certificate
 * is opened after it, too.
 * @throws NetworkTokenError `key_invalid`
 */
export function openingRing(file: KeyFile, givenKid: string | undefined): KeyRing<MlePrivateKey> {
  const candidates = file.privateKeys.map((privateKey) => {
    const own = createPublicKey(privateKey)
    const certificate = file.certificates.find(({ publicKey }) => publicKey.equals(own))
    return {
      privateKey,
      kids: [file.kid, certificate?.serialNumber, spkiSha1(privateKey)].filter((kid) => kid !== undefined),
    }
  })
  const chosen = candidates.length === 1 ? candidates : candidates.filter(({ kids }) => kids.includes(givenKid ?? ''))
  const [only, ...others] = chosen
  if (!only || others.length > 0) {
    throw new NetworkTokenError('key_invalid', {
      message:
        candidates.length === 0
          ? `--key: the file holds no private key${file.certificates.length > 0 ? ', only certificates' : ''}; messages are opened with the private one`
          : `--key: the file holds ${candidates.length} private keys; name one of them with --kid, as nt keys inspect lists them`,
    })
  }
  const kid = givenKid ?? only.kids[0]
  return failingAs('--key', () => createKeyRing<MlePrivateKey>([tokenManagementMleKey(only.privateKey, { kid })]))
}
