import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type Product, type ProductOptions, startProduct } from './product.ts';
import { openBrowser } from './visitor.ts';

/** A product with a simulated WeCom is two processes more, on a machine that may be busy. */
const START_LIMIT_MS = 360_000;

/** A product and a browser for the journeys of one file; both end with it, whatever happened. */
export function journeys(options: ProductOptions = {}): {
  browser: () => Browser;
  product: () => Product;
} {
  let browser: Browser | undefined;
  let product: Product | undefined;
  beforeAll(async () => {
    product = await startProduct(options);
    browser = await openBrowser();
  }, START_LIMIT_MS);
  afterAll(async () => {
    try {
      await browser?.close();
    } finally {
      await product?.stop();
    }
  });
  return { browser: () => browser!, product: () => product! };
}
