import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { TokenNumber } from '@nt/core'
import { createWorldpay } from '@nt/worldpay'
import { cpuRatio, inProcess, measure, medianCpu, medianRate, type Samples, sample } from '../measure.ts'
import { atMost, type Figure, type Table, times } from '../report.ts'

const names = { ours: '@nt/worldpay', bare: 'bare undici.request and JSON.parse' }
const mediaType = 'application/vnd.worldpay.tokens-v3.hal+json'
const number = '4895370000000007'
const concurrencies = [1, 16, 64]
const calls = 10_000

interface Undici {
  readonly Agent: new (
    options: object,
  ) => { request(options: object): Promise<{ readonly body: { json(): Promise<unknown> } }>; close(): Promise<void> }
}

/** A whole call of the Worldpay client beside the same request without any of its promises. */
export const figure: Figure = {
  about: 'a cryptogram from Worldpay, beside the same request on bare undici.request',
  run: async () => {
    const host = fork(fileURLToPath(new URL('../call/worldpay-host.ts', import.meta.url)), {
      execArgv: process.execArgv,
    })
    const [port] = (await once(host, 'message')) as [number]
    const url = `http://127.0.0.1:${port}`
    try {
      const client = createWorldpay({ host: url, username: 'user', password: 'secret', entity: 'default' })
      const token = new TokenNumber(number)
      const ours = () => client.cryptograms.create(token)
      const variants = [inProcess(names.ours, ours), inProcess(names.bare, bareCall(url))]
      const rounds: Samples[] = []
      for (const concurrency of concurrencies)
        rounds.push(await measure(variants, { concurrency, rounds: 7, roundMs: 500 }))
      const growth = await heapGrowth(ours)
      return {
        tables: [
          ...rounds.map((samples, index) => ({ title: `${concurrencies[index]} at a time`, rows: table(samples) })),
          {
            title: 'Heap growth per call',
            rows: [
              ['', 'per call'],
              [names.ours, `${growth.toFixed(3)} kB`],
            ],
          },
        ],
        goals: [
          atMost(
            'Worldpay call, 64: CPU of the bare call',
            3.5,
            cpuRatio(rounds.at(-1) as Samples, names.ours, names.bare),
          ),
          atMost(`heap growth per call, over ${calls.toLocaleString('en')}`, 0.2, growth, ' kB'),
        ],
      }
    } finally {
      host.disconnect()
    }
  },
}

const table = (samples: Samples): Table => [
  ['', 'CPU per operation', 'of the bare call', 'per second'],
  ...[...samples.keys()].map((name) => [
    name,
    `${Math.round(medianCpu(samples, name))} µs`,
    times(cpuRatio(samples, name, names.bare)),
    Math.round(medianRate(samples, name)).toLocaleString('en'),
  ]),
]

/** The same bytes, and the answer parsed: no checks, no repeats, no deadlines. */
function bareCall(url: string): () => Promise<unknown> {
  const fromTransport = createRequire(new URL('../../packages/provider-kit/package.json', import.meta.url))
  const { Agent } = fromTransport('undici') as Undici
  const agent = new Agent({ connections: 128, pipelining: 1 })
  const authorization = `Basic ${Buffer.from('user:secret').toString('base64')}`
  const headers = { authorization, accept: mediaType, 'content-type': mediaType }
  return async () => {
    const path = '/tokens/network/cryptograms'
    const { body } = await agent.request({
      origin: url,
      path,
      method: 'POST',
      headers,
      body: JSON.stringify({ tokenNumber: number }),
    })
    return body.json()
  }
}

/** Kilobytes that stay per call, after collections. */
async function heapGrowth(call: () => Promise<unknown>): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const used = () => {
    for (let time = 0; time < 4; time++) collect()
    return process.memoryUsage().heapUsed
  }
  await sample(call, 2_000, 16)
  const before = used()
  await sample(call, calls, 16)
  return Math.max(0, used() - before) / calls / 1000
}
