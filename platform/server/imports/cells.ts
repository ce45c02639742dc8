import { z } from 'zod';
import type { Phrase } from '../../contract/text.ts';

/** Schemas for the cells that most files hold. They take text and give what the product stores. */

type Context = { value: string; issues: z.core.$ZodRawIssue[] };
const wrong = (
  context: Context,
  problem: string,
  details: Record<string, string | number | Phrase> = {},
) => {
  context.issues.push({
    code: 'custom',
    input: context.value,
    params: { problem, ...details },
  } as z.core.$ZodRawIssue);
  return z.NEVER;
};

/** Full-width letters, digits and signs as ordinary ones: １３８ → 138. */
const narrow = (text: string) => text.normalize('NFKC');

const text = (max: number) => z.string().max(max);

/** Codes are in capitals and without spaces: b 001 → B001. */
const code = (pattern = /^[A-Z0-9][A-Z0-9_-]{0,31}$/) =>
  z
    .string()
    .transform((value) => narrow(value).replace(/\s/g, '').toUpperCase())
    .pipe(z.string().regex(pattern));

const phone = z.string().transform((value, context) => {
  const digits = narrow(value)
    .replace(/[\s()-]/g, '')
    .replace(/^(?:\+|00)?86(?=1\d{10}$)/, '');
  return /^1[3-9]\d{9}$/.test(digits) ? digits : wrong(context, 'notAPhone');
});

const email = z
  .string()
  .transform((value) => narrow(value).toLowerCase())
  .pipe(z.email().max(120));

const plainNumber = (value: string) => {
  const bare = narrow(value)
    .replace(/[,，\s]/g, '')
    .replace(/^[¥￥]/, '');
  return /^-?\d+(?:\.\d+)?$/.test(bare) ? Number(bare) : null;
};

const number = ({ min, max }: { min?: number; max?: number } = {}) =>
  z
    .string()
    .transform((value, context) => plainNumber(value) ?? wrong(context, 'notANumber'))
    .pipe(
      z
        .number()
        .min(min ?? -1e15)
        .max(max ?? 1e15),
    );

const wholeNumber = ({ min, max }: { min?: number; max?: number } = {}) =>
  z
    .string()
    .transform((value, context) => {
      const found = plainNumber(value);
      if (found === null) return wrong(context, 'notANumber');
      return Number.isSafeInteger(found) ? found : wrong(context, 'notAWholeNumber');
    })
    .pipe(
      z
        .number()
        .min(min ?? Number.MIN_SAFE_INTEGER)
        .max(max ?? Number.MAX_SAFE_INTEGER),
    );

/** 2026-01-31 · 2026/1/31 · 2026.1.31 · 20260131 · 2026年1月31日, with or without a time of midnight. */
const date = z.string().transform((value, context) => {
  const bare = narrow(value)
    .trim()
    .replace(/[ T]00:00(?::00)?$/, '');
  const parts =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(bare) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(bare);
  if (!parts) return wrong(context, 'notADate');
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const found = new Date(Date.UTC(year, month - 1, day));
  const real = found.getUTCMonth() === month - 1 && found.getUTCDate() === day;
  return real && year > 1800 ? found.toISOString().slice(0, 10) : wrong(context, 'notADate');
});

/** A day and a time of the bank, seconds or not: 2026-01-31 09:30:00; or with a zone of its own. */
const moment = z.string().transform((value, context) => {
  const bare = narrow(value).trim();
  const [, year, month, day, time = '', zone = ''] =
    /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?))?(Z|[+-]\d{2}:\d{2})?$/.exec(
      bare,
    ) ?? [];
  if (!year) return wrong(context, 'notADate');
  const date = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  const found = new Date(`${date}T${(time || '00:00').padStart(5, '0')}${zone || '+08:00'}`);
  // The 30th of February is no day, though a clock would make the 2nd of March of it.
  const real = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(found.getTime()) || real.toISOString().slice(0, 10) !== date
    ? wrong(context, 'notADate')
    : found;
});

const YES = /^(?:是|有|对|真|y|yes|true|t|1|√|✓|✔)$/i;
const NO = /^(?:否|无|没有|不|假|n|no|false|f|0|×|✗|x)$/i;
const yesNo = z.string().transform((value, context) => {
  const bare = narrow(value);
  if (YES.test(bare)) return true;
  return NO.test(bare) ? false : wrong(context, 'notYesOrNo');
});

/** One of a list, by its stored value or its name in either language: oneOf({ branch: ['分行', 'Branch'] }). */
function oneOf<const V extends string>(
  names: Readonly<Record<V, Phrase>>,
  more: Readonly<Record<string, NoInfer<V>>> = {},
) {
  const normal = (value: string) => narrow(value).replace(/\s/g, '').toLowerCase();
  const known = new Map<string, V>();
  for (const [value, phrase] of Object.entries(names) as [V, Phrase][])
    for (const name of [value, ...phrase]) known.set(normal(name), value);
  for (const [name, value] of Object.entries(more)) known.set(normal(name), value);
  const all = Object.values(names) as Phrase[];
  const options = [all.map(([zh]) => zh).join('、'), all.map(([, en]) => en).join(', ')] as const;
  return z
    .string()
    .transform(
      (value, context) => known.get(normal(value)) ?? wrong(context, 'notListed', { options }),
    );
}

export const cell = { text, code, phone, email, number, wholeNumber, date, moment, yesNo, oneOf };
