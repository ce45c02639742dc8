import type { TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { TemplateId } from '../../../contract/template.ts';
import { templates } from '../template.repo.ts';
import { acquisition } from './acquisition.ts';
import { dice, halfDay, pinyin, quiz, riddles } from './games.ts';
import type { StartingTemplate } from './pack.ts';
import { elderlyDay, handover, payday, welcome } from './plans.ts';
import { enablement, growth, metrics, research } from './systems.ts';
import { weeks } from './weeks.ts';

/** Ways of working that the product brings. */
export const startingTemplates = (): StartingTemplate[] => [
  ...weeks(),
  ...elderlyDay(),
  ...payday(),
  ...welcome(),
  ...halfDay(),
  ...dice(),
  ...quiz(),
  ...riddles(),
  ...pinyin(),
  ...acquisition(),
  ...research(),
  ...growth(),
  ...enablement(),
  ...metrics(),
  ...handover(),
];

/** Brought once; what the bank has changed or taken out stays as it is. */
export async function bringTemplates(ctx: TxCtx, state: 'draft' | 'approved'): Promise<void> {
  for (const { key, template } of startingTemplates()) {
    const id = newId(ctx.now()) as TemplateId;
    await templates.insert(ctx, { id, key, document: template, state });
  }
}
