/** Every host that Cybersource documents for Token Management, by region [D]. Bank-branded twins exist: give those as a URL. */
export const cybersourceHosts = {
  test: 'https://apitest.cybersource.com',
  production: 'https://api.cybersource.com',
  'production-india': 'https://api.in.cybersource.com',
  'production-saudi-arabia': 'https://api.sa.cybersource.com',
  'test-saudi-arabia': 'https://apitest.sa.cybersource.com',
} as const

/** The name of a region. */
export type CybersourceHost = keyof typeof cybersourceHosts
