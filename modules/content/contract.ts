export * from './contract/body.ts';
export * from './contract/error-texts.ts';
export * from './contract/facets.ts';
export * from './contract/item.ts';
export * from './contract/media.ts';
export * from './contract/permissions.ts';
export * from './contract/product.ts';
export * from './contract/sending.ts';
