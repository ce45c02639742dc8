import { Persona, type PersonaId } from '../../contract/persona.ts';
import { type DocumentRow, documentsOf } from '../documents/document.repo.ts';

export const personas = documentsOf<typeof Persona, PersonaId>('persona', Persona);
export type PersonaRow = DocumentRow<Persona, PersonaId>;
