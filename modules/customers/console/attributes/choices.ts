import { z } from 'zod';
import { type Attribute, AttributeDraft, Choice } from '../../contract.ts';

/** `c1 保守型 Conservative`, one a line, as a form holds them. */
export function choicesOf(lines: string): unknown[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [code = '', zh = '', ...en] = line.split(/\s+/);
      return { code, name: [zh, en.join(' ') || zh] };
    });
}

export const linesOf = (choices: Attribute['choices']): string =>
  choices.map(({ code, name: [zh, en] }) => `${code} ${zh} ${en}`).join('\n');

const lines = z
  .string()
  .default('')
  .refine((text) => z.array(Choice).safeParse(choicesOf(text)).success, {
    message: '每行写成：代码 中文 英文|Each line: code, Chinese, English',
  });

/** As the form holds it. */
export const AttributeForm = AttributeDraft.omit({ choices: true })
  .extend({ choices: lines })
  .refine(
    ({ type, choices }) => !(type === 'choice' || type === 'choices') || choices.trim() !== '',
    { path: ['choices'], message: '请列出选项|List the choices' },
  );

export const draftOf = ({ choices, ...form }: z.output<typeof AttributeForm>): AttributeDraft =>
  AttributeDraft.parse({ ...form, choices: choicesOf(choices) });
