import type { Operation } from '../routes.ts'
import type { InstrumentDesk } from './instrument-answer.ts'

/** `GET …/{id}` */
export const retrieveInstrument =
  (desk: InstrumentDesk): Operation =>
  (call) => {
    const found = desk.find(call)
    return 'refused' in found ? found.refused : desk.show(call, found.record, 200)
  }
