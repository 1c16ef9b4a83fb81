const inspect = Symbol.for('nodejs.util.inspect.custom')

/**
 * A value that may not be seen by accident: a card number, a security code, a token number, a cryptogram, a key.
 *
 * Logs, JSON, template strings, `util.inspect` and clones show only the label. `reveal()` is the one way out; the repository's
 * architecture test lists every file that may call it.
 *
 * @example
 * const code = new Secret('123', 'security code')
 * `${code}` // '[security code]'
 * code.reveal() // '123'
 */
export class Secret<Value = string> {
  readonly #value: Value
  readonly #label: string

  constructor(value: Value, label = 'secret') {
    this.#value = value
    this.#label = label
  }

  /** The value itself. Everything that calls this is on a list. */
  reveal(): Value {
    return this.#value
  }

  toString(): string {
    return `[${this.#label}]`
  }

  toJSON(): string {
    return this.toString()
  }

  [Symbol.toPrimitive](): string {
    return this.toString()
  }

  [inspect](): string {
    return this.toString()
  }
}
