import type { Deliver } from '../options.ts'

/** Whether an address is on this machine. */
export function isLoopback(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return /^https?:$/.test(protocol) && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

/** Sends to this machine only: a sandbox does not call the world. Redirects are not followed. */
export const sendToLoopback: Deliver = async (url, init) => {
  if (!isLoopback(url)) throw new Error('not sent: only this machine is reached, give the option deliver for others')
  return fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(10_000) })
}
