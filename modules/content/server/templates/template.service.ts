import { headOffice } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { mayAt } from '#platform/server/scope.ts';
import {
  type ShownTemplate,
  Template,
  type TemplateId,
  type TemplateLine,
  templateErrors,
} from '../../contract/template.ts';
import type { TemplatePart } from '../../contract/template-parts.ts';
import { findDecided } from '../documents/decided.repo.ts';
import { MANAGE } from '../items/item.view.ts';
import { type TemplateRow, templates } from './template.repo.ts';
import { templateChanges } from './template-change.kind.ts';

const common = (row: TemplateRow, pending: string | null) => ({
  id: row.id,
  // What was made here or imported has its own id for a key.
  key: row.key === row.id ? null : row.key,
  state: row.state,
  version: row.version,
  changedBy: row.changedBy,
  changedAt: row.changedAt.toISOString(),
  pendingApprovalId: pending,
});

function sizeOf(part: TemplatePart): number {
  switch (part.part) {
    case 'week':
      return part.slots.length;
    case 'steps':
      return part.steps.length;
    case 'questions':
      return part.questions.length;
    case 'list':
      return part.items.length;
    case 'facts':
      return part.facts.length;
    case 'table':
      return part.rows.length;
  }
}

export async function listTemplates(ctx: Ctx): Promise<TemplateLine[]> {
  const pending = await templateChanges.pending(ctx);
  return (await templates.all(ctx)).map((row) => {
    const { kind, title, about, segments, parts } = row.document;
    return {
      ...common(row, pending.get(row.id) ?? null),
      ...{ kind, title, about, segments },
      // The part it is about stands first.
      size: parts[0] ? sizeOf(parts[0]) : 0,
      hasDraft: row.draft !== null,
    };
  });
}

export async function showTemplate(ctx: Ctx, id: TemplateId): Promise<ShownTemplate> {
  const row = await templates.find(ctx, id);
  if (!row) throw templateErrors.templateNotFound({ id });
  const pending = (await templateChanges.pending(ctx)).get(id) ?? null;
  return {
    ...common(row, pending),
    ...{ template: row.document, draft: row.draft },
    can: { change: await mayWrite(ctx) },
  };
}

/** Templates are the whole bank's, so that a branch reads them and head office writes them. */
export async function mayWrite(ctx: Ctx): Promise<boolean> {
  const head = await headOffice(ctx);
  return head !== null && mayAt(ctx, MANAGE, head.path);
}

export function createTemplate(ctx: Ctx, template: Template): Promise<ShownTemplate> {
  return inTx(ctx, async (ctx) => {
    const id = newId(ctx.now()) as TemplateId;
    if (!(await mayWrite(ctx))) throw templateErrors.templateNotFound({ id });
    await templates.insert(ctx, { id, key: id, document: template, state: 'draft' });
    audit(ctx, {
      action: 'content.template-added',
      subject: { kind: 'template', id, name: template.title },
      after: template,
    });
    return showTemplate(ctx, id);
  });
}

/** What another person is deciding about stays as it was asked for. */
export function saveTemplate(
  ctx: Ctx,
  id: TemplateId,
  { version, template }: { version: number; template: Template },
): Promise<ShownTemplate> {
  return inTx(ctx, async (ctx) => {
    const row = await templates.lock(ctx, id);
    if (!row || !(await mayWrite(ctx))) throw templateErrors.templateNotFound({ id });
    if (row.version !== version)
      throw templateErrors.templateChangedMeanwhile({ version: row.version, by: row.changedBy });
    const approvalId = (await templateChanges.pending(ctx)).get(id);
    if (approvalId) throw templateErrors.templatePending({ approvalId });
    await templates.setDraft(ctx, row, template);
    audit(ctx, {
      action: 'content.template-saved',
      subject: { kind: 'template', id, name: template.title },
      before: row.draft ?? row.document,
      after: template,
    });
    return showTemplate(ctx, id);
  });
}

/** What was in use before, the newest first. */
export async function templateHistory(ctx: Ctx, id: TemplateId) {
  await showTemplate(ctx, id);
  return (await findDecided(ctx, id)).map(({ document, decidedBy, decidedAt, ...decided }) => ({
    ...{ version: decided.version, state: decided.state, approvalId: decided.approvalId },
    template: Template.parse(document),
    by: decidedBy,
    at: decidedAt.toISOString(),
  }));
}
