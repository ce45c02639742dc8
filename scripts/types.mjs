// Type-checks server and screens with the native TypeScript: each under its own tsconfig, so that
// no screen sees Node and no server code sees the DOM.
import { spawnSync } from 'node:child_process';

const tsc = new URL('../node_modules/typescript7/bin/tsc', import.meta.url).pathname;
const statuses = ['tsconfig.server.json', 'tsconfig.web.json'].map(
  (project) =>
    spawnSync(process.execPath, [decodeURIComponent(tsc), '-p', project], { stdio: 'inherit' })
      .status,
);
process.exit(statuses.every((status) => status === 0) ? 0 : 1);
