import { createHash, generateKeyPair, type KeyObject, randomInt } from 'node:crypto'
import { promisify } from 'node:util'
import { currentTime, type Now } from '../certificate.ts'
import { spkiSha1 } from '../token-management-mle-key.ts'
import { issueCertificate, toPem } from './issue-certificate.ts'
import { type Bag, type Pkcs12Protection, writePkcs12 } from './write-pkcs12.ts'

/** Options of `makeMerchantKeys`. */
export interface MerchantKeysOptions extends Now {
  merchantId: string
  /** Of both files. Default `merchantId`, as Cybersource's files had before 2024 [D]. */
  password?: string | undefined
  /** Default `3des`, as Cybersource writes its files today. */
  protection?: Pkcs12Protection | undefined
  /** How long the merchant's certificates last. Default 365 days [D]; the MLE certificate lasts three years [S]. */
  validDays?: number | undefined
  /** Default 2048. Less makes keys this package refuses, which a test may want. */
  modulusLength?: number | undefined
}

/** Somebody a message can be sealed to. */
export interface Recipient {
  readonly kid: string
  readonly publicKey: KeyObject
}

/** A .p12 file and what opens it. */
export interface Pkcs12File {
  readonly kid: string
  readonly bytes: Uint8Array
  readonly password: string
}

/** All keys of one make-believe merchant: what the merchant holds, and what the provider knows of them. */
export interface MerchantKeys {
  readonly merchantId: string
  /** The merchant's .p12: signing key and certificate, the provider's MLE certificate, the CA certificate. */
  readonly p12: Pkcs12File
  /** The merchant's key for `encryptedResponse`: another .p12 of the same shape, and the same key as PEM. */
  readonly responseMle: Pkcs12File & { readonly privateKeyPem: string }
  /** The merchant's key for `application/jose`. */
  readonly tokenManagement: { readonly kid: string; readonly privateKeyPem: string; readonly publicKeyPem: string }
  /** The provider's side, for a simulator. */
  readonly provider: {
    /** Verifies the merchant's JWT. */
    readonly merchant: Recipient & { readonly certificatePem: string }
    /** Opens `encryptedRequest`. */
    readonly requestMle: { readonly kid: string; readonly privateKey: KeyObject; readonly certificatePem: string }
    /** Seals `encryptedResponse`. */
    readonly responseMle: Recipient
    /** Seals `application/jose` answers. */
    readonly tokenManagement: Recipient
  }
}

const CA = 'CyberSourceCertAuth'
const MLE = 'CyberSource_SJC_US'
const DAY_MS = 86_400_000
const makeKeyPair = promisify(generateKeyPair)

/**
 * Makes fresh keys for a sandbox, shaped like Cybersource's own: subject `serialNumber` of 22 digits that begin with the epoch time,
 * X.509 serial = the ASCII bytes of those digits, friendly names `serialNumber=<digits>,CN=<name>` [S]. Takes well under a second;
 * key generation runs on the thread pool.
 *
 * @example const keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
 */
export async function makeMerchantKeys(options: MerchantKeysOptions): Promise<MerchantKeys> {
  const { merchantId, protection = '3des', validDays = 365, modulusLength = 2048 } = options
  const password = options.password ?? merchantId
  const now = currentTime(options)
  const makePair = () => makeKeyPair('rsa', { modulusLength })
  const [ca, merchant, requestMle, responseMle, tokenManagement] = await Promise.all([
    makePair(),
    makePair(),
    makePair(),
    makePair(),
    makePair(),
  ])
  const issue = (commonName: string, keys: { publicKey: KeyObject }, days: number, digits?: string): Buffer =>
    issueCertificate({
      commonName,
      digits,
      issuer: CA,
      issuerKey: ca.privateKey,
      publicKey: keys.publicKey,
      // An hour back, so that a machine whose clock is a little behind does not refuse a fresh file.
      notBefore: new Date(now.getTime() - 3_600_000),
      notAfter: new Date(now.getTime() + days * DAY_MS),
    })

  const [merchantKid, mleKid, responseKid] = [makeDigits(now), makeDigits(now), makeDigits(now)]
  const caBag: Bag = { kind: 'certificate', bytes: issue(CA, ca, 3650), friendlyName: `CN=${CA}` }
  const mleCertificate = issue(MLE, requestMle, 3 * 365, mleKid)
  const merchantCertificate = issue(merchantId, merchant, validDays, merchantKid)
  const responseCertificate = issue(merchantId, responseMle, validDays, responseKid)
  const mleBag: Bag = { kind: 'certificate', bytes: mleCertificate, friendlyName: `serialNumber=${mleKid},CN=${MLE}` }
  const toFile = (kid: string, certificate: Buffer, keys: { privateKey: KeyObject }): Pkcs12File => {
    const own = ownBags(certificate, keys.privateKey, `serialNumber=${kid},CN=${merchantId}`)
    return { kid, bytes: writePkcs12([...own, mleBag, caBag], password, protection), password }
  }

  const tokenManagementKid = spkiSha1(tokenManagement.publicKey)
  return {
    merchantId,
    p12: toFile(merchantKid, merchantCertificate, merchant),
    responseMle: {
      ...toFile(responseKid, responseCertificate, responseMle),
      privateKeyPem: pem(responseMle.privateKey),
    },
    tokenManagement: {
      kid: tokenManagementKid,
      privateKeyPem: pem(tokenManagement.privateKey),
      publicKeyPem: pem(tokenManagement.publicKey),
    },
    provider: {
      merchant: { kid: merchantKid, publicKey: merchant.publicKey, certificatePem: toPem(merchantCertificate) },
      requestMle: { kid: mleKid, privateKey: requestMle.privateKey, certificatePem: toPem(mleCertificate) },
      responseMle: { kid: responseKid, publicKey: responseMle.publicKey },
      tokenManagement: { kid: tokenManagementKid, publicKey: tokenManagement.publicKey },
    },
  }
}

/** A certificate and its key as bags, tied by name and local key id. */
export function ownBags(certificate: Buffer, privateKey: KeyObject, friendlyName: string): Bag[] {
  const localKeyId = createHash('sha1').update(certificate).digest()
  return [
    { kind: 'certificate', bytes: certificate, friendlyName, localKeyId },
    { kind: 'key', bytes: privateKey.export({ type: 'pkcs8', format: 'der' }), friendlyName, localKeyId },
  ]
}

function makeDigits(now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000)
  return `${seconds}${randomInt(1e12).toString().padStart(12, '0')}`
}

function pem(key: KeyObject): string {
  return key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString()
}
