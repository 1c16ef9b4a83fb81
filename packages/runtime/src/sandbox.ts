import { join } from 'node:path'
import type { CybersourceSettings } from '@nt/cybersource'
import { createCybersourceSimulator } from '@nt/cybersource/simulator'
import { createStore, type Listening, listen } from '@nt/sandbox'
import type { WorldpaySettings } from '@nt/worldpay'
import { createWorldpaySimulator } from '@nt/worldpay/simulator'
import { keptSandboxKeys, makeSandboxKeys } from './sandbox-keys.ts'

/** Both simulated hosts on loopback ports, and the settings with which a client reaches them. */
export interface RunningSandbox {
  readonly cybersource: CybersourceSettings
  readonly worldpay: WorldpaySettings
  close(): Promise<void>
}

export interface SandboxOptions {
  /** Keeps keys and memory here from one run to the next. Without it both are fresh and gone at the end. */
  readonly folder?: string | undefined
  /** 0, the default, takes any free port. */
  readonly cybersourcePort?: number | undefined
  readonly worldpayPort?: number | undefined
}

/**
 * Starts the sandbox.
 * @throws NetworkTokenError `address_in_use`
 */
export async function startSandbox({
  folder,
  cybersourcePort,
  worldpayPort,
}: SandboxOptions = {}): Promise<RunningSandbox> {
  const keys = await (folder ? keptSandboxKeys(join(folder, 'keys.json')) : makeSandboxKeys())
  const { fingerprintKey } = keys
  const store = createStore({ file: folder && join(folder, 'memory.ndjson') })
  const hosts: Listening[] = []
  const close = async () => void (await Promise.all(hosts.map((host) => host.close())))
  const open = async (host: Promise<Listening>): Promise<string> => {
    try {
      hosts.push(await host)
    } catch (error) {
      await close()
      throw error
    }
    return hosts.at(-1)?.url ?? ''
  }

  const cybersource = createCybersourceSimulator({ merchants: [keys.cybersource], store, fingerprintKey })
  const worldpay = createWorldpaySimulator({
    ...keys.worldpay,
    entities: [keys.worldpay.entity],
    store,
    fingerprintKey,
  })
  return {
    cybersource: {
      host: await open(listen(cybersource, { port: cybersourcePort })),
      merchantId: keys.cybersource.merchantId,
      auth: { type: 'jwt', p12: keys.cybersource.p12.bytes, p12Password: keys.cybersource.p12.password },
      tokenManagementMle: { privateKey: keys.cybersource.tokenManagement.privateKeyPem },
    },
    worldpay: { host: await open(listen(worldpay, { port: worldpayPort })), ...keys.worldpay },
    close,
  }
}
