/** Which digits belong to which brand, the narrow ranges first. */
const ranges: readonly (readonly [digits: RegExp, brand: string])[] = [
  [/^4/, 'VISA'],
  [/^(5[1-5]|2[2-7])/, 'MASTERCARD'],
  [/^3[47]/, 'AMEX'],
  [/^35/, 'JCB'],
  [/^3[0689]/, 'DINERS'],
  [/^(6011|64[4-9]|65)/, 'DISCOVER'],
  [/^(50|5[6-9]|6)/, 'MAESTRO'],
]

/** Only `VISA` is in the samples; the other spellings are the sandbox's own [X]. The brands are those of Worldpay's general Try cards [D]. */
export const brandOf = (firstSix: string): string | undefined => ranges.find(([digits]) => digits.test(firstSix))?.[1]
