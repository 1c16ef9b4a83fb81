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
}
const rsa = ', RS256'
const shared = ', HS256'
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
        await start(names.sdk + rsa, make(merchant, host.url, 'official SDK', 'JWT, P12')),
        await start(names.ours + rsa, make(merchant, host.url, 'ours', 'JWT, P12')),
        await start(names.sdk + shared, make(merchant, host.url, 'official SDK', 'JWT, shared secret')),
        await start(names.ours + shared, make(merchant, host.url, 'ours', 'JWT, shared secret')),
      ]
      const tables: Report['tables'][number][] = []
      /** Everything of a kind is run in turn; the tables set like beside like. */
      const at = async (
        clients: readonly RunningClient[],
        pairs: Readonly<Record<string, string>>,
      ): Promise<Samples[]> => {
        const all: Samples[] = []
        for (const concurrency of concurrencies) {
          const samples = await measure(clients, { concurrency, rounds: 5, roundMs: 500 })
          for (const [title, ending] of Object.entries(pairs)) {
            const shown = new Map([...samples].filter(([name]) => name.endsWith(ending)))
            tables.push({ title: `${title}, ${concurrency} at a time`, rows: compareWith(names.sdk + ending, shown) })
          }
          all.push(samples)
        }
        return all
      }
      const [, , plainAt64] = await at(plain, { 'Look up, HTTP Signature, no MLE': '' })
      const [, sealedAt16] = await at(sealed, {
        'Make a token, JWT RS256, MLE both ways': rsa,
        'Make a token, JWT HS256, MLE both ways': shared,
      })
      const goal = (what: string, wanted: number, samples: Samples | undefined, sdk: string, ours = sdk) =>
        atLeast(
          `whole call, ${what}`,
          wanted,
          samples ? cpuRatio(samples, names.sdk + sdk, names.ours + ours) : Number.NaN,
        )
      return {
        tables,
        goals: [
          goal('no MLE, 64: less CPU than the SDK', 5, plainAt64, ''),
          goal('MLE both ways, RS256, 16: less CPU than the SDK', 2.4, sealedAt16, rsa),
          // The goal was set against the SDK as its samples sign; both are shown.
          goal('MLE both ways, HS256, 16: less CPU than the SDK with RS256', 4, sealedAt16, rsa, shared),
          goal('MLE both ways, HS256, 16: less CPU than the SDK with HS256', 4, sealedAt16, shared),
        ],
      }
    } finally {
      for (const client of running) client.stop()
      host.stop()
      merchant.remove()
    }
  },
}
