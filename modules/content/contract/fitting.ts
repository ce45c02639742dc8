import type { ContentPlace } from '#modules/compliance/contract.ts';
import type { Body, Format } from './body.ts';
import type { Facets } from './facets.ts';

/** Every way of sending; a page is opened, not sent. */
export type SendPlace = Exclude<ContentPlace, 'page'>;

/** Which formats each way of sending carries; what is not here WeCom would refuse. */
const carries: Readonly<Record<SendPlace, readonly Format[] | 'all'>> = {
  one_to_one: 'all',
  welcome: 'all',
  group: 'all',
  moments: ['text', 'image', 'article', 'video', 'h5', 'channels'],
  sms: ['text', 'article', 'h5'],
};

export const fits = (place: SendPlace, format: Format): boolean => {
  const list = carries[place];
  return list === 'all' || list.includes(format);
};

/** Written, and approved, to be sent there. */
export const meantFor = (
  place: SendPlace,
  {
    body,
    facets,
  }: { readonly body: Pick<Body, 'carrier'>; readonly facets: Pick<Facets, 'places'> },
): boolean => facets.places.includes(place) && fits(place, body.carrier.format);
