/** A simulated host: a function from request to response. It opens no port by itself. */
export interface Simulator {
  /** Answers one request, as a server framework calls it. */
  handle(request: Request): Promise<Response>
  /** The same as a `fetch` to give to a client; any origin is answered. */
  fetch(url: string, init: RequestInit): Promise<Response>
}

export const createSimulator = (handle: (request: Request) => Response | Promise<Response>): Simulator => ({
  handle: async (request) => handle(request),
  fetch: async (url, init) => handle(new Request(url, init)),
})
