import type { AppModule } from '../module.ts';
import { KEY_PLACE, removeExpiredFiles } from './file.service.ts';

/** Removes files when their time is over, by the business clock. */
export const filesModule: AppModule = {
  name: 'platform.files',
  encrypted: [
    { table: 'platform.file', key: ['org_id', 'id'], column: 'sealed_key', place: KEY_PLACE },
  ],
  tickers: [{ name: 'platform.remove-expired-files', run: removeExpiredFiles }],
};
