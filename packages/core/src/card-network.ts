/** The payment system a card number belongs to. `unknown` is a value: a network token may still be refused or issued for it. */
export type CardNetwork =
  | 'visa'
  | 'mastercard'
  | 'american-express'
  | 'discover'
  | 'diners-club'
  | 'jcb'
  | 'maestro'
  | 'unionpay'
  | 'unknown'

/** First digits (issuer identification numbers), inclusive; the first row that matches wins, so narrow ranges come before wide ones. */
const ranges: readonly (readonly [first: string, last: string, network: CardNetwork])[] = [
  ['4', '4', 'visa'],
  ['51', '55', 'mastercard'],
  ['2221', '2720', 'mastercard'],
  ['34', '34', 'american-express'],
  ['37', '37', 'american-express'],
  ['6011', '6011', 'discover'],
  ['622126', '622925', 'discover'],
  ['644', '649', 'discover'],
  ['65', '65', 'discover'],
  ['300', '305', 'diners-club'],
  ['36', '36', 'diners-club'],
  ['38', '39', 'diners-club'],
  ['3528', '3589', 'jcb'],
  ['62', '62', 'unionpay'],
  ['50', '50', 'maestro'],
  ['56', '69', 'maestro'],
]

/** The network that a card number's first digits (at least six) belong to. */
export function cardNetworkOf(digits: string): CardNetwork {
  for (const [first, last, network] of ranges) {
    const head = digits.slice(0, first.length)
    if (head >= first && head <= last) return network
  }
  return 'unknown'
}
