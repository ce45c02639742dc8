import { tokenApi } from './access/token.api.ts';
import { appMessageApi } from './app-messages/app-message.api.ts';
import { menuApi } from './app-messages/menu.api.ts';
import { archiveApi } from './archive/archive.api.ts';
import { zoneApi } from './archive/zone.api.ts';
import { acquisitionLinkApi } from './contact-ways/acquisition-link.api.ts';
import { contactWayApi } from './contact-ways/contact-way.api.ts';
import type { Served } from './core/serve.ts';
import { conversionApi } from './customers/conversion.api.ts';
import { customerApi } from './customers/customer.api.ts';
import { groupApi } from './groups/group.api.ts';
import { joinWayApi } from './groups/join-way.api.ts';
import { jssdkApi } from './identity/jssdk.api.ts';
import { oauthApi } from './identity/oauth.api.ts';
import { groupTransferApi } from './inheritance/group-transfer.api.ts';
import { transferApi } from './inheritance/transfer.api.ts';
import { mediaApi } from './media/media.api.ts';
import { uploadByUrlApi } from './media/upload-by-url.api.ts';
import { momentApi } from './moments/moment.api.ts';
import { momentResultApi } from './moments/moment-result.api.ts';
import { interceptRuleApi } from './rules/intercept-rule.api.ts';
import { productApi } from './rules/product.api.ts';
import { strategyApi } from './rules/strategy.api.ts';
import { groupWelcomeApi } from './sends/group-welcome.api.ts';
import { massMessageApi } from './sends/mass-message.api.ts';
import { welcomeApi } from './sends/welcome.api.ts';
import { interconnectionApi } from './service/interconnection.api.ts';
import { serviceAccountApi } from './service/service-account.api.ts';
import { serviceMessageApi } from './service/service-message.api.ts';
import { departmentApi } from './staff/department.api.ts';
import { memberApi } from './staff/member.api.ts';
import { statisticApi } from './statistics/statistic.api.ts';
import { markApi } from './tags/mark.api.ts';
import { tagApi } from './tags/tag.api.ts';

/** Everything the simulator answers below /cgi-bin. */
export const API: readonly Served[] = [
  ...tokenApi,
  ...memberApi,
  ...departmentApi,
  ...customerApi,
  ...conversionApi,
  ...contactWayApi,
  ...acquisitionLinkApi,
  ...tagApi,
  ...markApi,
  ...welcomeApi,
  ...groupWelcomeApi,
  ...massMessageApi,
  ...momentApi,
  ...momentResultApi,
  ...groupApi,
  ...joinWayApi,
  ...transferApi,
  ...groupTransferApi,
  ...appMessageApi,
  ...menuApi,
  ...mediaApi,
  ...uploadByUrlApi,
  ...jssdkApi,
  ...oauthApi,
  ...archiveApi,
  ...zoneApi,
  ...statisticApi,
  ...productApi,
  ...interceptRuleApi,
  ...strategyApi,
  ...interconnectionApi,
  ...serviceAccountApi,
  ...serviceMessageApi,
];
