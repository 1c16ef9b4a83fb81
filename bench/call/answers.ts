import type { MerchantKeys } from '@nt/mle/testing'
import { sealAnswer, sealResponse } from '@nt/mle/testing'
import { answerBody } from '../merchant.ts'

/** What the host of the measurements answers: made once, so that it costs the host next to nothing. */
export interface Answers {
  /** To a GET. */
  readonly plain: string
  /** To a POST that accepts `application/jose`. */
  readonly jose: string
  /** To any other POST. */
  readonly encryptedResponse: string
}

export async function makeAnswers({ provider }: MerchantKeys): Promise<Answers> {
  const body = JSON.stringify(answerBody)
  return {
    plain: body,
    jose: await sealAnswer(body, provider.tokenManagement),
    encryptedResponse: JSON.stringify({ encryptedResponse: await sealResponse(body, provider.responseMle) }),
  }
}
