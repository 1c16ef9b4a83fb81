import type { Odd } from './control.ts'
import { notAvailable, notFound } from './errors.ts'
import type { Operation } from './routes.ts'
import type { Settings } from './settings.ts'
import { toTokenBody } from './token-body.ts'
import type { TokenBook } from './token-record.ts'

/** `GET /tms/v2/tokenized-cards/{id}`: deleted by the issuer 200, deleted by the merchant 410. [I §4.2, U §10] */
export const createRetrieve =
  ({ tokenizedCardBody, deletedTokenStatus }: Settings, book: TokenBook, odd: Odd): Operation =>
  ({ caller, id, unmasked }) => {
    const token = book.find(caller.owner.merchantId, id)
    if (!token) return notFound()
    if (token.deletedBy === 'merchant' && deletedTokenStatus !== 200)
      return deletedTokenStatus === 404 ? notFound() : notAvailable()
    return { status: 200, body: odd(token, (shown) => toTokenBody(shown, tokenizedCardBody, unmasked)) }
  }
