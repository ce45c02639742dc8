import type { WecomEndpoint } from './endpoint.ts';
import * as acquisitionLinks from './endpoints/acquisition-links.ts';
import * as appMessages from './endpoints/app-messages.ts';
import * as archive from './endpoints/archive.ts';
import * as contactWays from './endpoints/contact-ways.ts';
import * as contacts from './endpoints/contacts.ts';
import * as conversions from './endpoints/conversions.ts';
import * as customerService from './endpoints/customer-service.ts';
import * as customers from './endpoints/customers.ts';
import * as groups from './endpoints/groups.ts';
import * as inheritance from './endpoints/inheritance.ts';
import * as interceptRules from './endpoints/intercept-rules.ts';
import * as interconnection from './endpoints/interconnection.ts';
import * as jssdk from './endpoints/jssdk.ts';
import * as massMessages from './endpoints/mass-messages.ts';
import * as media from './endpoints/media.ts';
import * as menus from './endpoints/menus.ts';
import * as moments from './endpoints/moments.ts';
import * as oauth from './endpoints/oauth.ts';
import * as productAlbums from './endpoints/product-albums.ts';
import * as serviceAccounts from './endpoints/service-accounts.ts';
import * as statistics from './endpoints/statistics.ts';
import * as strategies from './endpoints/strategies.ts';
import * as tags from './endpoints/tags.ts';
import * as token from './endpoints/token.ts';
import * as welcome from './endpoints/welcome.ts';
import * as zone from './endpoints/zone.ts';

const isEndpoint = (v: unknown): v is WecomEndpoint =>
  typeof v === 'object' && v !== null && 'path' in v && 'effect' in v;

const files = [
  token,
  contacts,
  customers,
  conversions,
  contactWays,
  acquisitionLinks,
  tags,
  welcome,
  massMessages,
  moments,
  groups,
  inheritance,
  appMessages,
  menus,
  media,
  jssdk,
  oauth,
  archive,
  zone,
  statistics,
  productAlbums,
  interceptRules,
  { ...strategies.customerStrategy },
  { ...strategies.momentStrategy },
  interconnection,
  serviceAccounts,
  customerService,
];

/** Every endpoint that is spoken or imitated. */
export const ENDPOINTS: readonly WecomEndpoint[] = files.flatMap((file) =>
  Object.values(file as Record<string, unknown>).filter(isEndpoint),
);

/** Old paths lead to the same endpoint. */
export const ENDPOINT_BY_PATH: ReadonlyMap<string, WecomEndpoint> = new Map(
  ENDPOINTS.flatMap((e) => [e.path, ...e.aliases].map((path) => [path, e] as const)),
);

export const ENDPOINT_BY_NAME: ReadonlyMap<string, WecomEndpoint> = new Map(
  ENDPOINTS.map((e) => [e.name, e]),
);
