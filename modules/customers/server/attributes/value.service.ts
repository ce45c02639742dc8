import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Attribute, AttributeContent, Source } from '../../contract/attribute.ts';
import { attributeErrors } from '../../contract/attribute.ts';
import type { Purpose } from '../../contract/purpose.ts';
import { tellChanged } from '../changed.ts';
import { consentFor } from '../consents/consent.service.ts';
import { attributeRegistry, barredFor } from './attribute.service.ts';
import { type Columns, columnsOf, contentOf, rankOf, replaces } from './content.ts';
import {
  deleteValues,
  findValues,
  type HeldRow,
  type Removal,
  upsertValues,
  type ValueRow,
} from './value.repo.ts';

/** What a source says of one customer. `null` takes back what a source of this rank had said. */
export interface AttributeInput {
  readonly customerId: number;
  readonly code: string;
  readonly value: AttributeContent | null;
  readonly source: Source;
  /** When it was so, by the source. */
  readonly at: Date;
}

export interface RefusedInput {
  /** Its place among the inputs. */
  readonly index: number;
  readonly code: string;
  /** `unknown`, `number`, `fen`, `day`, `choice:…`, `C3:…`, `consent`. */
  readonly why: string;
}

export interface AttributesSet {
  /** Customers of whom something is not as it was. */
  readonly changed: readonly number[];
  readonly refused: readonly RefusedInput[];
}

const PLACE = 'customers.attribute-value.text';
const AT_ONCE = 5_000;
const DAY_MS = 86_400_000;

/** Stores what wins over what is held, and announces whose changed. Nothing is written for a refused one. */
export async function setAttributes(
  ctx: TxCtx,
  inputs: readonly AttributeInput[],
): Promise<AttributesSet> {
  const registry = new Map((await attributeRegistry(ctx)).map((a) => [a.code, a]));
  const willing = await whoAgreedToSensitive(ctx, registry, inputs);
  const refused: RefusedInput[] = [];
  const rows = new Map<string, ValueRow>();
  const removals: Removal[] = [];
  for (const [index, input] of inputs.entries()) {
    const attribute = registry.get(input.code);
    const refuse = (why: string) => refused.push({ index, code: input.code, why });
    if (attribute?.state !== 'active') refuse('unknown');
    else if (input.value === null) removals.push(removalOf(attribute, input));
    else if (attribute.sensitive && !willing.has(input.customerId)) refuse('consent');
    else {
      const judged = columnsOf(attribute, input.value);
      if ('why' in judged) refuse(judged.why);
      else keepBest(rows, rowOf(ctx, attribute, input, judged.columns), staleOf(ctx, attribute));
    }
  }
  const changed = new Set(await deleteValues(ctx, removals));
  const days = new Map([...registry.values()].map((a) => [a.id, a.validDays]));
  const byAge = Map.groupBy(rows.values(), (row) => days.get(row.attributeId)!);
  for (const [validDays, some] of byAge) {
    const staleBefore = validDays === null ? null : staleSince(ctx, validDays);
    for (let i = 0; i < some.length; i += AT_ONCE)
      for (const id of await upsertValues(ctx, some.slice(i, i + AT_ONCE), staleBefore))
        changed.add(id);
  }
  await tellChanged(ctx, changed);
  return { changed: [...changed], refused };
}

/** Sensitive personal information is collected only from who agreed to that by itself (CR-009). */
async function whoAgreedToSensitive(
  ctx: Ctx,
  registry: ReadonlyMap<string, Attribute>,
  inputs: readonly AttributeInput[],
): Promise<ReadonlySet<number>> {
  const asked = inputs.filter(({ code, value }) => value !== null && registry.get(code)?.sensitive);
  if (asked.length === 0) return new Set();
  return consentFor(ctx, [...new Set(asked.map((i) => i.customerId))], 'sensitive', 'any');
}

const staleSince = (ctx: Ctx, days: number) => new Date(ctx.now().getTime() - days * DAY_MS);
const staleOf = (ctx: Ctx, { validDays }: Attribute) =>
  validDays === null ? null : staleSince(ctx, validDays);

const removalOf = ({ id }: Attribute, { customerId, source }: AttributeInput): Removal => ({
  customerId,
  attributeId: id,
  rank: rankOf(source),
});

function rowOf(
  ctx: Ctx,
  { id, dataClass }: Attribute,
  { customerId, source, at }: AttributeInput,
  columns: Columns,
): ValueRow {
  const secret = dataClass === 'C2' && columns.text !== null;
  return {
    ...columns,
    customerId,
    attributeId: id,
    source,
    rank: rankOf(source),
    at,
    text: secret ? null : columns.text,
    sealed: secret ? ctx.vault.encrypt(PLACE, columns.text!) : null,
    textHash: secret ? attributeTextHash(ctx, columns.text!) : null,
  };
}

/** By which an encrypted text is found: the same for the same text, whatever its case and spaces. */
export const attributeTextHash = (ctx: Ctx, text: string): Buffer =>
  ctx.vault.hash(PLACE, text.trim().toLowerCase().replace(/\s+/g, ' '));

/** Two inputs for one place: the one that would win in the database wins here. */
function keepBest(rows: Map<string, ValueRow>, row: ValueRow, staleBefore: Date | null): void {
  const key = `${row.customerId}/${row.attributeId}`;
  const held = rows.get(key);
  if (!held || replaces(row, held, staleBefore)) rows.set(key, row);
}

export interface HeldValue {
  readonly value: AttributeContent;
  readonly source: Source;
  readonly at: Date;
  readonly stale: boolean;
}
export type HeldValues = ReadonlyMap<string, HeldValue>;

export interface Wanted {
  readonly codes?: readonly string[];
  /** What they are wanted for: an attribute that may not serve it is refused by name (CR-004). */
  readonly purpose: Purpose;
}

/** Customer → attribute → value, in the clear; for callers that compute. Screens take a portrait. */
export async function attributesOf(
  ctx: Ctx,
  customerIds: readonly number[],
  { codes, purpose }: Wanted,
): Promise<Map<number, HeldValues>> {
  const registry = await attributeRegistry(ctx);
  const barred = barredFor(registry, codes ?? [], purpose);
  if (barred.length > 0)
    throw attributeErrors.attributePurpose({
      purpose,
      attributes: barred.map(({ code, name }) => ({ code, name })),
    });
  const wanted = registry.filter(
    (a) =>
      a.state === 'active' && a.purposes.includes(purpose) && (codes?.includes(a.code) ?? true),
  );
  return valuesOf(ctx, customerIds, wanted);
}

export async function valuesOf(
  ctx: Ctx,
  customerIds: readonly number[],
  attributes: readonly Attribute[],
): Promise<Map<number, HeldValues>> {
  const byId = new Map(attributes.map((a) => [a.id, a]));
  const found = new Map<number, Map<string, HeldValue>>();
  for (const row of await findValues(ctx, customerIds, [...byId.keys()])) {
    const attribute = byId.get(row.attributeId)!;
    const value = await contentOfRow(ctx, attribute, row);
    if (value === null) continue;
    const stale = staleOf(ctx, attribute);
    const held = found.get(row.customerId) ?? new Map<string, HeldValue>();
    held.set(attribute.code, {
      value,
      source: row.source,
      at: row.at,
      stale: stale !== null && row.at < stale,
    });
    found.set(row.customerId, held);
  }
  return found;
}

async function contentOfRow(ctx: Ctx, attribute: Attribute, row: HeldRow) {
  const text = row.sealed === null ? row.text : await ctx.vault.decrypt(PLACE, row.sealed);
  return contentOf(attribute, { ...row, text });
}
