import { Secret } from '@nt/core'
import type { Answer, Schema } from '@nt/provider-kit'
import { isObject } from './read-fields.ts'

/** What every answer of the client has beside its fields. */
export interface AnswerFacts {
  /** The whole answer, with the fields that are not known here. Hidden: it may hold a number in full. */
  readonly raw: Secret<Readonly<Record<string, unknown>>>
  /** `v-c-correlation-id`: quote it to Cybersource's support [D]. */
  readonly correlationId?: string | undefined
}

export type Answered<Fields> = Fields & AnswerFacts

/** A schema for an answer that is a JSON object: its fields, and the whole of it hidden beside them. */
export const answering = <Fields extends object>(schema: Schema<Fields>, answer: Answer): Schema<Answered<Fields>> => ({
  safeParse: (input) => {
    const read = schema.safeParse(input)
    if (!read.success || !isObject(input)) return { success: false }
    return { success: true, data: { ...read.data, raw: new Secret(input, 'answer'), ...correlated(answer) } }
  },
})

/** The correlation id of an answer without a body. */
export const correlated = ({ correlationId }: Answer): Pick<AnswerFacts, 'correlationId'> =>
  correlationId === undefined ? {} : { correlationId }
