import { lazy } from 'react';
import { registerApprovalForm } from '#modules/org/console/index.ts';
import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { contentErrorTexts, releaseKind } from '../contract.ts';

registerErrorText(contentErrorTexts);
// What was returned is changed where it was written, and goes to the same officer as another round.
registerApprovalForm(
  releaseKind,
  ({ id, payload }) => `/content/items/${payload.id}/edit?approval=${id}`,
);

/** For whoever has to say yes to a plan: what it says, as those who get it see it. */
export const PlanMessages = lazy(() => import('./messages/PlanMessages.tsx'));

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
      path: '/content/scripts',
      label: ['场景话术', 'Scripts'],
      icon: 'help',
      also: ['hs', 'script', 'cjhs'],
      permission: read,
      page: () => import('./scripts/ScriptsPage.tsx'),
    },
    {
      path: '/content/templates',
      label: ['运营模板', 'Templates'],
      icon: 'tasks',
      also: ['mb', 'yymb', 'template', 'sop'],
      permission: read,
      page: () => import('./templates/TemplatesPage.tsx'),
    },
    {
      path: '/content/calendar',
      label: ['营销日历', 'Calendar'],
      icon: 'calendar',
      also: ['rl', 'yxrl', 'calendar'],
      permission: read,
      page: () => import('./calendar/CalendarPage.tsx'),
    },
    {
      path: '/content/personas',
      label: ['人设与语气', 'Personas'],
      icon: 'flag',
      also: ['rs', 'persona', 'voice'],
      permission: read,
      page: () => import('./personas/PersonasPage.tsx'),
    },
    {
      path: '/content/cards',
      label: ['员工名片', 'Staff cards'],
      icon: 'shield',
      also: ['mp', 'card', 'hy'],
      permission: 'content.card.manage',
      page: () => import('./cards/CardsPage.tsx'),
    },
    {
      path: '/content/wording',
      label: ['本行用语', 'Our words'],
      icon: 'edit',
      also: ['3w', 'yy', 'wording'],
      permission: 'content.setting.manage',
      page: () => import('./settings/WordingPage.tsx'),
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
      path: '/content/templates/:id',
      permission: read,
      page: () => import('./templates/TemplatePage.tsx'),
    },
    {
      path: '/content/templates/:id/edit',
      permission: manage,
      page: () => import('./templates/TemplateEditPage.tsx'),
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
