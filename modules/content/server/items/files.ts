import type { Body } from '../../contract/body.ts';

/** The files a content shows. */
export function filesOf({ carrier }: Body): string[] {
  switch (carrier.format) {
    case 'image':
      return carrier.images;
    case 'video':
    case 'file':
      return [carrier.fileId];
    case 'mini_program':
      return [carrier.coverId];
    case 'h5':
      return carrier.coverId ? [carrier.coverId] : [];
    case 'article':
      return [
        ...(carrier.coverId ? [carrier.coverId] : []),
        ...carrier.blocks.flatMap((block) => (block.kind === 'image' ? [block.fileId] : [])),
      ];
    default:
      return [];
  }
}
