import { join } from 'node:path';
import { type Config, ConfigError } from './config.ts';
import { diskFiles } from './disk-files.ts';
import type { FileStore } from './files.ts';

/** The store that `YUHANG_FILES` names: `disk`, or `s3://bucket/prefix`. */
export async function openFileStore(
  config: Pick<Config, 'files' | 'dataDir' | 's3Endpoint'>,
): Promise<FileStore> {
  if (config.files === 'disk') return diskFiles(join(config.dataDir, 'files'));
  const [, bucket, prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(config.files) ?? [];
  if (!bucket)
    throw new ConfigError(
      `YUHANG_FILES=${JSON.stringify(config.files)}: 应为 disk 或 s3://桶名/前缀 / must be disk or s3://bucket/prefix.`,
    );
  // Loaded only where it is used: the client is large.
  const { s3Files } = await import('./s3-files.ts');
  return s3Files({
    bucket,
    prefix: prefix.replace(/^\/+|\/+$/g, ''),
    ...(config.s3Endpoint ? { endpoint: config.s3Endpoint } : {}),
  });
}
