import { isSecret, type SecretKey, type SigningKey } from '../keys.ts'
import { type Lines, toSigningString } from './signing-string.ts'

/** Whether a secret and a signing string make the signature that was sent. */
export type Fits = (secret: Uint8Array, signingString: string) => boolean

/** Tries what people get wrong, until one of them makes the signature that was sent. [§8.1, §8.3] */
export function explainSignature(fits: Fits, key: SecretKey, keys: readonly SigningKey[], lines: Lines): string {
  const { request, names } = lines
  const right = toSigningString(lines)
  const fitsWith = (other: Partial<Lines>) => fits(key.bytes, toSigningString({ ...lines, ...other }))
  const method = request.method.toLowerCase()
  const [path = ''] = request.target.split('?')

  if (fits(key.undecoded, right)) return 'the shared secret was used as text: base64-decode it, and sign with the bytes'
  if (keys.some((other) => isSecret(other) && other !== key && fits(other.bytes, right)))
    return 'signature is by the secret of another key id: keyid and secret must be of one pair'
  if (path !== request.target && fitsWith({ target: `${method} ${path}` }))
    return 'request-target was signed without the query string: sign path and query exactly as sent'
  if (fitsWith({ target: `${request.method} ${request.target}` }))
    return 'request-target was signed with the method in upper case: write it in lower case'
  if (fitsWith({ target: request.target })) return 'request-target was signed without the method: write "get /path"'
  if (fitsWith({ target: `${method} ${request.target}/` }) || fitsWith({ target: `${method} ${path.slice(0, -1)}` }))
    return 'request-target differs in a trailing slash: sign path and query exactly as sent'
  if (fits(key.bytes, `${right}\n`)) return 'the signing string ends in a newline: the last line has none'
  if (fits(key.bytes, right.replaceAll('\n', '\r\n')))
    return 'the signing string has CRLF between its lines: a single LF is wanted'
  const transacting = request.headers.get('v-c-merchant-id') ?? ''
  if (fitsWith({ merchantId: transacting }))
    return "v-c-merchant-id was signed with the transacting merchant: with a portfolio's key that line has the portfolio id"
  const wrongHost = ['api.cybersource.com', 'api.in.cybersource.com', 'apitest.sa.cybersource.com', ''].find((host) =>
    fitsWith({ host }),
  )
  if (wrongHost !== undefined) return `host was signed as "${wrongHost}": sign the host that is asked`
  const bracketed = names.map((name) => (name === 'request-target' ? '(request-target)' : name))
  if (fitsWith({ names: bracketed }))
    return 'the line was signed as (request-target): write request-target, without parentheses'
  const sorted = ['host', 'date', 'v-c-date', 'request-target', 'digest', 'v-c-merchant-id'].filter((name) =>
    names.includes(name),
  )
  if (fitsWith({ names: sorted })) return 'headers="..." names the lines in another order than they were signed in'
  return 'signature differs: sign the lines that headers="..." names, in that order, with the base64-decoded secret'
}
