import { createNetworkTokens, type NetworkTokens } from '@nt/core'
import { type CybersourceSettings, createCybersourceProvider } from '@nt/cybersource'
import { createTransport } from '@nt/provider-kit'
import { createWorldpayProvider, type WorldpaySettings } from '@nt/worldpay'
import type { Config } from './config.ts'
import { startSandbox } from './sandbox.ts'
import { findRunning } from './sandbox-folder.ts'

/** The use cases over the configured providers, ready for an app. */
export interface Runtime {
  readonly tokens: NetworkTokens
  /** The providers that the built-in sandbox plays. */
  readonly sandboxed: readonly string[]
  /** Closes connections and the sandbox. */
  close(): Promise<void>
}

/** Opens what the configuration names; for the rest a sandbox that runs already, or one of its own. */
export async function openRuntime(config: Config): Promise<Runtime> {
  const sandboxed = (['cybersource', 'worldpay'] as const).filter((name) => !config[name])
  const running = sandboxed.length > 0 ? await findRunning(config.sandboxFolder) : undefined
  const own = sandboxed.length > 0 && !running ? await startSandbox({ folder: config.sandboxFolder }) : undefined
  const cybersource = config.cybersource ?? running?.cybersource ?? own?.cybersource
  const worldpay = config.worldpay ?? running?.worldpay ?? own?.worldpay
  if (!cybersource || !worldpay) throw new Error('unreachable: the sandbox plays what is not configured')
  const composed = compose({ cybersource, worldpay })
  return { ...composed, sandboxed, close: async () => void (await Promise.all([composed.close(), own?.close()])) }
}

/** The only list of providers: one line each. */
export function compose(settings: {
  cybersource: CybersourceSettings
  worldpay: WorldpaySettings
}): Omit<Runtime, 'sandboxed'> {
  const transport = createTransport()
  const fetch = transport.fetch
  const tokens = createNetworkTokens([
    createCybersourceProvider({ fetch, ...settings.cybersource }),
    createWorldpayProvider({ fetch, ...settings.worldpay }),
  ])
  return { tokens, close: () => transport.close() }
}
