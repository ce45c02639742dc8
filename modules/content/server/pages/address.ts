/** The address customers reach the product under; set once, by the module's settings. */
let base = 'http://127.0.0.1:8600';

export function setPagesAddress(publicUrl: string | undefined): void {
  if (publicUrl) base = publicUrl.replace(/\/+$/, '');
}

/** Under `/h5/`, so that the sign-in of customers leads back to it. */
export const pagePaths = {
  content: '/h5/c/',
  card: '/h5/staff/',
} as const;

export const pageAddress = (page: keyof typeof pagePaths, token: string): string =>
  `${base}${pagePaths[page]}${token}`;
