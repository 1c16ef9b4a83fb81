import { type KeyRing, MleError, type MleErrorCode, open, type ResponseMleKey } from '@nt/mle'
import { type Answer, unreadable } from '@nt/provider-kit'
import { isObject } from './read-fields.ts'

/** What REST response MLE goes by. */
export interface ResponseEnvelopeSettings {
  readonly provider: string
  /** The keys of `encryptedResponse`; without them an answer in that envelope cannot be opened, and none is asked for. */
  readonly ring: KeyRing<ResponseMleKey> | undefined
}

/**
 * What was asked for: `clear`, no response MLE; `sealed`, response MLE; `either`, response MLE and `application/jose` too. Which of the two wins is
 * not documented [U], and the errors of the second come in clear [C].
 */
export type Asked = 'clear' | 'sealed' | 'either'

/** Opens answers, and remembers what it opened: their words are taken as sealed, which the same words in clear would not be. */
export interface ResponseEnvelope {
  /**
   * Takes an answer out of `{"encryptedResponse":"<JWE>"}`; status, headers and correlation id stay.
   * @throws NetworkTokenError `answer_unreadable` for a success that does not open, and for words of Token Management in clear that were asked for sealed
   */
  open(answer: Answer, asked: Asked): Promise<Answer>
  /** Whether the answer came in that envelope. */
  wasSealed(answer: Answer): boolean
  /** Why the explanation of an error could not be read: then the status alone speaks. */
  problemOf(answer: Answer): string | undefined
}

/** An answer's own cap: card art comes through here too. */
const largestEnvelope = 1024 * 1024
const nothing = new Uint8Array()
/** How the envelope begins, since it has one member only. All other answers are let through without being parsed twice. */
const beginning = /^\s*\{\s*"encryptedResponse"\s*:/
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

export function createResponseEnvelope({ provider, ring }: ResponseEnvelopeSettings): ResponseEnvelope {
  const sealed = new WeakSet<Answer>()
  const unread = new WeakMap<Answer, string>()

  return {
    wasSealed: (answer) => sealed.has(answer),
    problemOf: (answer) => unread.get(answer),
    open: async (answer, asked) => {
      const looksSealed = beginning.test(decode(answer.body.subarray(0, 64)))
      if (asked === 'clear' && !looksSealed) return answer
      const text = decode(answer.body).trim()
      const jwe = looksSealed ? jweOf(parse(text)) : undefined
      const succeeded = answer.status >= 200 && answer.status < 300

      if (jwe === undefined) {
        if (asked === 'clear' || isNoWord(text)) return answer
        if (!succeeded && (asked === 'either' || mayComeInClear(answer.status, text))) return answer
        throw unreadable(
          answer,
          provider,
          'the answer came in clear where responseMle asked for a sealed one (a downgrade); it was not read',
        )
      }

      try {
        if (!ring) throw new MleError('key_unknown')
        const opened = { ...answer, body: await open(jwe, ring, { maxBytes: largestEnvelope }) }
        sealed.add(opened)
        return opened
      } catch (error) {
        const problem = ring
          ? problemOf(error)
          : 'the answer is sealed as encryptedResponse, and responseMle names no key'
        if (succeeded) throw unreadable(answer, provider, problem)
        // An error's status is worth more than its explanation: what it means, and whether to try again, must not be lost with it.
        const silent = { ...answer, body: nothing }
        unread.set(silent, problem)
        return silent
      }
    },
  }
}

/**
 * Errors that may come from before the layer that seals: authentication, rate limits, a host or a gateway out of order. Their words are read in
 * clear, for codes and names only. So are other bodies than Token Management's own, such as the page of a proxy: of those only the status speaks.
 */
const mayComeInClear = (status: number, text: string): boolean =>
  status === 401 || status === 408 || status === 429 || status >= 500 || !isOfTokenManagement(parse(text))

/** Nothing at all, or a bare JWE, which only the Token Management key opens: nothing in either can be read by others. */
const isNoWord = (text: string): boolean => text === '' || /^[\w-]+(?:\.[\w-]*){4}$/.test(text)

const isOfTokenManagement = (body: unknown): boolean => isObject(body) && Array.isArray(body['errors'])

/** The official SDK too takes it for an envelope only with exactly this one member [S]. */
function jweOf(body: unknown): string | undefined {
  if (!isObject(body) || Object.keys(body).length !== 1) return undefined
  const value = body['encryptedResponse']
  return typeof value === 'string' ? value : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is wrong with it is for the reader behind to say.
    return undefined
  }
}

const problemOf = (error: unknown): string =>
  (MleError.isInstance(error) && problems[error.code]) || 'the encryptedResponse does not hold a sealed message'

const problems: Partial<Record<MleErrorCode, string>> = {
  key_unknown:
    'the answer is sealed to a key whose id is not among those of responseMle; compare with Key Management in the Business Center, and set kid',
  decryption_failed: 'the sealed answer does not open with the key of that id in responseMle',
  algorithm_not_allowed: 'the answer is sealed with an algorithm that is not used here',
  token_too_large: 'the sealed answer is too long',
}
