import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Appends lines to a file that never outgrows its limit; the one before it is kept as `.1`. */
export function rotatingLog(file: string, { maxBytes = 5_000_000 } = {}): (line: string) => void {
  mkdirSync(dirname(file), { recursive: true });
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  let fd = openSync(file, 'a', 0o600);
  return (line) => {
    if (size > maxBytes) {
      closeSync(fd);
      renameSync(file, `${file}.1`);
      fd = openSync(file, 'a', 0o600);
      size = 0;
    }
    size += writeSync(fd, `${line}\n`);
  };
}
