import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { contentErrorTexts } from '../contract.ts';

registerErrorText(contentErrorTexts);

const read = 'content.item.read';
const manage = 'content.item.manage';

/** What the bank says, and of which products. */
export const contentRoom: Room = {
  key: 'content',
  capability: ['内容', 'Content'],
  nav: [
    {
      path: '/content',
      label: ['内容库', 'Library'],
      icon: 'file',
      also: ['nr', 'sc', 'content', 'material'],
      permission: read,
      page: () => import('./items/ItemListPage.tsx'),
    },
    {
      path: '/content/matrix',
      label: ['内容矩阵', 'Matrix'],
      icon: 'columns',
      also: ['jz', 'matrix'],
      permission: read,
      page: () => import('./matrix/MatrixPage.tsx'),
    },
    {
      path: '/content/products',
      label: ['金融产品', 'Products'],
      icon: 'bank',
      also: ['cp', 'product'],
      permission: read,
      page: () => import('./products/ProductListPage.tsx'),
    },
  ],
  pages: [
    { path: '/content/new', permission: manage, page: () => import('./editor/EditorPage.tsx') },
    { path: '/content/items/:id', permission: read, page: () => import('./items/ItemPage.tsx') },
    {
      path: '/content/items/:id/edit',
      permission: manage,
      page: () => import('./editor/EditorPage.tsx'),
    },
    {
      path: '/content/products/new',
      permission: 'content.product.manage',
      page: () => import('./products/ProductFormPage.tsx'),
    },
    {
      path: '/content/products/:id',
      permission: read,
      page: () => import('./products/ProductPage.tsx'),
    },
    {
      path: '/content/products/:id/change',
      permission: 'content.product.manage',
      page: () => import('./products/ProductFormPage.tsx'),
    },
  ],
};
