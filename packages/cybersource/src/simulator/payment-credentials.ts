import { z } from 'zod'
import type { Odd } from './control.ts'
import { badRequest, fault, invalidBody, notAvailable, notFound } from './errors.ts'
import type { JsonObject, Operation } from './routes.ts'
import type { Settings } from './settings.ts'
import type { ShownToken } from './token-body.ts'
import type { TokenBook } from './token-record.ts'

/** [D §4.5] */
const requestBody = z.looseObject({
  paymentCredentialType: z.enum(['NETWORK_TOKEN', 'SECURITY_CODE', 'CRYPTOGRAM']).optional(),
  transactionType: z.enum(['ECOM', 'AFT']).optional(),
  authenticatedIdentities: z.array(z.looseObject({})).optional(),
})
type RequestBody = z.infer<typeof requestBody>

/**
 * `POST /tms/v2/tokens/{id}/payment-credentials`, by tokenized-card id or instrument-identifier id. [D §4.5] What a token that is not active
 * gets is [I §10]; EXPIRED as SUSPENDED is the sandbox's own.
 */
export function createPaymentCredentials({ ids }: Settings, book: TokenBook, odd: Odd): Operation {
  return ({ caller, id, body }) => {
    const parsed = requestBody.safeParse(body)
    if (!parsed.success) return invalidBody(parsed.error, body)
    const owner = caller.owner.merchantId
    const byCard = book.find(owner, id)
    const token = byCard ?? book.findByInstrument(owner, id)
    if (!token) return notFound()
    if (token.state === 'DELETED') return notAvailable()
    if (token.state !== 'ACTIVE') return fault(403, 'forbidden', `Token is ${token.state.toLowerCase()}`)
    const { paymentCredentialType: type, transactionType } = parsed.data
    const isVisa = token.type === 'visa'
    if (type === 'CRYPTOGRAM' && token.type === 'americanexpress')
      return badRequest('invalidCombination', 'American Express has no cryptogram', { name: 'paymentCredentialType' })
    if (transactionType === 'AFT' && !(isVisa && type === 'CRYPTOGRAM'))
      return badRequest('invalidCombination', 'AFT needs CRYPTOGRAM and a Visa token', { name: 'transactionType' })

    const counted = type === 'NETWORK_TOKEN' ? token : { ...token, transactions: token.transactions + 1 }
    if (counted !== token) book.put(counted)
    return {
      status: 201,
      body: odd(counted, (shown) =>
        toCredentialBody(
          shown,
          byCard ? shown.id : (shown.instrumentIdentifier ?? shown.id),
          proofOf(shown, parsed.data),
        ),
      ),
    }
  }

  /** What makes the number good for one payment. */
  function proofOf(
    token: ShownToken,
    { paymentCredentialType, authenticatedIdentities = [] }: RequestBody,
  ): JsonObject {
    if (paymentCredentialType === 'NETWORK_TOKEN') return {}
    // 07 when nobody was authenticated. [D §4.5] The document gives no other values for Mastercard and American Express.
    const eci = authenticatedIdentities.length > 0 ? '05' : '07'
    const isAmex = token.type === 'americanexpress'
    const securityCode = isAmex || paymentCredentialType === 'SECURITY_CODE'
    return {
      // Four digits for American Express [D]; three for the others [I].
      ...(securityCode
        ? { securityCode: ids.digits(isAmex ? 4 : 3) }
        : { cryptogram: ids.bytes(20).toString('base64') }),
      eci,
      requestorId: token.requestorId,
      ...(token.type === 'visa' && { applicationTransactionCounter: String(token.transactions).padStart(4, '0') }),
    }
  }
}

function toCredentialBody(token: ShownToken, askedId: string, proof: JsonObject): JsonObject {
  const { state, enrollmentId, tokenReferenceId, number, expirationMonth, expirationYear, type, card } = token
  const { maskedNumber, ...cardFacts } = card
  return {
    _links: { self: { href: `/tms/v2/tokens/${askedId}/payment-credentials` } },
    tokenizedCard: {
      state,
      enrollmentId,
      tokenReferenceId,
      number,
      expirationMonth,
      expirationYear,
      type,
      ...proof,
      card: cardFacts,
    },
    ...(maskedNumber && { card: { number: maskedNumber } }),
    issuer: { paymentAccountReference: token.paymentAccountReference },
  }
}
