import type { Readable } from 'node:stream';

export interface StoredFile {
  readonly key: string;
  readonly size: number;
  readonly sha256: string;
}

/** Where uploads, exports and media live: a folder, or an S3 bucket. Keys are `<org>/<kind>/<id>`. */
export interface FileStore {
  put(key: string, content: Readable, limits?: { maxBytes?: number }): Promise<StoredFile>;
  read(key: string): Promise<Readable>;
  delete(key: string): Promise<void>;
}
