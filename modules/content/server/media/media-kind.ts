import { type MediaKind, mediaLimits } from '../../contract/media.ts';

export interface KnownMedia {
  readonly kind: MediaKind;
  readonly contentType: string;
}

const byEnding: Readonly<Record<string, KnownMedia>> = {
  '.png': { kind: 'image', contentType: 'image/png' },
  '.jpg': { kind: 'image', contentType: 'image/jpeg' },
  '.jpeg': { kind: 'image', contentType: 'image/jpeg' },
  '.mp4': { kind: 'video', contentType: 'video/mp4' },
  '.pdf': { kind: 'file', contentType: 'application/pdf' },
  '.docx': {
    kind: 'file',
    contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  '.xlsx': {
    kind: 'file',
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  '.pptx': {
    kind: 'file',
    contentType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  },
};

/** By the name; null for what WeCom does not take. */
export function mediaByName(filename: string): KnownMedia | null {
  const ending = /\.[^.]+$/.exec(filename.toLowerCase())?.[0] ?? '';
  return byEnding[ending] ?? null;
}

export const mostBytes = ({ kind }: KnownMedia): number => mediaLimits[kind].bytes;

/** Does a file begin the way files of its kind begin? A name alone proves nothing. */
export function beginsAs({ contentType }: KnownMedia, head: Buffer): boolean {
  const at = (offset: number, ...bytes: number[]) =>
    bytes.every((byte, i) => head[offset + i] === byte);
  switch (contentType) {
    case 'image/png':
      return at(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    case 'image/jpeg':
      return at(0, 0xff, 0xd8, 0xff);
    case 'video/mp4':
      return at(4, 0x66, 0x74, 0x79, 0x70);
    case 'application/pdf':
      return at(0, 0x25, 0x50, 0x44, 0x46, 0x2d);
    default:
      // Office files are ZIP archives.
      return at(0, 0x50, 0x4b, 0x03, 0x04);
  }
}
