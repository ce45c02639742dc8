import type { FastifyInstance } from 'fastify';
import type { RawBuilder } from 'kysely';
import type { Ctx, TxCtx } from './ctx.ts';
import type { DataSet } from './data-set.ts';
import type { Subscription } from './events.ts';
import type { JobHandler } from './jobs.ts';
import type { RecordKind } from './retention.ts';

/** Finds what is due by the business clock, in every bank, and does it or queues it. */
export interface Ticker {
  readonly name: string;
  /**
   * Handles one batch of due rows and says how many; called again until it says 0. The context is
   * the product's own; `asSystem(ctx, row.orgId)` gives the row's bank. Must be one indexed look-up
   * when nothing is due.
   */
  readonly run: (ctx: Ctx) => Promise<number>;
  /**
   * When it is to be asked next, by the business clock, as an expression of one indexed look-up: never
   * later than it has something to do; null while nothing will be. Whoever drives a clock himself asks
   * all tickers by one statement and passes by those whose time has not come.
   */
  readonly nextAt?: RawBuilder<Date | null>;
}

/** A column with values of the vault, so that a rotation of the data key finds them. */
export interface EncryptedColumn {
  readonly table: string;
  /** Its primary key. */
  readonly key: readonly string[];
  readonly column: string;
  /** Where in a jsonb column the value stands. */
  readonly path?: readonly string[];
  /** What the value was encrypted for: `org.staff.phone`. */
  readonly place: string;
}

/** What every bank begins with: dictionaries, ready rules, templates. */
export interface Equipment {
  /** Changes with what is brought; then every bank is given it once more. */
  readonly version: string;
  /** Adds what the bank does not have yet and changes nothing it has made its own. */
  readonly bring: (ctx: TxCtx) => Promise<void>;
}

/** Everything a module adds to the running product. */
export interface AppModule {
  readonly name: string;
  readonly routes?: (app: FastifyInstance) => void;
  readonly jobs?: readonly JobHandler[];
  readonly subscriptions?: readonly Subscription[];
  readonly tickers?: readonly Ticker[];
  readonly encrypted?: readonly EncryptedColumn[];
  readonly equipment?: Equipment;
  /** What is kept for a time only. */
  readonly retention?: readonly RecordKind[];
  /** What data it holds, and what becomes of a customer's part of it. */
  readonly dataSets?: readonly DataSet[];
  /** The process is told to stop: work that takes long gives itself back at its next batch. */
  readonly pause?: () => void;
}

export function jobHandlers(modules: readonly AppModule[], dispatcher: JobHandler): JobHandler[] {
  return [
    dispatcher,
    ...modules.flatMap((m) => m.jobs ?? []),
    ...modules.flatMap((m) => m.subscriptions ?? []).map((s) => s.handler),
  ];
}
