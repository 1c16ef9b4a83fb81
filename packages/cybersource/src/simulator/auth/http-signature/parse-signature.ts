/** The members of a `signature` header. [S §2a] */
export interface SignatureHeader {
  readonly keyid: string
  readonly algorithm: string
  /** The signed headers, in the order in which they were signed. */
  readonly names: readonly string[]
  readonly signature: string
}

/** Reads `keyid="…", algorithm="…", headers="…", signature="…"`, in any order. */
export function parseSignature(header: string): SignatureHeader | { readonly refused: string } {
  const members = new Map([...header.matchAll(/(\w+)\s*=\s*"([^"]*)"/g)].map(([, name, value]) => [name, value]))
  const missing = ['keyid', 'algorithm', 'headers', 'signature'].filter((name) => !members.get(name))
  if (missing.length > 0) {
    const list = 'keyid="...", algorithm="...", headers="...", signature="..."'
    return { refused: `the signature header lacks ${missing.join(', ')}: write ${list}` }
  }
  return {
    keyid: members.get('keyid') ?? '',
    algorithm: members.get('algorithm') ?? '',
    names: (members.get('headers') ?? '').split(' ').filter((name) => name !== ''),
    signature: members.get('signature') ?? '',
  }
}
