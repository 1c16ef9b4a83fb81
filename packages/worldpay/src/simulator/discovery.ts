import { answer } from './answers.ts'
import type { Operation } from './call.ts'
import { discoveryLinks } from './links.ts'

/** GET / and then GET /tokens, as old integrations begin [D]; the shape of the answers is inferred [I]. */
export const discover: Operation = ({ origin }) => answer(200, { _links: discoveryLinks(origin) })
