import type { AddressInfo } from 'node:net'
import { type Http2Bindings, type HttpBindings, serve } from '@hono/node-server'
import { NetworkTokenError } from '@nt/core'
import { ConnectionReset } from './faults.ts'
import type { Simulator } from './simulator.ts'

/** A simulator on a port of this machine. */
export interface Listening {
  /** E.g. `http://127.0.0.1:41823`. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Puts a simulator on a loopback port; 0 takes any free one. Nothing outside this machine reaches it.
 * @throws NetworkTokenError `address_in_use`
 */
export function listen(
  simulator: Simulator,
  { port = 0 }: { readonly port?: number | undefined } = {},
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const fetch = async (request: Request, node: HttpBindings | Http2Bindings): Promise<Response> => {
      try {
        return await simulator.handle(request)
      } catch (error) {
        // A connection that is told to break, breaks.
        if (error instanceof ConnectionReset) node.outgoing.destroy()
        return new Response(null, { status: 500 })
      }
    }
    const server = serve({ fetch, port, hostname: '127.0.0.1' }, (address: AddressInfo) =>
      resolve({
        url: `http://127.0.0.1:${address.port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      }),
    )
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      const code = taken ? 'address_in_use' : 'configuration_invalid'
      reject(
        new NetworkTokenError(code, { message: taken ? `port ${port} is taken` : `port ${port} cannot be opened` }),
      )
    })
  })
}
