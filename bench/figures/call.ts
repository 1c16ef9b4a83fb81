import { makeAnswers } from '../call/answers.ts'
import { lookUp, make } from '../call/orders.ts'
import { layout, type RunningClient, startClient, startHost } from '../call/processes.ts'
import { cpuRatio, measure, type Samples } from '../measure.ts'
import { makeMerchant } from '../merchant.ts'
import { atLeast, compareWith, type Figure, type Report } from '../report.ts'

const names = {
  sdk: 'official SDK 0.0.83',
  ours: '@nt/cybersource',
  limit: 'limit: undici.request, HMAC, JSON.parse',
  sdkRsa: 'official SDK 0.0.83, RS256',
  oursRsa: '@nt/cybersource, RS256',
  sdkShared: 'official SDK 0.0.83, HS256',
  oursShared: '@nt/cybersource, HS256',
}
const concurrencies = [1, 16, 64]

/** Whole calls over loopback. */
export const figure: Figure = {
  about: `whole calls over plain HTTP on this machine, ${layout}`,
  run: async () => {
    const merchant = await makeMerchant()
    const host = await startHost(await makeAnswers(merchant.keys))
    const running: RunningClient[] = []
    const start = async (name: string, order: Parameters<typeof startClient>[1]): Promise<RunningClient> => {
      const client = await startClient(name, order)
      running.push(client)
      return client
    }
    try {
      const plain = [
        await start(names.sdk, lookUp(merchant, host.url, 'official SDK')),
        await start(names.ours, lookUp(merchant, host.url, 'ours')),
        await start(names.limit, lookUp(merchant, host.url, 'limit')),
      ]
      const sealed = [
        await start(names.sdkRsa, make(merchant, host.url, 'official SDK', 'JWT, P12')),
        await start(names.oursRsa, make(merchant, host.url, 'ours', 'JWT, P12')),
        await start(names.sdkShared, make(merchant, host.url, 'official SDK', 'JWT, shared secret')),
        await start(names.oursShared, make(merchant, host.url, 'ours', 'JWT, shared secret')),
      ]
      const tables: Report['tables'][number][] = []
      const at = async (title: string, clients: readonly RunningClient[], peer: string): Promise<Samples[]> => {
        const all: Samples[] = []
        for (const concurrency of concurrencies) {
          const samples = await measure(clients, { concurrency, rounds: 5, roundMs: 500 })
          tables.push({ title: `${title}, ${concurrency} at a time`, rows: compareWith(peer, samples) })
          all.push(samples)
        }
        return all
      }
      const [, , plainAt64] = await at('Look up, HTTP Signature, no MLE', plain, names.sdk)
      const [, sealedAt16] = await at('Make a token, MLE both ways', sealed, names.sdkRsa)
      const goal = (what: string, wanted: number, samples: Samples | undefined, sdk: string, ours: string) =>
        atLeast(what, wanted, samples ? cpuRatio(samples, sdk, ours) : Number.NaN)
      return {
        tables,
        goals: [
          goal('no MLE, 64: less CPU than the SDK', 5, plainAt64, names.sdk, names.ours),
          goal('MLE both ways, RS256, 16: less CPU than the SDK', 2.4, sealedAt16, names.sdkRsa, names.oursRsa),
          goal('MLE both ways, HS256, 16: less CPU than the SDK', 4, sealedAt16, names.sdkRsa, names.oursShared),
        ],
      }
    } finally {
      for (const client of running) client.stop()
      host.stop()
      merchant.remove()
    }
  },
}
