import type { CybersourceCall } from '../call.ts'
import type { Deleted } from '../delete.ts'
import type { Session } from '../session.ts'
import {
  type CreatedInstrumentIdentifier,
  type CreateInstrumentIdentifierCall,
  createInstrumentIdentifier,
} from './create.ts'
import { deleteInstrumentIdentifier } from './delete.ts'
import { type EnrollInstrumentIdentifier, type Enrollment, enrollInstrumentIdentifier } from './enroll.ts'
import { type GetInstrumentIdentifierCall, getInstrumentIdentifier, type SeenInstrumentIdentifier } from './get.ts'
import {
  type ListPaymentInstrumentsCall,
  listPaymentInstruments,
  type PaymentInstrumentPage,
} from './list-payment-instruments.ts'
import type { CreateInstrumentIdentifier } from './request.ts'
import {
  type UpdateInstrumentIdentifier,
  type UpdateInstrumentIdentifierCall,
  updateInstrumentIdentifier,
} from './update.ts'

/** Tokens of card numbers and bank accounts, `/tms/v1/instrumentidentifiers`. */
export interface InstrumentIdentifiers {
  /** `POST`: a card number, an `enrollable card`, an `enrollable token`, a bank account, a tapped card. May be repeated. */
  create(
    request: CreateInstrumentIdentifier,
    call?: CreateInstrumentIdentifierCall,
  ): Promise<CreatedInstrumentIdentifier>
  /** `GET …/{id}`. */
  get(id: string, call?: GetInstrumentIdentifierCall): Promise<SeenInstrumentIdentifier>
  /** `PATCH …/{id}`: address and previous transaction; `null` removes. */
  update(
    id: string,
    changes: UpdateInstrumentIdentifier,
    call?: UpdateInstrumentIdentifierCall,
  ): Promise<SeenInstrumentIdentifier>
  /** `DELETE …/{id}`. One deleted before is no error; one that payment instruments are linked to is a `conflict`. */
  delete(id: string, call?: CybersourceCall): Promise<Deleted>
  /** `POST …/{id}/enrollment`: a network token for a number that is in the vault. */
  enroll(id: string, request: EnrollInstrumentIdentifier, call?: CybersourceCall): Promise<Enrollment>
  /** `GET …/{id}/paymentinstruments`, page by page. */
  listPaymentInstruments(id: string, call?: ListPaymentInstrumentsCall): Promise<PaymentInstrumentPage>
}

export const createInstrumentIdentifiers = (session: Session): InstrumentIdentifiers => ({
  create: async (request, call) => (await createInstrumentIdentifier(session, request, call)).value,
  get: async (id, call) => (await getInstrumentIdentifier(session, id, call)).value,
  update: async (id, changes, call) => (await updateInstrumentIdentifier(session, id, changes, call)).value,
  delete: (id, call) => deleteInstrumentIdentifier(session, id, call),
  enroll: (id, request, call) => enrollInstrumentIdentifier(session, id, request, call),
  listPaymentInstruments: (id, call) => listPaymentInstruments(session, id, call),
})
