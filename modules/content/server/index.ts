export { checkDraft } from './items/check.service.ts';
export { countCells, findUsable, findVersion, type VersionRow } from './items/item.repo.ts';
export { countOnDays } from './items/matrix.repo.ts';
export { recommend } from './items/recommend.service.ts';
export { type FindUses, usesContent } from './items/uses.ts';
export { contentLinks, staffCardLinks } from './pages/link.service.ts';
export { type CountedUse, countUse } from './pages/use.service.ts';
export { posterFor } from './posters/poster.service.ts';
export { findProducts } from './products/product.repo.ts';
export { gradeOf } from './products/product.view.ts';
export { renderContent } from './rendering/render.service.ts';
export { listScripts } from './scripts/script.service.ts';
export {
  type MomentsAttachments,
  momentsAttachments,
} from './uploads/moments-attachments.service.ts';
export { forgetMedia, mediaFor } from './uploads/upload.service.ts';
export { type WecomAttachments, wecomAttachments } from './uploads/wecom-attachments.service.ts';
