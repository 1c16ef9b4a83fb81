import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Issue, NetworkTokenError, Secret } from '@nt/core'
import type { CybersourceAuth, CybersourceSettings } from '@nt/cybersource'
import type { WorldpaySettings } from '@nt/worldpay'

/** Where each provider's calls go: to a host of its own, or to the built-in sandbox (`undefined`). */
export interface Config {
  readonly cybersource?: CybersourceSettings | undefined
  readonly worldpay?: WorldpaySettings | undefined
  /** Where the sandbox keeps its keys and its memory between two commands. */
  readonly sandboxFolder: string
}

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the configuration: the only place that looks at the environment. Secrets are wrapped in the same line in which they are read. A provider
 * of which no variable is set is played by the sandbox; one of which any is set must be complete.
 * @throws NetworkTokenError `configuration_invalid`, with every setting that is wrong
 */
export function readConfig(environment: Environment = process.env): Config {
  const issues: Issue[] = []
  const read = reader(environment, issues)
  const cybersource = read.anyOf('NT_CYBERSOURCE_') ? readCybersource(read) : undefined
  const worldpay = read.anyOf('NT_WORLDPAY_') ? readWorldpay(read) : undefined
  if (issues.length > 0) throw new NetworkTokenError('configuration_invalid', { issues })
  const sandboxFolder = environment['NT_SANDBOX_DIR'] || join(stateFolder(environment), 'network-tokens', 'sandbox')
  return { cybersource, worldpay, sandboxFolder }
}

function readCybersource(read: Reader): CybersourceSettings {
  const certificate = read.optionalFile('NT_CYBERSOURCE_MLE_CERTIFICATE_FILE')
  const responseP12 = read.optionalFile('NT_CYBERSOURCE_RESPONSE_MLE_P12_FILE')
  const kid = read.optional('NT_CYBERSOURCE_TMS_MLE_KID')
  const responseKid = read.optional('NT_CYBERSOURCE_RESPONSE_MLE_KID')
  const profileId = read.optional('NT_CYBERSOURCE_PROFILE_ID')
  const tmsKey = read.file('NT_CYBERSOURCE_TMS_MLE_KEY_FILE', 'the path of the Token Management MLE private key (PEM)')
  return {
    host: read.required(
      'NT_CYBERSOURCE_HOST',
      'test, production, production-india, production-saudi-arabia, test-saudi-arabia, or a URL',
    ),
    merchantId: read.required('NT_CYBERSOURCE_MERCHANT_ID', 'the merchant id (MID)'),
    auth: readAuth(read),
    ...(certificate && { requestMle: { certificate: text(certificate) } }),
    ...(responseP12 && {
      responseMle: {
        key: {
          p12: responseP12,
          p12Password: read.secret(
            'NT_CYBERSOURCE_RESPONSE_MLE_P12_PASSWORD',
            'the password of the response MLE .p12 file',
          ),
          ...(responseKid && { kid: responseKid }),
        },
      },
    }),
    tokenManagementMle: { privateKey: new Secret(text(tmsKey), 'Token Management MLE key'), ...(kid && { kid }) },
    ...(profileId && { profileId }),
  }
}

/** How requests are signed: with the P12 unless another way is named. */
function readAuth(read: Reader): CybersourceAuth {
  const portfolioId = read.optional('NT_CYBERSOURCE_PORTFOLIO_ID')
  const portfolio = portfolioId ? { portfolioId } : {}
  const type = read.oneOf('NT_CYBERSOURCE_AUTH', ['jwt', 'jwt-shared-secret', 'http-signature'])
  if (type === 'jwt') {
    const p12 = read.file('NT_CYBERSOURCE_P12_FILE', 'the path of the .p12 file from the Business Center')
    const p12Password = read.secret('NT_CYBERSOURCE_P12_PASSWORD', 'the password of the .p12 file')
    return { type, p12, p12Password, ...portfolio }
  }
  const keyId = read.required('NT_CYBERSOURCE_KEY_ID', 'the id of the shared secret, a UUID')
  const sharedSecret = read.secret('NT_CYBERSOURCE_SHARED_SECRET', 'the shared secret, base64')
  if (type === 'jwt-shared-secret') return { type, keyId, sharedSecret, ...portfolio }
  const bodies = read.oneOf(
    'NT_CYBERSOURCE_BODIES',
    ['tls-only'],
    'HTTP Signature cannot seal bodies: card numbers are then protected by TLS alone; say tls-only, or sign with a JWT',
  )
  return { type, keyId, sharedSecret, bodies, ...portfolio }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')

function readWorldpay(read: Reader): WorldpaySettings {
  return {
    host: read.required('NT_WORLDPAY_HOST', 'try, live, or a URL'),
    username: read.required('NT_WORLDPAY_USERNAME', 'the Basic username'),
    password: read.secret('NT_WORLDPAY_PASSWORD', 'the Basic password'),
    entity: read.required('NT_WORLDPAY_ENTITY', 'the merchant entity that Worldpay assigned'),
  }
}

type Reader = ReturnType<typeof reader>

/** Reads variables and gathers what is wrong, so that one start names every mistake. */
function reader(environment: Environment, issues: Issue[]) {
  const optional = (name: string): string | undefined => environment[name] || undefined
  const required = (name: string, meaning: string): string => {
    const value = optional(name)
    if (!value) issues.push({ path: name, problem: `is not set: ${meaning}` })
    return value ?? ''
  }
  const bytes = (name: string, path: string): Uint8Array => {
    try {
      return readFileSync(path)
    } catch {
      issues.push({ path: name, problem: 'names a file that cannot be read' })
      return new Uint8Array()
    }
  }
  return {
    optional,
    required,
    optionalFile: (name: string): Uint8Array | undefined => {
      const path = optional(name)
      return path === undefined ? undefined : bytes(name, path)
    },
    /** One of a few words; the first where nothing is set, unless `meaning` says why it must be. */
    oneOf: <Word extends string>(name: string, words: readonly [Word, ...Word[]], meaning?: string): Word => {
      const given = meaning === undefined ? (optional(name) ?? words[0]) : required(name, meaning)
      const word = words.find((each) => each === given)
      if (given && !word) issues.push({ path: name, problem: `is one of ${words.join(', ')}` })
      return word ?? words[0]
    },
    anyOf: (prefix: string): boolean =>
      Object.keys(environment).some((name) => name.startsWith(prefix) && environment[name]),
    file: (name: string, meaning: string): Uint8Array => {
      const path = required(name, meaning)
      return path ? bytes(name, path) : new Uint8Array()
    },
    /** From the variable itself, or from the file that `NAME_FILE` names: better, since an environment is easily printed. */
    secret: (name: string, meaning: string): Secret => {
      const file = optional(`${name}_FILE`)
      if (file)
        return new Secret(
          Buffer.from(bytes(`${name}_FILE`, file))
            .toString('utf8')
            .replace(/\r?\n$/, ''),
          'password',
        )
      return new Secret(required(name, `${meaning}; or ${name}_FILE, a file that holds it`), 'password')
    },
  }
}

/** XDG Base Directory: state that should survive, but is not precious. */
const stateFolder = (environment: Environment): string =>
  environment['XDG_STATE_HOME'] || join(homedir(), '.local', 'state')
