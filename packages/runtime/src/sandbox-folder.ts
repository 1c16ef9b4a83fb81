import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RunningSandbox, settingsFor } from './sandbox.ts'
import { keptSandboxKeys } from './sandbox-keys.ts'

/** What any client, in any language, needs to reach a running sandbox: URLs, credentials, and the paths of its key files. */
export interface ReadyLine {
  readonly ready: true
  readonly cybersource: {
    readonly url: string
    readonly merchantId: string
    readonly keyId: string
    readonly sharedSecret: string
    readonly p12Path: string
    readonly p12Password: string
    readonly responseMleP12Path: string
    readonly responseMleP12Password: string
    readonly tmsMleKeyPath: string
    readonly tmsMleKid: string
  }
  readonly worldpay: {
    readonly url: string
    readonly username: string
    readonly password: string
    readonly entity: string
  }
  readonly control: { readonly url: string }
}

/** Puts the keys into the sandbox's folder as files, as a merchant would have them, and says where everything is. */
export function writeReadyFiles(folder: string, sandbox: RunningSandbox): ReadyLine {
  const { cybersource, sharedSecret, worldpay } = sandbox.keys
  const write = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name)
    writeFileSync(path, content, { mode: 0o600 })
    return path
  }
  return {
    ready: true,
    cybersource: {
      url: sandbox.cybersource.host,
      merchantId: cybersource.merchantId,
      keyId: sharedSecret.keyId,
      sharedSecret: sharedSecret.secret,
      p12Path: write(`${cybersource.merchantId}.p12`, cybersource.p12.bytes),
      p12Password: cybersource.p12.password,
      responseMleP12Path: write('response-mle.p12', cybersource.responseMle.bytes),
      responseMleP12Password: cybersource.responseMle.password,
      tmsMleKeyPath: write('tms-mle-key.pem', cybersource.tokenManagement.privateKeyPem),
      tmsMleKid: cybersource.tokenManagement.kid,
    },
    worldpay: { url: sandbox.worldpay.host, ...worldpay },
    control: { url: sandbox.control?.url ?? '' },
  }
}

const runningFile = (folder: string): string => join(folder, 'running.json')

/** Lets other commands find this sandbox while it runs. */
export function announce(folder: string, { cybersource, worldpay, control }: ReadyLine): { withdraw(): void } {
  const urls = { cybersource: cybersource.url, worldpay: worldpay.url, control: control.url }
  writeFileSync(runningFile(folder), JSON.stringify(urls), { mode: 0o600 })
  return { withdraw: () => rmSync(runningFile(folder), { force: true }) }
}

/** The sandbox that runs on this folder, if one does and answers. */
export async function findRunning(
  folder: string,
): Promise<(ReturnType<typeof settingsFor> & { control: string }) | undefined> {
  try {
    const urls = JSON.parse(readFileSync(runningFile(folder), 'utf8')) as Record<
      'cybersource' | 'worldpay' | 'control',
      string
    >
    const answer = await fetch(`${urls.control}/health`, { signal: AbortSignal.timeout(1_000) })
    if (!answer.ok) return undefined
    const keys = await keptSandboxKeys(join(folder, 'keys.json'))
    return { ...settingsFor(keys, urls.cybersource, urls.worldpay), control: urls.control }
  } catch {
    // Never started here, or ended without saying so.
    return undefined
  }
}
