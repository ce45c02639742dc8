import { z } from 'zod';
import { ConsentPurpose, type ConsentText, ConsentTextDraft } from '../../contract.ts';

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
const both = z.tuple([z.string().trim().min(1), z.string().trim().min(1)]);

/** As the form holds it: categories as lines. */
export const ConsentTextForm = z
  .object({
    purpose: ConsentPurpose,
    title: both,
    body: both,
    categories: both,
    method: both,
    retention: both,
    controller: both,
    contact: both,
    rights: both,
  })
  .refine(({ categories: [zh, en] }) => lines(zh).length === lines(en).length, {
    path: ['categories', 1],
    message: '中英文的项数要一致|As many lines as in Chinese',
  });

export function draftOf(form: z.output<typeof ConsentTextForm>): ConsentTextDraft {
  const [zh, en] = form.categories.map(lines) as [string[], string[]];
  return ConsentTextDraft.parse({
    ...form,
    categories: zh.map((word, at) => [word, en[at] ?? word]),
  });
}

export function formOf(text: ConsentText): z.input<typeof ConsentTextForm> {
  const { purpose, title, body, method, retention, controller, contact, rights } = text;
  const side = (at: 0 | 1) => text.categories.map((pair) => pair[at]).join('\n');
  return {
    purpose,
    title,
    body,
    categories: [side(0), side(1)],
    method,
    retention,
    controller,
    contact,
    rights,
  };
}
