import type { Operation } from '../routes.ts'
import type { InstrumentDesk } from './instrument-answer.ts'
import type { MakeInstrument } from './make-instrument.ts'
import { readInstrument } from './request-body.ts'

/** `POST /tms/v1/instrumentidentifiers`: 201 for a new one, 200 for one that is there. [D/S §4.6] */
export const createInstrument =
  (make: MakeInstrument, desk: InstrumentDesk): Operation =>
  (call) => {
    const request = readInstrument(call.body, 'instrument')
    if ('refused' in request) return request.refused
    const made = make(call.caller, request)
    if ('refused' in made) return made.refused
    return desk.show(call, made.record, made.isNew ? 201 : 200, {
      'instrumentidentifier-created': String(made.isNew),
    })
  }
