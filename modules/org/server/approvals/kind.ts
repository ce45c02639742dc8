import type { z } from 'zod';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { approvalErrors } from '../../contract/approval.ts';

/** One line of what would change. A value may be a word in both languages. */
export interface ChangeLine {
  readonly label: Phrase;
  readonly before: ChangeValue;
  readonly after: ChangeValue;
}
export type ChangeValue = string | number | boolean | null | Phrase | readonly Phrase[];

/** What a request is about, read from the subject as it stands. */
export interface Prepared {
  readonly subject: { readonly id: string; readonly name: string; readonly version: number };
  /** Whose checkers decide it; the head office for what concerns the whole bank. */
  readonly unitId: string;
  readonly title: Phrase;
  readonly changes: readonly ChangeLine[];
  /** Where the console shows the subject. */
  readonly link: string | null;
}

/** A request as its kind sees it. */
export interface Request<P> {
  readonly id: string;
  readonly subjectId: string;
  readonly payload: P;
  readonly makerId: string;
  readonly makerName: string;
}

export type Outcome = 'returned' | 'rejected' | 'withdrawn' | 'expired' | 'voided';

/** What can be asked for, who asks, who decides, and what a yes does. */
export interface ApprovalKind<S extends z.ZodType = z.ZodType> {
  /** `org.role-change` */
  readonly kind: string;
  readonly name: Phrase;
  readonly payload: S;
  readonly draftPermission: string;
  /** Held over the request's unit, beside `org.approval.decide`. */
  readonly decidePermission: string;
  readonly deadlineWorkdays: number;
  /** Reads the subject as it stands; refuses what makes no sense. */
  readonly prepare: (ctx: Ctx, payload: z.output<S>) => Promise<Prepared>;
  /** What whoever says yes has to have looked at, in words that they confirm; none by default. */
  readonly attest?: (ctx: Ctx, payload: z.output<S>) => Promise<readonly Phrase[]>;
  /** Locks the subject and answers its version; null when it is gone. */
  readonly lockVersion: (ctx: TxCtx, request: Request<z.output<S>>) => Promise<number | null>;
  /** Runs once, in the transaction of the decision; the actor is the checker. */
  readonly onApproved: (ctx: TxCtx, request: Request<z.output<S>>) => Promise<void>;
  readonly onSubmitted?: (ctx: TxCtx, request: Request<z.output<S>>) => Promise<void>;
  /** It will not come to a yes in this round. */
  readonly onClosed?: (
    ctx: TxCtx,
    request: Request<z.output<S>>,
    outcome: Outcome,
  ) => Promise<void>;
}

const kinds = new Map<string, ApprovalKind>();

/** A module declares what of its own needs a second pair of eyes, once. */
export function defineApprovalKind<S extends z.ZodType>(kind: ApprovalKind<S>): ApprovalKind<S> {
  if (kinds.has(kind.kind)) throw new Error(`Two kinds of approvals are called ${kind.kind}`);
  kinds.set(kind.kind, kind as unknown as ApprovalKind);
  return kind;
}

export const approvalKinds = (): readonly ApprovalKind[] => [...kinds.values()];

export function approvalKind(name: string): ApprovalKind {
  const kind = kinds.get(name);
  if (!kind) throw approvalErrors.approvalKindUnknown({ kind: name });
  return kind;
}
