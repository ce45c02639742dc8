export { checkDraft } from './items/check.service.ts';
export { checkFilled } from './items/filled-check.service.ts';
export { countCells, findUsable, findVersion, type VersionRow } from './items/item.repo.ts';
export { countOnDays } from './items/matrix.repo.ts';
export { openPlacesOf } from './items/open-places.ts';
export { recommend } from './items/recommend.service.ts';
export { usableFor } from './items/usable.service.ts';
export { type FindUses, usesContent } from './items/uses.ts';
export { framed } from './pages/html/frame.ts';
export { type Markup, markup } from './pages/html/markup.ts';
export { smallCard } from './pages/html/staff-card.ts';
export { contentLinks, staffCardLinks } from './pages/link.service.ts';
export { senderOf, trackingFor } from './pages/page.service.ts';
export { type CountedUse, countUse } from './pages/use.service.ts';
export { posterFor } from './posters/poster.service.ts';
export { type Unfit, unfitFor } from './products/eligibility.ts';
export { mastersOf } from './products/masters.ts';
export { findProducts, pageOfProducts } from './products/product.repo.ts';
export { gradeOf, isOnSale } from './products/product.view.ts';
export { renderContent } from './rendering/render.service.ts';
export { sharedValues } from './rendering/values.ts';
export { listScripts } from './scripts/script.service.ts';
export {
  type MomentsAttachments,
  momentsAttachments,
} from './uploads/moments-attachments.service.ts';
export { forgetMedia, mediaFor } from './uploads/upload.service.ts';
export { type WecomAttachments, wecomAttachments } from './uploads/wecom-attachments.service.ts';
