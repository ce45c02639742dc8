import { spawn } from 'node:child_process';

/**
 * A few lines of shell that wait for the end of their input. We write a line when we stop the
 * server ourselves; when we are killed instead, the input just ends, and the shell stops the
 * server. Our other processes notice the same and may still be finishing their work with it: after
 * a few seconds the server takes no new sessions, then it waits for the open ones to end.
 */
const SCRIPT = `
trap '' INT TERM HUP
if read -r goodbye; then exit 0; fi
server=$1; folder=$2; shift 2
same() { read -r now < postmaster.pid && [ "$now" = "$server" ]; } 2>/dev/null
for step; do
  same && kill -s "\${step%:*}" "$server"
  seconds=\${step#*:}
  while same && [ "$seconds" -gt 0 ]; do sleep 1; seconds=$((seconds - 1)); done
done
[ -z "$folder" ] || { cd / && rm -rf "$folder"; }
`;

const IN_ORDER = ['0:5', 'TERM:20', 'INT:30', 'QUIT:5'];
const AT_ONCE = ['QUIT:5', 'KILL:5'];

export interface Guardian {
  dismiss(): void;
}

export function guard(
  dataDir: string,
  pid: number,
  { temporary }: { temporary: boolean },
): Guardian {
  const args = [`${pid}`, temporary ? dataDir : '', ...(temporary ? AT_ONCE : IN_ORDER)];
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'guardian', ...args], {
    cwd: dataDir,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  return { dismiss: () => void child.stdin.end('goodbye\n') };
}
