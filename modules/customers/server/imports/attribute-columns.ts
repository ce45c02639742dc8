import { z } from 'zod';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { cell } from '#platform/server/imports/cells.ts';
import type { ImportColumn } from '#platform/server/imports/definition.ts';
import type { Attribute, AttributeContent } from '../../contract/attribute.ts';
import { attributeRegistry } from '../attributes/attribute.service.ts';
import { authenticationContent } from '../attributes/authentication-data.ts';

/** Every attribute of the bank's registry is a column that a file of customers may have. */
export async function attributeColumns(ctx: Ctx): Promise<ImportColumn[]> {
  return (
    (await attributeRegistry(ctx))
      // Sensitive ones are collected from who agreed to that, one by one (CR-009).
      .filter(({ state, sensitive }) => state === 'active' && !sensitive)
      .map((attribute) => ({
        key: attribute.code,
        name: [attribute.name[0], attribute.name[1]],
        schema: schemaOf(attribute),
        example: exampleOf(attribute),
        ...hintOf(attribute),
        ...(attribute.dataClass === 'C2' ? { sensitive: 'name' as const } : {}),
      }))
  );
}

/** Where a choice is asked for, these say that nobody knows: an empty cell. */
const unknown = z
  .string()
  .regex(/^(?:unknown|未知|不详|n\/?a|null|\\n|-+|—+)$/i)
  .transform(() => null);

function schemaOf(attribute: Attribute): z.ZodType<AttributeContent | null, string> {
  switch (attribute.type) {
    case 'number':
      return cell.number();
    case 'money':
      // Files speak of yuan, the product of fen.
      return cell.number({ min: -1e12, max: 1e12 }).transform((yuan) => Math.round(yuan * 100));
    case 'text':
      return cell.text(500).refine((text) => authenticationContent(text) === null, {
        params: { problem: 'authenticationData' },
      });
    case 'flag':
      return cell.yesNo;
    case 'day':
      return cell.date;
    case 'choice':
      return z.union([unknown, choiceOf(attribute)]);
    case 'choices':
      return z
        .string()
        .transform((text) => text.split(/[;；、|,，]/).map((part) => part.trim()))
        .pipe(z.array(choiceOf(attribute)).max(50));
  }
}

function choiceOf({ choices }: Attribute): z.ZodType<string, string> {
  const names: Record<string, Phrase> = {};
  for (const { code, name } of choices) names[code] = [name[0], name[1]];
  return cell.oneOf(names);
}

function exampleOf({ type, choices }: Attribute): string {
  const first = choices[0]?.name[0] ?? '';
  const examples = {
    number: '12',
    money: '50000.00',
    text: '示例',
    flag: '是',
    day: '2026-01-31',
    choice: first,
    choices: first,
  };
  return examples[type];
}

function hintOf({ type, unit, choices }: Attribute): { hint?: Phrase } {
  if (type === 'money') return { hint: ['单位：元', 'In yuan'] };
  if (choices.length > 0)
    return {
      hint: [
        choices.map(({ name }) => name[0]).join('、'),
        choices.map(({ name }) => name[1]).join(', '),
      ],
    };
  return unit ? { hint: [`单位：${unit}`, `In ${unit}`] } : {};
}
