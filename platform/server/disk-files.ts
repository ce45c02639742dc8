import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { platformErrors } from '../contract/errors.ts';
import type { FileStore } from './files.ts';
import { newId } from './ids.ts';

/** Files in a folder. A file appears under its key only when it is whole. */
export function diskFiles(folder: string): FileStore {
  const pathOf = (key: string) => {
    const path = normalize(join(folder, key));
    if (!path.startsWith(normalize(`${folder}/`))) throw new Error(`Not a file key: ${key}`);
    return path;
  };
  return {
    async put(key, content, { maxBytes = Number.POSITIVE_INFINITY } = {}) {
      const path = pathOf(key);
      const partial = `${path}.${newId()}.part`;
      await mkdir(dirname(path), { recursive: true });
      const digest = createHash('sha256');
      let size = 0;
      const meter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          size += chunk.length;
          digest.update(chunk);
          done(size > maxBytes ? platformErrors.tooLarge({ maxBytes }) : null, chunk);
        },
      });
      try {
        await pipeline(content, meter, createWriteStream(partial, { mode: 0o600 }));
        await rename(partial, path);
      } catch (err) {
        await rm(partial, { force: true });
        throw err;
      }
      return { key, size, sha256: digest.digest('hex') };
    },
    async read(key, range) {
      const path = pathOf(key);
      const stream = range
        ? createReadStream(path, { start: range.start, end: range.end - 1 })
        : createReadStream(path);
      await new Promise<void>((resolve, reject) => {
        stream.once('open', () => resolve());
        stream.once('error', (err: NodeJS.ErrnoException) =>
          reject(err.code === 'ENOENT' ? platformErrors.notFound({ file: key }) : err),
        );
      });
      return stream;
    },
    async delete(key) {
      await rm(pathOf(key), { force: true });
    },
  };
}
