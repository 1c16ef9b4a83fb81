import { describe, expect, it } from 'vitest'
import fixture from './__fixtures__/hal-hrefs.json' with { type: 'json' }
import { followLink, type LinkReading, readLink } from './links.ts'

const base = 'https://try.access.worldpay.com'
const named = (reading: LinkReading): string =>
  'url' in reading ? 'allow' : reading.refused === 'template' ? 'template' : 'deny'
const short = (href: unknown): string => (JSON.stringify(href) ?? 'undefined').slice(0, 80)

describe('a link of an answer', () => {
  it.each(fixture.cases.map((each) => [short(each.href), each] as const))('%s is read as listed', (_, each) => {
    const reading = readLink(fixture.base, each.href)
    expect(named(reading)).toBe(each.expect)
    if ('url' in reading) expect(reading.url).toBe(each.node_resolves_to)
  })

  it.each<[string, string]>([
    ['/tokens/x', `${base}/tokens/x`],
    ['//try.access.worldpay.com/tokens/x', `${base}/tokens/x`],
    [`${base}:443/tokens/x`, `${base}/tokens/x`],
    [`${base}/tokens/network/cryptograms`, `${base}/tokens/network/cryptograms`],
    [`${base}/tokens/a@b`, `${base}/tokens/a@b`],
    [`${base}/tokens/a%3Db`, `${base}/tokens/a%3Db`],
    [`${base}/tokens/x?masked=true`, `${base}/tokens/x?masked=true`],
    [`${base}/tokens/${'a'.repeat(1024)}`, `${base}/tokens/${'a'.repeat(1024)}`],
  ])('%.60s is followed', (href, url) => {
    expect(readLink(base, href)).toEqual({ url })
  })

  const bad: readonly unknown[] = [
    // another origin, by each of its parts
    'https://try.access.worldpay.com:8443/tokens/x',
    'https://try.access.worldpay.com./tokens/x',
    'https://access.worldpay.com.evil.example/tokens/x',
    'https://evil.example/tokens/x?https://try.access.worldpay.com',
    'wss://try.access.worldpay.com/tokens/x',
    'blob:https://try.access.worldpay.com/tokens/x',
    'javascript:alert(1)',
    '//evil.example/tokens/x',
    '///evil.example/tokens/x',
    '/\\evil.example/tokens/x',
    'https:\\\\evil.example\\tokens\\x',
    'https://[::1]/tokens/x',
    'https://2852039166/tokens/x',
    // user names, empty ones too
    'https://@try.access.worldpay.com/tokens/x',
    'https://:@try.access.worldpay.com/tokens/x',
    'https://user@try.access.worldpay.com/tokens/x',
    'https://try.access.worldpay.com:443@evil.example/tokens/x',
    // another path
    `${base}`,
    `${base}/`,
    `${base}/tokens`,
    `${base}/tokens/`,
    `${base}/tokensx/y`,
    `${base}/payments/tokens/x`,
    `${base}/TOKENS/x`,
    `${base}//tokens/x`,
    `${base}/tokens//x`,
    'x',
    '',
    '?tokens/x',
    '#/tokens/x',
    `${base}/tokens/x#y`,
    // templates that lead elsewhere
    '{href}',
    'https://{host}/tokens/x',
    'https://evil.example/tokens/{x}',
    `${base}/{path}`,
    // dot segments, written and escaped
    `${base}/tokens/../admin`,
    `${base}/tokens/../tokens/x`,
    `${base}/tokens/./x`,
    `${base}/tokens/x/..`,
    `${base}/tokens/.%2E/admin`,
    `${base}/tokens/%2E%2e%2Fadmin`,
    `${base}/tokens/..%2fadmin`,
    `${base}/tokens/..%5cadmin`,
    `${base}/tokens/%252e%252e/admin`,
    // characters that parsers drop or disagree on
    ` ${base}/tokens/x`,
    `${base}/tokens/x\n`,
    `${base}/tok\tens/x`,
    `${base}/tokens/x\r\nHost: evil.example`,
    `${base}/tokens/x%0d%0aHost`,
    `${base}/tokens/x%00`,
    `${base}/tokens/\u0000`,
    `${base}/tokens/x y`,
    `${base}/tokens/%zz`,
    `${base}/tokens/%`,
    'https://try。access.worldpay.com/tokens/x',
    'https://ｔry.access.worldpay.com/tokens/x',
    `${base}/tokens/\u202ex`,
    // not texts, and endless ones
    undefined,
    42,
    {},
    { href: `${base}/tokens/x` },
    `${base}/tokens/${'a'.repeat(5_000)}`,
  ]
  it.each(bad.map((href) => [short(href), href] as const))('%s is not followed', (_, href) => {
    expect(readLink(base, href)).toEqual({ refused: 'foreign' })
  })

  it.each(['/tokens/network/{tokenReference}', `${base}/tokens/{+path}`])('%s is a template', (href) => {
    expect(readLink(base, href)).toEqual({ refused: 'template' })
  })

  it('stays under the path of a base that has one', () => {
    const proxy = 'http://127.0.0.1:8080/worldpay'
    expect(readLink(proxy, 'tokens/x')).toEqual({ url: `${proxy}/tokens/x` })
    expect(readLink(proxy, '/tokens/x')).toEqual({ refused: 'foreign' })
    expect(readLink(proxy, 'http://127.0.0.1:8081/worldpay/tokens/x')).toEqual({ refused: 'foreign' })
  })

  it('is not shown by the error that refuses it', () => {
    const at = { provider: 'worldpay', operation: 'cryptograms.create' }
    expect(() => followLink(base, 'https://evil.example/4444333322221111', at)).toThrowErrorMatchingInlineSnapshot(
      `[NetworkTokenError: worldpay cryptograms.create: the link does not lead to the tokens of the configured host. Nothing was sent there. Check the configured host; report the correlation id.]`,
    )
    expect(() => followLink(base, `${base}/tokens/{x}`, at)).toThrowErrorMatchingInlineSnapshot(
      `[NetworkTokenError: worldpay cryptograms.create: the link is a template, not an address. Nothing was sent there. Check the configured host; report the correlation id.]`,
    )
  })
})
