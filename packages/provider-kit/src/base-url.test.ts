import { expect, test } from 'vitest'
import { parseBaseUrl } from './base-url.ts'

test.each([
  ['https://api.example.com', 'https://api.example.com'],
  ['https://api.example.com/', 'https://api.example.com'],
  ['HTTPS://API.example.com:443/base/', 'https://api.example.com/base'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://localhost:1', 'http://localhost:1'],
  ['http://[::1]:1', 'http://[::1]:1'],
])('%s is %s', (given, read) => expect(parseBaseUrl(given, 'host')).toBe(read))

test.each([
  'http://api.example.com',
  'http://127.0.0.1.example.com',
  'http://localhost.example.com',
  'http://128.0.0.1',
  'ftp://localhost',
  'https://user:pw@api.example.com',
  'https://api.example.com?a=b',
  'https://api.example.com#a',
  'api.example.com',
  '',
])('%j is refused', (given) => expect(() => parseBaseUrl(given, 'host')).toThrow(/configuration is not usable: host /))
