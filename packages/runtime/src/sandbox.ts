import { join } from 'node:path'
import type { CybersourceSettings } from '@nt/cybersource'
import { createCybersourceSimulator } from '@nt/cybersource/simulator'
import {
  createChaos,
  createControlDoor,
  createJournal,
  createSandboxClock,
  createStore,
  type Listening,
  listen,
  type Simulator,
} from '@nt/sandbox'
import type { WorldpaySettings } from '@nt/worldpay'
import { createWorldpaySimulator } from '@nt/worldpay/simulator'
import { keptSandboxKeys, makeSandboxKeys, type SandboxKeys } from './sandbox-keys.ts'

/** Both simulated hosts on loopback ports, and the settings with which a client reaches them. */
export interface RunningSandbox {
  readonly cybersource: CybersourceSettings & { readonly host: string }
  readonly worldpay: WorldpaySettings & { readonly host: string }
  /** The control door, when it was asked for. */
  readonly control?: { readonly url: string } | undefined
  readonly keys: SandboxKeys
  close(): Promise<void>
}

export interface SandboxOptions {
  /** Keeps keys and memory here from one run to the next. Without it both are fresh and gone at the end. */
  readonly folder?: string | undefined
  /** 0, the default, takes any free port. */
  readonly cybersourcePort?: number | undefined
  readonly worldpayPort?: number | undefined
  /** Opens the control door; 0 takes any free port. Default: none. */
  readonly controlPort?: number | undefined
  /** For faults. */
  readonly seed?: string | undefined
}

/**
 * Starts the sandbox.
 * @throws NetworkTokenError `address_in_use`
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const { folder, cybersourcePort, worldpayPort, controlPort, seed } = options
  const keys = await (folder ? keptSandboxKeys(join(folder, 'keys.json')) : makeSandboxKeys())
  const clock = createSandboxClock()
  const common = {
    clock,
    store: createStore({ file: folder && join(folder, 'memory.ndjson') }),
    fingerprintKey: keys.fingerprintKey,
  }
  const merchants = [{ ...keys.cybersource, sharedSecrets: [keys.sharedSecret] }]
  const cybersource = createCybersourceSimulator({ merchants, ...common })
  const worldpay = createWorldpaySimulator({ ...keys.worldpay, entities: [keys.worldpay.entity], ...common })

  const journal = createJournal(clock)
  const chaos = createChaos(seed)
  const { open, close } = openPorts()
  // The journal stands outside: it also sees what the faults have done.
  const host = (simulator: Simulator, name: string) => journal.before(chaos.before(simulator), name)
  const cybersourceUrl = await open(host(cybersource, 'cybersource'), cybersourcePort)
  const worldpayUrl = await open(host(worldpay, 'worldpay'), worldpayPort)
  const hosts = { cybersource: cybersource.control, worldpay: worldpay.control }
  const door = createControlDoor({ clock, journal, chaos, hosts })
  const control = controlPort === undefined ? undefined : { url: await open(door, controlPort) }
  return { ...settingsFor(keys, cybersourceUrl, worldpayUrl), control, keys, close }
}

/** The settings with which a client reaches a sandbox that has these keys. */
export const settingsFor = (keys: SandboxKeys, cybersourceUrl: string, worldpayUrl: string) => ({
  cybersource: {
    host: cybersourceUrl,
    merchantId: keys.cybersource.merchantId,
    auth: {
      type: 'jwt' as const,
      p12: keys.cybersource.p12.bytes,
      p12Password: keys.cybersource.p12.password,
    },
    tokenManagementMle: { privateKey: keys.cybersource.tokenManagement.privateKeyPem },
  },
  worldpay: { host: worldpayUrl, ...keys.worldpay },
})

/** Ports that are all closed again when one of them cannot be opened. */
function openPorts() {
  const listening: Listening[] = []
  const close = async () => void (await Promise.all(listening.map((each) => each.close())))
  const open = async (simulator: Simulator, port: number | undefined): Promise<string> => {
    try {
      const opened = await listen(simulator, { port })
      listening.push(opened)
      return opened.url
    } catch (error) {
      await close()
      throw error
    }
  }
  return { open, close }
}
