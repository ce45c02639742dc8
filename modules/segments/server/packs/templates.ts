import { z } from 'zod';
import { basePacks, readPack } from '#platform/server/packs.ts';
import type { PackContent } from '../../contract/pack.ts';

const Head = z.object({ title: z.string(), description: z.string().default('') });
const ResearchForm = z.object({
  sections: z.array(z.object({ key: z.string(), label: z.string(), fields: z.array(z.string()) })),
});

const known: ReadonlySet<string> = new Set(basePacks());

/** Titles of templates, for those that the product has. */
export function templateHeads(keys: readonly string[]) {
  return [...new Set(keys)]
    .filter((key) => known.has(key))
    .map((key) => ({ key, ...Head.parse(readPack(key)) }));
}

/** The form of a pack's research: sections and fields, `section/field` for each. */
export function researchForm({ research: { template, required } }: PackContent) {
  const { sections } = ResearchForm.parse(readPack(template));
  return sections.map(({ key, label, fields }) => ({
    key,
    label,
    fields: fields.map((field) => ({
      key: `${key}/${field}`,
      label: field,
      required: required.includes(`${key}/${field}`),
    })),
  }));
}

export const namedTemplates = (pack: PackContent): string[] =>
  [
    ...pack.templates,
    ...pack.content.templates,
    ...pack.calendar.map(({ template }) => template),
    ...pack.scenes.flatMap(({ sop, sequence }) => [sop, sequence]),
    ...[pack.sequence, pack.sop, pack.research.template],
  ].filter((key) => key !== null);

/** What a file names that does not exist: it would lead into nothing. */
export function unfitFields(pack: PackContent): string[] {
  const missing = namedTemplates(pack)
    .filter((key) => !known.has(key))
    .map((key) => `template ${key}`);
  if (missing.length > 0) return [...new Set(missing)];
  const fields = researchForm(pack).flatMap((section) => section.fields.map(({ key }) => key));
  const kpis = new Set(pack.kpis.map(({ key }) => key));
  const twice = (keys: readonly string[]) => keys.filter((key, i) => keys.indexOf(key) < i);
  return [
    ...pack.research.required
      .filter((key) => !fields.includes(key))
      .map((key) => `research.required ${key}`),
    ...Object.values(pack.styles).flatMap((style) =>
      style.kpis.filter((key) => !kpis.has(key)).map((key) => `styles.kpis ${key}`),
    ),
    ...twice(pack.audiences.map(({ key }) => key)).map((key) => `audiences ${key}`),
    ...twice(pack.scenes.map(({ key }) => key)).map((key) => `scenes ${key}`),
    ...(pack.modes.includes(pack.mode) ? [] : [`mode ${pack.mode}`]),
  ];
}
