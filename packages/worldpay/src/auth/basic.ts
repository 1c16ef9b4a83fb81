import type { Secret } from '@nt/core'
import type { Layer } from '@nt/provider-kit'

/** HTTP Basic (RFC 7617) on every attempt: the one place where the password is read. */
export const basic =
  (username: string, password: Secret): Layer =>
  (next) =>
  (url, init) => {
    const credentials = Buffer.from(`${username}:${password.reveal()}`, 'utf8').toString('base64')
    return next(url, { ...init, headers: { ...init.headers, authorization: `Basic ${credentials}` } })
  }
