import type { KeyEntry, KeyInventory, KeyUse } from './key-inventory.ts'
import { shown } from './shown.ts'
import { layOutFacts } from './table.ts'

const purposes: Record<KeyEntry['purpose'], string> = {
  merchant:
    "Merchant's certificate with its private key: signs requests, or opens encryptedResponse; the file does not say which",
  'request-mle': "Cybersource's certificate for request MLE: requests are sealed to it",
  'certificate-authority': 'Certificate authority: nothing is done with it',
  'other-certificate': 'Certificate of something else, without a private key',
  'private-key': 'Private key without a certificate: for Token Management MLE, or response MLE',
  'public-key': 'Public key alone: the half to upload',
}

const uses: Record<KeyUse['use'], string> = {
  'sign-requests': 'sign requests (JWT)',
  'request-mle': 'seal requests (MLE)',
  'response-mle': 'open encryptedResponse',
  'token-management-mle': 'open application/jose',
}

/** The inventory for people. */
export function inventoryText({ format, entries, uses: states }: KeyInventory): string {
  const parts = entries.map((entry) => `${purposes[entry.purpose]}\n${indent(layOutFacts(factsOf(entry)))}`)
  const width = Math.max(...states.map(({ use }) => uses[use].length))
  const lines = states.map(
    ({ use, state, detail }) => `  ${uses[use].padEnd(width)}  ${state.padEnd(8)}  ${shownWhole(detail)}\n`,
  )
  return `A ${format} file with ${count(entries)}\n\n${parts.join('\n')}\nGood for\n${lines.join('')}`
}

function factsOf(entry: KeyEntry): [string, string | undefined][] {
  const { purpose, commonName, kid, issuer, notBefore, notAfter, daysLeft, key, fingerprint, tokenManagementKid } =
    entry
  const isCertificate = fingerprint !== undefined
  return [
    ['subject CN', isCertificate ? shown(commonName ?? '-') : undefined],
    [
      'kid',
      kid !== undefined
        ? shown(kid)
        : isCertificate && purpose !== 'certificate-authority'
          ? '- (the subject has no serialNumber attribute)'
          : undefined,
    ],
    ['issuer', issuer && shown(issuer)],
    ['valid', notBefore && notAfter && `${day(notBefore)} to ${day(notAfter)} (${remaining(daysLeft ?? 0)})`],
    ['key', key],
    ['SHA-256', fingerprint],
    [
      'Token Management kid',
      tokenManagementKid && `${tokenManagementKid} (SHA-1 of the public key; the portal's counts)`,
    ],
  ]
}

/** Sentences with names out of the file in them: safe for a terminal, and not cut off. */
const shownWhole = (text: string): string => text.replace(/\S+/g, (word) => shown(word))

function remaining(days: number): string {
  if (days < 0) return `EXPIRED ${plural(-days, 'day')} ago`
  return `${days <= 45 ? 'ONLY ' : ''}${plural(days, 'day')} left`
}

const day = (date: Date): string => date.toISOString().slice(0, 10)
const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ')

function count(entries: readonly KeyEntry[]): string {
  const certificates = entries.filter(({ fingerprint }) => fingerprint).length
  const privateKeys = entries.filter(({ hasPrivateKey }) => hasPrivateKey).length
  const publicKeys = entries.filter(({ purpose }) => purpose === 'public-key').length
  const words = [
    certificates && plural(certificates, 'certificate'),
    privateKeys && plural(privateKeys, 'private key'),
    publicKeys && plural(publicKeys, 'public key'),
  ]
  return words.filter(Boolean).join(' and ')
}

const plural = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`
