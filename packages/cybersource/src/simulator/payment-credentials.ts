import { z } from 'zod'
import type { Odd } from './control.ts'
import { badRequest, fault, invalidBody } from './errors.ts'
import { showCardNumber } from './instrument-identifiers/instrument-body.ts'
import type { InstrumentBook, InstrumentRecord } from './instrument-identifiers/instrument-record.ts'
import type { JsonObject, Operation } from './routes.ts'
import type { Settings } from './settings.ts'
import type { CredentialStatus } from './switches.ts'
import type { ShownToken } from './token-body.ts'
import type { TokenBook, TokenType } from './token-record.ts'

/** [D §4.5] */
const requestBody = z.looseObject({
  paymentCredentialType: z.enum(['NETWORK_TOKEN', 'SECURITY_CODE', 'CRYPTOGRAM']).optional(),
  transactionType: z.enum(['ECOM', 'AFT']).optional(),
  authenticatedIdentities: z.array(z.looseObject({})).optional(),
})
type RequestBody = z.infer<typeof requestBody>

/** What each status that can be chosen says. [D §4.0] */
const faults: Record<CredentialStatus, readonly [type: string, message: string]> = {
  403: ['forbidden', 'Token is not active'],
  404: ['notFound', 'Token does not exist'],
  409: ['conflict', 'Token is in no state for this'],
  410: ['notAvailable', 'Token not available'],
}

/**
 * `POST /tms/v2/tokens/{id}/payment-credentials` and its successor v3, by the id of a tokenized card, an instrument identifier or a payment
 * instrument. [D §4.5] What a token that is not active gets is [U §10]. v3 gives the card where there is no token [D]; here masked or made up.
 */
export function createPaymentCredentials(
  { ids, credentialStatuses, cardNumbers }: Settings,
  book: TokenBook,
  instruments: InstrumentBook,
  odd: Odd,
  version: 2 | 3,
): Operation {
  const refuse = (status: CredentialStatus, message = faults[status][1]) => fault(status, faults[status][0], message)

  return ({ caller, id, body }) => {
    const parsed = requestBody.safeParse(body)
    if (!parsed.success) return invalidBody(parsed.error, body)
    const owner = caller.owner.merchantId
    const byCard = book.find(owner, id)
    const instrument = instruments.find(owner, instruments.getPaymentInstrument(id)?.instrumentIdentifier ?? id)
    if (instrument?.deleted) return refuse(credentialStatuses.deleted)
    const token = byCard ?? book.findByInstrument(owner, instrument?.id ?? id)
    if (version === 3 && instrument?.account?.maskedNumber && (!token || token.state === 'DELETED'))
      return { status: 201, body: toCardBody(id, instrument, cardNumbers) }
    if (!token) return refuse(credentialStatuses.missing)
    if (token.state === 'DELETED') return refuse(credentialStatuses.deleted)
    if (token.state !== 'ACTIVE') return refuse(credentialStatuses.inactive, `Token is ${token.state.toLowerCase()}`)
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
          version,
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

function toCredentialBody(token: ShownToken, askedId: string, proof: JsonObject, version: 2 | 3): JsonObject {
  const { state, enrollmentId, tokenReferenceId, number, expirationMonth, expirationYear, type, card } = token
  const { maskedNumber, ...cardFacts } = card
  return {
    _links: {
      self: { href: `/tms/v${version}/tokens/${askedId}/payment-credentials` },
      ...(version === 3 && { tokenizedCard: { href: `/tms/v2/tokenized-cards/${token.id}` } }),
    },
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

const cardCodes: Record<TokenType, string> = { visa: '001', mastercard: '002', americanexpress: '003' }

/** v3 without a network token: the card. [D §4.5] Its number is not kept, its expiry neither. [the sandbox's own] */
function toCardBody(askedId: string, record: InstrumentRecord, cardNumbers: Settings['cardNumbers']): JsonObject {
  const { account, id } = record
  return {
    _links: {
      self: { href: `/tms/v3/tokens/${askedId}/payment-credentials` },
      instrumentIdentifier: { href: `/tms/v1/instrumentidentifiers/${id}` },
    },
    card: {
      number: showCardNumber(account?.maskedNumber ?? '', { unmasked: true, cardNumbers }),
      ...(account?.type && { type: cardCodes[account.type] }),
    },
    issuer: { paymentAccountReference: account?.paymentAccountReference },
  }
}
