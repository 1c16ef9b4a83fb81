import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { NetworkTokenError } from '@nt/core'
import { type MerchantKeys, makeMerchantKeys } from '@nt/mle/testing'
import { makeFolder } from '@nt/sandbox'

/** Everything make-believe that the sandbox and its clients share. */
export interface SandboxKeys {
  readonly cybersource: MerchantKeys
  /** For HTTP Signature and for JWTs signed with a shared secret. */
  readonly sharedSecret: { readonly keyId: string; readonly secret: string }
  readonly worldpay: { readonly username: string; readonly password: string; readonly entity: string }
  /** Finds a card again without keeping it. */
  readonly fingerprintKey: Uint8Array
}

/** Fresh keys, made in well under a second. */
export async function makeSandboxKeys(): Promise<SandboxKeys> {
  const password = randomBytes(12).toString('base64url')
  return {
    cybersource: await makeMerchantKeys({ merchantId: 'sandbox_mid', password, validDays: 3650 }),
    sharedSecret: { keyId: randomUUID(), secret: randomBytes(32).toString('base64') },
    worldpay: { username: 'sandbox', password: randomBytes(18).toString('base64url'), entity: 'default' },
    fingerprintKey: randomBytes(32),
  }
}

/** The keys of a sandbox folder, made on first use. Two processes that come first at the same time end up with the same ones. */
export async function keptSandboxKeys(file: string): Promise<SandboxKeys> {
  if (!existsSync(file)) {
    makeFolder(dirname(file))
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, toText(await makeSandboxKeys()), { mode: 0o600 })
    try {
      linkSync(draft, file)
    } catch {
      // Another process was first: its keys count.
    }
    rmSync(draft)
  }
  try {
    const keys = fromText(readFileSync(file, 'utf8'))
    if (keys.sharedSecret) return keys
    throw new Error('made by an older version')
  } catch {
    throw new NetworkTokenError('configuration_invalid', {
      message: `the sandbox's keys cannot be read; remove the folder ${dirname(file)} to begin afresh`,
    })
  }
}

const toText = (keys: SandboxKeys): string =>
  // The holder is asked for the value itself: what is handed in has been through Buffer's own toJSON already.
  JSON.stringify(keys, function (this: Record<string, unknown>, name: string) {
    const value = this[name]
    if (isKey(value)) return { pem: value.export({ type: value.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }) }
    if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') }
    return value
  })

const fromText = (text: string): SandboxKeys =>
  JSON.parse(text, (_, value: { pem?: string; base64?: string } | null) => {
    if (typeof value !== 'object' || value === null) return value
    if (value.pem) return value.pem.includes('PRIVATE') ? createPrivateKey(value.pem) : createPublicKey(value.pem)
    if (value.base64 !== undefined) return new Uint8Array(Buffer.from(value.base64, 'base64'))
    return value
  }) as SandboxKeys

const isKey = (value: unknown): value is KeyObject =>
  typeof value === 'object' && value !== null && 'asymmetricKeyType' in value && 'export' in value
