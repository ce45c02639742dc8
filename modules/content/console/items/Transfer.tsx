import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useComma, useText } from '#platform/web/text/lang.ts';
import { download, upload } from '#platform/web/transfer.ts';
import { exportContent, importContent } from '../../contract.ts';
import { text } from '../text.ts';

/** Content as a file, out and in; what comes in is a draft. */
export function Transfer({ manage }: { manage: boolean }) {
  const t = useText(text);
  const comma = useComma();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  const take = async (file: File) => {
    const { items, scripts, templates, unknownProducts } = await upload(importContent, file);
    message.success(t('imported', { items, scripts, templates }));
    if (unknownProducts.length > 0)
      message.warning(t('unknownProducts', { names: unknownProducts.join(comma) }));
    await queries.invalidateQueries();
  };
  return (
    <>
      {error !== null && <ErrorNote error={error} />}
      <Button loading={busy} onClick={() => run(() => download(exportContent))}>
        {t('export')}
      </Button>
      {manage && (
        <>
          <Button loading={busy} onClick={() => picker.current?.click()}>
            {t('import')}
          </Button>
          <input
            ref={picker}
            type="file"
            accept="application/json,.json"
            hidden
            onChange={({ target }) => {
              const file = target.files?.[0];
              target.value = '';
              if (file) void run(() => take(file));
            }}
          />
        </>
      )}
    </>
  );
}
