/** A JSON object of which a test knows more than the type checker. */
export interface Json {
  readonly [member: string]: unknown
}

/** An answer's status and body; undefined where there is none. */
export async function readJson(response: Response): Promise<{ status: number; body: Json }> {
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Json) }
}
