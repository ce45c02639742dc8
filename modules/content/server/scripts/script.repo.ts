import { Script, type ScriptId } from '../../contract/script.ts';
import { type DocumentRow, documentsOf } from '../documents/document.repo.ts';

export const scripts = documentsOf<typeof Script, ScriptId>('script', Script);
export type ScriptRow = DocumentRow<Script, ScriptId>;
