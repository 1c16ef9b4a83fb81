import { ConnectionReset } from './faults.ts'

/** A simulated host: a function from request to response. It opens no port by itself. */
export interface Simulator {
  /** Answers one request, as a server framework calls it. */
  handle(request: Request): Promise<Response>
  /** The same as a `fetch` to give to a client; any origin is answered. */
  fetch(url: string, init: RequestInit): Promise<Response>
}

/** Makes a simulator of its one function. A defect in it is answered as such, so that nobody looks for it in the client. */
export function createSimulator(answer: (request: Request) => Response | Promise<Response>): Simulator {
  const handle = async (request: Request): Promise<Response> => {
    try {
      return await answer(request)
    } catch (error) {
      if (error instanceof ConnectionReset) throw error
      const name = error instanceof Error ? error.name : typeof error
      return new Response(`defect in the simulator: ${name}`, { status: 500, headers: { 'x-sandbox-defect': name } })
    }
  }
  return { handle, fetch: (url, init) => handle(new Request(url, init)) }
}
