import type { ValidationError } from './answers.ts'

/** Reads a body against Worldpay's rules and collects all that is wrong with it. */
export interface Reader {
  readonly errors: ValidationError[]
  /** An object with no other members than those named. */
  object(at: Place, allowed: readonly string[]): Members | undefined
  text(at: Place, rule: TextRule): string | undefined
  /** The same, but nothing to complain about when it is not there. */
  optionalText(at: Place, rule: TextRule): string | undefined
  integer(at: Place, rule: { readonly min: number; readonly max: number }): number | undefined
  problem(errorName: string, message: string, jsonPath: string): void
}

/** A value, where it stands, and what Worldpay's messages call it. */
export interface Place {
  readonly value: unknown
  readonly path: string
  readonly label: string
}
export interface Members {
  at(name: string, label: string): Place
}
export interface TextRule {
  readonly min: number
  readonly max: number
  readonly pattern?: RegExp
}

/**
 * `fieldIsMissing`, `fieldHasInvalidValue`, `stringIsTooShort`, `panFailedLuhnCheck` and their messages are Worldpay's [S]; `fieldIsNotAllowed`,
 * `fieldMustBeString` and `stringFailedRegexCheck` are names of other Access APIs; the rest follows their pattern [I]. Messages that are
 * not in the documentation are the sandbox's own.
 */
export function createReader(): Reader {
  const errors: ValidationError[] = []
  const problem = (errorName: string, message: string, jsonPath: string): undefined => {
    errors.push({ errorName, message, jsonPath })
    return undefined
  }
  const isMissing = ({ value, label, path }: Place): boolean => {
    if (value !== undefined && value !== null) return false
    problem('fieldIsMissing', `${label} must be supplied`, path)
    return true
  }

  const text: Reader['text'] = (at, { min, max, pattern }) => {
    if (isMissing(at)) return undefined
    const { value, path, label } = at
    if (typeof value !== 'string') return problem('fieldMustBeString', `${label} must be a string`, path)
    if (pattern && !pattern.test(value))
      return problem('stringFailedRegexCheck', `${label} contains characters that are not allowed`, path)
    const range = `must be between ${min} & ${max} characters`
    if (value.length < min) return problem('stringIsTooShort', `${label} too short - ${range}`, path)
    if (value.length > max) return problem('stringIsTooLong', `${label} too long - ${range}`, path)
    return value
  }

  return {
    errors,
    problem,
    text,
    optionalText: (at, rule) => (at.value === undefined ? undefined : text(at, rule)),
    object: (at, allowed) => {
      if (isMissing(at)) return undefined
      const { value, path, label } = at
      if (typeof value !== 'object' || Array.isArray(value))
        return problem('fieldMustBeObject', `${label} must be an object`, path)
      const members = value as Record<string, unknown>
      for (const name of Object.keys(members))
        if (!allowed.includes(name)) problem('fieldIsNotAllowed', 'Field is not allowed', `${path}.${shown(name)}`)
      return {
        at: (name, itsLabel) => ({
          value: Object.hasOwn(members, name) ? members[name] : undefined,
          path: `${path}.${name}`,
          label: itsLabel,
        }),
      }
    },
    integer: (at, { min, max }) => {
      if (isMissing(at)) return undefined
      const { value, path, label } = at
      if (typeof value !== 'number' || !Number.isInteger(value))
        return problem('fieldMustBeInteger', `${label} must be an integer`, path)
      const range = `must be between ${min} & ${max}`
      if (value < min) return problem('fieldHasInvalidValue', `${label} too small - ${range}`, path)
      if (value > max) return problem('fieldHasInvalidValue', `${label} too large - ${range}`, path)
      return value
    },
  }
}

/** The name of a member that should not be there; when it does not look like a name it is not repeated, it could be a card number. */
const shown = (name: string): string => (/^[a-z_][a-z_]{0,40}\d{0,3}$/i.test(name) ? name : '*')

/** Who the call is for: `merchant.entity`, mandatory since version 3 [S]; a length is documented only for Card Payments. */
export function readEntity(read: Reader, at: Place): string | undefined {
  const entity = read.object(at, ['entity'])?.at('entity', 'Merchant entity')
  return entity && read.text(entity, { min: 1, max: 32 })
}
