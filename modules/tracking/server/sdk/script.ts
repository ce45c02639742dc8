import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Made from `sdk/` by the start script, like the screens. */
const file = fileURLToPath(new URL('../../../../dist/sdk/yuhang.js', import.meta.url));

interface Script {
  readonly text: string;
  readonly version: string;
}
let script: Script | null = null;

/** The script for pages; null while it has not been built. */
export function pageScript(): Script | null {
  if (script) return script;
  try {
    const text = readFileSync(file, 'utf8');
    script = { text, version: createHash('sha256').update(text).digest('hex').slice(0, 12) };
  } catch {
    return null;
  }
  return script;
}
