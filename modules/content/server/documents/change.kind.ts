import type { z } from 'zod';
import {
  type ChangeLine,
  defineApprovalKind,
  findAllOpen,
  headOffice,
} from '#modules/org/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { changedLines, type Line } from './changed-lines.ts';
import { type DecidedKind, insertDecided } from './decided.repo.ts';

/** Something of the bank's that a second person puts into use, changes or takes out. */
export interface Kept<D, S extends string> {
  readonly id: string;
  readonly state: S | 'draft';
  readonly version: number;
  readonly document: D;
  readonly changedBy: string;
}

export interface Change<D, S extends string> {
  readonly id: string;
  /** Of what it was written from: any other makes it void. */
  readonly version: number;
  readonly state: S;
  readonly document: D;
}

interface Spec<P extends z.ZodType, D extends object, S extends string> {
  readonly subject: DecidedKind;
  readonly kind: string;
  readonly name: Phrase;
  readonly payload: P;
  readonly read: (payload: z.output<P>) => Change<D, S>;
  /** `content.item`: who manages asks, who approves decides. */
  readonly permission: 'content.item' | 'content.product';
  readonly title: (document: D) => { readonly name: string; readonly title: Phrase };
  readonly states: Readonly<Record<S | 'draft', Phrase>>;
  /** By what a change is told: always the same, or as the two differ. */
  readonly lines: readonly Line<D>[] | ((before: D | null, after: D) => readonly Line<D>[]);
  /** What whoever decides should know of it; it stops nothing. */
  readonly warn?: (ctx: Ctx, document: D) => Promise<readonly Phrase[]>;
  readonly link: (id: string) => string;
  readonly store: {
    readonly find: (ctx: Ctx, id: string) => Promise<Kept<D, S> | null>;
    readonly lock: (ctx: TxCtx, id: string) => Promise<Kept<D, S> | null>;
    readonly set: (ctx: TxCtx, id: string, document: D, state: S) => Promise<void>;
  };
  readonly errors: {
    readonly notFound: (details: { id: string }) => Error;
    readonly changedMeanwhile: (details: { version: number; by: string }) => Error;
  };
  /** Refuses what could never hold: when it is asked for, and again when it is decided. */
  readonly demand?: (ctx: Ctx, change: Change<D, S>, before: Kept<D, S>) => Promise<void>;
}

const WARNING: Phrase = ['提醒', 'Note'];

/**
 * The one way in which scripts, personas, templates and products come into use: what is asked for
 * travels with the request, is bound to the version it was written from (CR-079, CR-144), is looked
 * at again when it is decided, and what was decided is kept.
 */
export function defineChange<P extends z.ZodType, D extends object, S extends string>(
  spec: Spec<P, D, S>,
) {
  const { store, errors, subject, permission, read } = spec;

  const demandChangeable = async (ctx: Ctx, change: Change<D, S>): Promise<Kept<D, S>> => {
    const before = await store.find(ctx, change.id);
    if (!before) throw errors.notFound({ id: change.id });
    if (before.version !== change.version)
      throw errors.changedMeanwhile({ version: before.version, by: before.changedBy });
    await spec.demand?.(ctx, change, before);
    return before;
  };

  defineApprovalKind({
    kind: spec.kind,
    name: spec.name,
    payload: spec.payload,
    draftPermission: `${permission}.manage`,
    decidePermission: `${permission}.approve`,
    deadlineWorkdays: 3,
    prepare: async (ctx, payload) => {
      const change = read(payload);
      const [before, head] = [await demandChangeable(ctx, change), await headOffice(ctx)];
      if (!head) throw errors.notFound({ id: change.id });
      const { name, title } = spec.title(change.document);
      const inUse = before.state === 'draft' ? null : before.document;
      const state: ChangeLine = {
        label: ['状态', 'State'],
        before: spec.states[before.state],
        after: spec.states[change.state],
      };
      const { lines } = spec;
      const told = typeof lines === 'function' ? lines(inUse, change.document) : lines;
      const warnings = (await spec.warn?.(ctx, change.document)) ?? [];
      return {
        subject: { id: change.id, name, version: before.version },
        unitId: head.id,
        title,
        changes: [
          state,
          ...warnings.map((after) => ({ label: WARNING, before: null, after })),
          ...changedLines(told, inUse, change.document),
        ],
        link: spec.link(change.id),
      };
    },
    lockVersion: async (ctx, { payload }) =>
      (await store.lock(ctx, read(payload).id))?.version ?? null,
    onApproved: async (ctx, { id: approvalId, payload }) => {
      const change = read(payload);
      const before = await demandChangeable(ctx, change);
      const { id, document, state } = change;
      await store.set(ctx, id, document, state);
      const version = before.version + 1;
      await insertDecided(ctx, id, { kind: subject, version, state, document, approvalId });
      audit(ctx, {
        action: `content.${subject}-changed`,
        subject: { kind: subject, id, name: spec.title(document).name },
        before: { state: before.state, ...before.document },
        after: { state, ...document },
      });
    },
  });

  return {
    /** Which are being decided, and where. */
    pending: (ctx: Ctx): Promise<ReadonlyMap<string, string>> => findAllOpen(ctx, spec.kind),
  };
}
