import { z } from 'zod';
import { readPack } from '#platform/server/packs.ts';
import { Template } from '../../../contract/template.ts';

export interface StartingTemplate {
  /** Where it stands in what the product came with: brought once under it. */
  readonly key: string;
  readonly template: Template;
}

const Head = z.object({
  title: z.string(),
  description: z.string(),
  variables: z
    .array(z.object({ name: z.string(), label: z.string(), example: z.string() }))
    .default([]),
});

/** Reads a pack, and makes templates that begin with its title, its purpose and the places it names. */
export function packOf<S extends z.ZodType>(name: string, schema: S) {
  const given = readPack(name);
  const { title, description, variables } = Head.parse(given);
  return {
    pack: schema.parse(given),
    template: (
      more: Partial<z.input<typeof Template>> & Pick<z.input<typeof Template>, 'kind' | 'parts'>,
    ) => {
      const made = { title, about: description, ...more };
      const text = JSON.stringify(made);
      // Only the places that stand in this one: a pack may become several templates.
      return Template.parse({
        ...made,
        variables: variables.filter((variable) => text.includes(`{${variable.name}}`)),
      });
    },
  };
}

/** A part in so many lines, or none where there is nothing to say. */
export const listPart = (title: string, items: readonly string[]) =>
  items.length > 0 ? [{ part: 'list' as const, title, items: [...items] }] : [];

export const factsPart = (
  title: string,
  facts: Readonly<Record<string, readonly [label: string, value: string | number]>>,
) => ({
  part: 'facts' as const,
  title,
  facts: Object.entries(facts).map(([key, [label, value]]) => ({
    ...{ key, label, value: String(value) },
  })),
});

export const tablePart = (
  title: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly Readonly<Record<string, string | number>>[],
) => ({
  part: 'table' as const,
  title,
  columns: Object.entries(columns).map(([key, label]) => ({ key, label })),
  rows: rows.map((row) => Object.keys(columns).map((key) => String(row[key] ?? ''))),
});
