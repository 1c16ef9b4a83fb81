import { z } from 'zod'
import { invalidBody, notAvailable, notFound } from './errors.ts'
import type { Operation } from './routes.ts'
import type { TokenBook } from './token-record.ts'

/** [S §4.3] */
const requestBody = z.looseObject({
  reason: z
    .looseObject({
      code: z.enum(['FRAUD', 'PAYMENT_METHOD_REMOVED']).optional(),
      description: z.string().optional(),
    })
    .optional(),
})

/**
 * `POST /tms/v2/tokenized-cards/{id}/delete` [S] and `DELETE /tms/v2/tokenized-cards/{id}` [D], §4.3. A token that its issuer has deleted can
 * still be removed by the merchant, once. [the sandbox's own]
 */
export const createRemove =
  (book: TokenBook): Operation =>
  ({ caller, id, body }) => {
    const parsed = requestBody.safeParse(body)
    if (!parsed.success) return invalidBody(parsed.error, body)
    const token = book.find(caller.owner.merchantId, id)
    if (!token) return notFound()
    if (token.deletedBy === 'merchant') return notAvailable()
    book.put({ ...token, state: 'DELETED', deletedBy: 'merchant' })
    return { status: 204 }
  }
