import type { Carrier } from '../../contract/body.ts';
import type { ContentAttachment } from '../../contract/sending.ts';

/** Formats whose card leads to a page of ours, so that reading it is heard of. */
export const hasPage = ({ format }: Carrier): boolean => format === 'article' || format === 'h5';

interface Sent {
  readonly itemId: string;
  readonly version: number;
  readonly staffId: string | null;
  /** The tracked address; null for formats without a page. */
  readonly url: string | null;
}

export function attachmentsOf(
  carrier: Carrier,
  { itemId, version, staffId, url }: Sent,
): ContentAttachment[] {
  switch (carrier.format) {
    case 'text':
      return [];
    case 'image': {
      const [first, ...rest] = carrier.images;
      const pictures = rest.map((fileId) => ({ kind: 'image' as const, fileId }));
      return carrier.code && staffId !== null
        ? [{ kind: 'poster', itemId, version, staffId }, ...pictures]
        : [{ kind: 'image', fileId: first! }, ...pictures];
    }
    case 'video':
    case 'file':
      return [{ kind: carrier.format, fileId: carrier.fileId }];
    case 'mini_program': {
      const { title, appid, path: page, coverId } = carrier;
      return [{ kind: 'mini_program', title, appid, page, coverId }];
    }
    case 'channels':
      return [{ kind: 'link', title: carrier.title, desc: '', url: carrier.url, coverId: null }];
    default: {
      const { title, summary: desc, coverId } = carrier;
      return [{ kind: 'link', title, desc, url: url!, coverId }];
    }
  }
}
