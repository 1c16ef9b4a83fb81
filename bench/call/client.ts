/** One client in a process of its own. Its parent says what it is, and then how often to call. */
import { sample } from '../measure.ts'
import { type ClientOrder, createClient, type ReadyClient } from './clients.ts'

/** What the parent asks for; each is answered once. */
export type Command =
  | { readonly do: 'become'; readonly order: ClientOrder }
  | { readonly do: 'sample'; readonly count: number; readonly concurrency: number }
  /** Answered with the bytes in use after a collection. */
  | { readonly do: 'heap' }

let client: ReadyClient | undefined

async function obey(command: Command): Promise<unknown> {
  if (command.do === 'become') {
    client = createClient(command.order)
    return client.call().then(() => true)
  }
  if (command.do === 'heap') {
    // The second collection takes what the first one's finalizers let go.
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 50))
    globalThis.gc?.()
    return process.memoryUsage().heapUsed
  }
  if (!client) throw new Error('nothing to call with')
  const taken = await sample(client.call, command.count, command.concurrency)
  if (!globalThis.gc) client.tidy()
  return taken
}

process.on('message', (command: Command) => {
  obey(command).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ problem: String(error) }),
  )
})
process.once('disconnect', () => process.exit())
