import { makeAnswers } from '../call/answers.ts'
import type { ClientOrder } from '../call/clients.ts'
import { lookUp, make } from '../call/orders.ts'
import { startClient, startHost } from '../call/processes.ts'
import { makeMerchant } from '../merchant.ts'
import { atMost, type Figure } from '../report.ts'

const calls = 10_000

/** What a call leaves behind. */
export const figure: Figure = {
  about: `what stays on the heap, per call, after ${calls.toLocaleString('en')} calls and a collection`,
  run: async () => {
    const merchant = await makeMerchant()
    const host = await startHost(await makeAnswers(merchant.keys))
    const grownBy = async (name: string, order: ClientOrder): Promise<number> => {
      const client = await startClient(name, order, ['--expose-gc'])
      try {
        await client.sample(1_000, 16)
        const before = await client.heap()
        await client.sample(calls, 16)
        return ((await client.heap()) - before) / calls / 1000
      } finally {
        client.stop()
      }
    }
    try {
      const rows: [string, number][] = [
        ['official SDK 0.0.83, lookup', await grownBy('SDK', lookUp(merchant, host.url, 'official SDK'))],
        ['@nt/cybersource, lookup', await grownBy('ours', lookUp(merchant, host.url, 'ours'))],
        [
          '@nt/cybersource, MLE both ways',
          await grownBy('ours', make(merchant, host.url, 'ours', 'JWT, shared secret')),
        ],
      ]
      const kilobytes = (value: number): string => `${value.toFixed(3)} kB`
      const [, plain = ['', Number.NaN], sealed = ['', Number.NaN]] = rows
      return {
        tables: [
          {
            title: 'Heap growth per call',
            rows: [['', 'per call'], ...rows.map(([name, value]) => [name, kilobytes(value)])],
          },
        ],
        goals: [
          atMost('heap growth per call, lookup', 0.2, plain[1], ' kB'),
          atMost('heap growth per call, MLE both ways', 0.2, sealed[1], ' kB'),
        ],
      }
    } finally {
      host.stop()
      merchant.remove()
    }
  },
}
