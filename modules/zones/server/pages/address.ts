/** The address customers reach the product under; set once, by the module's settings. */
let base = 'http://127.0.0.1:8600';

export function setZonesAddress(publicUrl: string | undefined): void {
  if (publicUrl) base = publicUrl.replace(/\/+$/, '');
}

/** Under `/h5/`, so that the sign-in of customers leads back to it. */
export const zonePath = '/h5/zone/';

export const zoneAddress = (id: string): string => `${base}${zonePath}${id}`;
