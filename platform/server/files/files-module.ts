import type { AppModule } from '../module.ts';
import { removeExpiredFiles } from './file.service.ts';

/** Removes files when their time is over, by the business clock. */
export const filesModule: AppModule = {
  name: 'platform.files',
  tickers: [{ name: 'platform.remove-expired-files', run: removeExpiredFiles }],
};
