import type { Readable } from 'node:stream';

export interface StoredFile {
  readonly key: string;
  readonly size: number;
  readonly sha256: string;
}

/** Where uploads, exports and media live: a folder, or an S3 bucket. Keys are `<org>/<kind>/<id>`. */
export interface FileStore {
  put(key: string, content: Readable, limits?: { maxBytes?: number }): Promise<StoredFile>;
  /** The whole content, or the bytes `start` ≤ n < `end`. */
  read(key: string, range?: { start: number; end: number }): Promise<Readable>;
  delete(key: string): Promise<void>;
}
