import type pg from 'pg';
import type { Sms } from '../../sms/open-sms.ts';
import type { CallbackQueue } from '../callbacks/queue.ts';
import type { CallLog } from './call-log.ts';
import type { Clock } from './clock.ts';
import type { Db } from './db.ts';
import type { App, Corp, Directory } from './directory.ts';
import type { Faults } from './faults.ts';
import type { Freshen } from './freshen.ts';
import type { Ids } from './ids.ts';
import type { Rates } from './rates.ts';
import type { Tokens } from './tokens.ts';

/** One running simulator. */
export interface Sim {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly directory: Directory;
  readonly tokens: Tokens;
  readonly rates: Rates;
  readonly faults: Faults;
  readonly callbacks: CallbackQueue;
  readonly calls: CallLog;
  readonly freshen: Freshen;
  readonly sms: Sms;
  /** Where the simulator itself is reached: for QR codes, links and files. */
  readonly publicUrl: () => string;
  /** Rates per minute and hour count machine time, so that a standing clock does not block for ever. */
  /** `off`: calls are not counted, for whoever's hours pass in a moment. */
  readonly rateClock: 'machine' | 'simulated' | 'off';
}

/** One piece of work for one corp, with everything it needs to know. */
export interface Work {
  readonly sim: Sim;
  readonly corp: Corp;
  /** In a transaction whenever something is written. */
  readonly db: Db;
  /** Unix seconds. */
  readonly now: number;
}

export interface Caller extends Work {
  readonly app: App;
}
