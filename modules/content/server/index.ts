export { findUsable, type VersionRow } from './items/item.repo.ts';
export { type FindUses, usesContent } from './items/uses.ts';
export { contentLinks, staffCardLinks } from './pages/link.service.ts';
export { renderContent } from './rendering/render.service.ts';
