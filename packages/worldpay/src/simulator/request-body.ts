import { refuse } from './answers.ts'

/** A body as it came, or nothing where none is looked at. */
export const readBytes = async (request: Request): Promise<Uint8Array | undefined> =>
  request.method === 'POST' || request.method === 'PUT' ? new Uint8Array(await request.arrayBuffer()) : undefined

/** The JSON of a body. An empty one is an answer only for PUT: the conflicts link takes none [I], and the others say so themselves. */
export function parseBody(method: string, bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined || (method === 'PUT' && bytes.length === 0)) return undefined
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return bodyIsNotJson()
  }
}

/** [D], of the network token error page. */
export const bodyIsNotJson = (): Response =>
  refuse(400, 'bodyIsNotJson', 'The body within the request is not valid json')
