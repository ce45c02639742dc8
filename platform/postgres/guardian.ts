import { spawn } from 'node:child_process';

/**
 * A few lines of shell that wait for the end of their input. We write a line when we stop the
 * server ourselves; when we are killed instead, the input just ends, and the shell stops the
 * server: after a pause in which our other processes can finish their work with it.
 */
const SCRIPT = `
trap '' INT TERM HUP
if read -r goodbye; then exit 0; fi
same() { read -r now < postmaster.pid && [ "$now" = "$1" ]; } 2>/dev/null
sleep "$2"
same "$1" && kill -s "$3" "$1"
i=0; while same "$1" && [ $i -lt 30 ]; do sleep 1; i=$((i+1)); done
same "$1" && kill -s QUIT "$1"
`;

export interface Guardian {
  dismiss(): void;
}

export function guard(
  dataDir: string,
  pid: number,
  end: { afterSeconds: number; signal: 'INT' | 'QUIT'; remove: boolean },
): Guardian {
  const script = end.remove ? `${SCRIPT}\ncd / && rm -rf "$4"` : SCRIPT;
  const args = ['-c', script, 'guardian', `${pid}`, `${end.afterSeconds}`, end.signal, dataDir];
  const child = spawn('/bin/sh', args, {
    cwd: dataDir,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  return { dismiss: () => void child.stdin.end('goodbye\n') };
}
