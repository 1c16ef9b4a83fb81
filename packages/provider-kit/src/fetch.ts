/** What is sent: the final words of one attempt. The body is text, so that a layer can sign exactly what goes out. */
export interface FetchInit {
  readonly method: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
  /** Never followed: fetch would send body and custom headers on to another origin. */
  readonly redirect: 'manual'
}

/** What is needed of a response: every `Response` has it. A body that is all there already may be given as bytes. */
export interface FetchAnswer {
  readonly status: number
  readonly headers: Pick<Headers, 'get'>
  readonly body: ReadableStream<Uint8Array> | Uint8Array | null
}

/** The one seam of every client: the standard `fetch`, our undici transport, or a simulator's `fetch` fit here. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>

/** Something every attempt passes through: sealing, signing. Applied per attempt, so that a retry is signed afresh. */
export type Layer = (next: Fetch) => Fetch

/** Puts layers before a fetch; the first named sees the request first. */
export const through = (layers: readonly Layer[], fetch: Fetch): Fetch =>
  layers.reduceRight((next, layer) => layer(next), fetch)
