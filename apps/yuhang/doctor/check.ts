import type { Phrase } from '#platform/contract/text.ts';
import type { Config } from '#platform/server/config.ts';
import type { Database } from '#platform/server/db.ts';

export interface Finding {
  /** `ok`: as it should be. `warn`: works, but look at it. `fail`: does not work. */
  readonly state: 'ok' | 'warn' | 'fail' | 'skipped';
  readonly found: Phrase;
  /** What to do about it. */
  readonly advice?: Phrase;
}

export interface CheckContext {
  readonly config: Config;
  readonly database: Database;
}

export interface Check {
  readonly name: string;
  readonly title: Phrase;
  readonly run: (context: CheckContext) => Promise<Finding>;
  /** Makes no sense while the database is out of reach. */
  readonly needsDatabase: boolean;
}

export const ok = (zh: string, en: string): Finding => ({ state: 'ok', found: [zh, en] });
export const warn = (found: Phrase, advice: Phrase): Finding => ({ state: 'warn', found, advice });
export const fail = (found: Phrase, advice: Phrase): Finding => ({ state: 'fail', found, advice });
