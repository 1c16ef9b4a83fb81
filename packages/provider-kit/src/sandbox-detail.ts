/**
 * What a simulator on this machine says of a refused request, in its `x-sandbox-auth-detail`: which part differed and what to do. A real host has no
 * such header, and none is listened to: what comes from outside is never repeated.
 */
export function sandboxDetail(headers: Pick<Headers, 'get'>, url: string): string | undefined {
  if (!url.startsWith('http://')) return undefined // `parseBaseUrl` lets plain http to loopback only
  const detail = headers.get('x-sandbox-auth-detail')
  if (!detail || detail.length > 400 || !/^[\x20-\x7e]+$/.test(detail)) return undefined
  return detail.replace(/(?<![0-9])[0-9](?:[ -]?[0-9]){11,18}(?![0-9])/g, '(digits)').replace(/\.$/, '')
}
