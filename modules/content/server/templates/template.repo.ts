import { Template, type TemplateId } from '../../contract/template.ts';
import { type DocumentRow, documentsOf } from '../documents/document.repo.ts';

export const templates = documentsOf<typeof Template, TemplateId>('template', Template);
export type TemplateRow = DocumentRow<Template, TemplateId>;
