import pino from 'pino';
import { withoutPersonalData } from './redact.ts';

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error' | 'child'>;

/** JSON lines on standard output, times in UTC, personal data masked (CR-037). */
export function createLog(level: string, base: Record<string, string> = {}): pino.Logger {
  return pino({
    level,
    base,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: (entry) => withoutPersonalData(entry),
    },
    hooks: {
      logMethod(args, method) {
        method.apply(this, args.map(withoutPersonalData) as typeof args);
      },
    },
    redact: ['req.headers.cookie', 'req.headers.authorization', '*.password', '*.secret'],
  });
}

export const silentLog: Log = pino({ level: 'silent' });
