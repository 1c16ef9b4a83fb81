import { readPem } from '@nt/mle'
import { decodeObject, describeTime, type MessageReport, oddKid } from './message-report.ts'
import { shown } from './shown.ts'

type Claims = Readonly<Record<string, unknown>>

/** The claims of Cybersource's JWTs. They are of the request's form, not of its content; others are named and not shown. */
const shownClaims = [
  'iss',
  'v-c-merchant-id',
  'request-method',
  'request-host',
  'request-resource-path',
  'digest',
  'digest-algorithm',
  'digestAlgorithm',
  'jti',
  'v-c-jwt-version',
  'v-c-response-mle-kid',
]
const required = [
  'iat',
  'exp',
  'request-host',
  'request-resource-path',
  'request-method',
  'iss',
  'jti',
  'v-c-merchant-id',
]

/** A JWT, as far as its header and its claims tell. The signature is not checked. */
export function describeJwt(token: string, now: Date): MessageReport {
  const [first = '', second = ''] = token.split('.')
  const header = decodeObject(first) ?? {}
  const claims = decodeObject(second)
  const isVersion2 = claims !== undefined && 'v-c-jwt-version' in claims
  const isVersion1 = !isVersion2 && 'x5c' in header && 'v-c-merchant-id' in header
  const others = Object.keys(claims ?? {}).filter((name) => ![...shownClaims, 'iat', 'exp'].includes(name))
  return {
    kind: isVersion2 ? 'jwt-v2' : isVersion1 ? 'jwt-v1' : 'jwt',
    what: isVersion2
      ? `the signature of a request, JWT version 2, made with ${signer(header['alg'])}`
      : isVersion1
        ? 'the signature of a request, JWT version 1, as official SDKs before 0.0.77 made it'
        : 'a signed JWT, but not the signature of a Cybersource request',
    facts: [
      ['alg', text(header['alg'])],
      ['kid', text(header['kid'])],
      ['v-c-merchant-id (header)', text(header['v-c-merchant-id'])],
      ['x5c', 'x5c' in header ? certificateIn(header['x5c']) : undefined],
      ['iat', describeTime(claims?.['iat'], now) ?? text(claims?.['iat'])],
      ['exp', describeTime(claims?.['exp'], now) ?? text(claims?.['exp'])],
      ...shownClaims.map((name) => [name, text(claims?.[name])] as const),
      [
        'other claims',
        others.length > 0 ? `${others.slice(0, 20).map(shown).join(', ')} (values not shown)` : undefined,
      ],
    ],
    unusual: [
      ...(claims ? [] : ['its second part is no JSON object']),
      ...(isVersion2 ? unusualInVersion2(header, claims, now) : []),
      ...(isVersion1 ? ['version 1 is outdated: Cybersource wants version 2'] : []),
    ],
    next: 'It is a credential while it lasts: do not pass it on. Without the key nobody can say whether the signature is good.',
  }
}

function unusualInVersion2(header: Claims, claims: Claims, now: Date): string[] {
  const { iat, exp, digest } = claims
  const method = claims['request-method']
  const lasts = typeof iat === 'number' && typeof exp === 'number' ? exp - iat : undefined
  const seconds = now.getTime() / 1000
  const missing = required.filter((name) => !(name in claims))
  const writes = /^(post|put|patch)$/i.test(String(method))
  const found: (string | undefined | false)[] = [
    missing.length > 0 && `claims are missing: ${missing.join(', ')}`,
    !/^(RS|PS|HS)(256|384|512)$/.test(String(header['alg'])) && 'alg is none of those that Cybersource takes',
    header['kid'] === undefined && 'the header has no kid, so Cybersource cannot find the key',
    oddKid(header['kid']),
    lasts !== undefined && lasts > 120 && `it lasts ${lasts} seconds; Cybersource takes 120 at most`,
    typeof exp === 'number' && exp < seconds && 'it has expired',
    typeof iat === 'number' &&
      iat > seconds + 5 &&
      'iat is in the future: the clock of the machine that signed runs ahead',
    typeof method === 'string' && method !== method.toLowerCase() && 'request-method is not in lower case',
    typeof claims['iss'] === 'string' &&
      claims['iss'] !== claims['iss'].toLowerCase() &&
      'iss is not in lower case, as the guide wants it',
    claims['v-c-jwt-version'] !== '2' && 'v-c-jwt-version is not the string "2"',
    typeof digest === 'string' &&
      digest.startsWith('SHA-256=') &&
      'digest has the prefix SHA-256=, which belongs to the HTTP header only',
    digest !== undefined && !writes && `a ${shown(method)} has no body, and its JWT no digest`,
    digest === undefined && writes && 'there is no digest: right only if the request has no body',
    String(claims['iss']).toLowerCase() !== String(claims['v-c-merchant-id']).toLowerCase() &&
      'iss is not v-c-merchant-id: right for a meta key (the portfolio signs), else an unauthorised user',
  ]
  return found.filter((each) => typeof each === 'string')
}

const signer = (alg: unknown): string =>
  String(alg).startsWith('HS') ? 'a shared secret' : "the key of the merchant's P12"

function certificateIn(x5c: unknown): string {
  const [der, ...more] = Array.isArray(x5c) ? x5c : []
  try {
    const [certificate] = readPem(`-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`).certificates
    const named = `CN ${shown(certificate?.commonName ?? '-')}, serialNumber ${shown(certificate?.serialNumber ?? '-')}`
    return `${named}, until ${certificate?.notAfter.toISOString().slice(0, 10)}${more.length > 0 ? `; and ${more.length} more` : ''}`
  } catch {
    return 'not a certificate'
  }
}

const text = (value: unknown): string | undefined => (value === undefined ? undefined : shown(value))
