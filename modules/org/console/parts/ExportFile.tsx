import { App, Button } from 'antd';
import { useState } from 'react';
import type { AnyEndpoint, CallInput } from '#platform/contract/endpoint.ts';
import { errorText } from '#platform/web/text/error-text.ts';
import { useLang, useText } from '#platform/web/text/lang.ts';
import { words } from '#platform/web/text/words.ts';
import { download } from '#platform/web/transfer.ts';

/** Saves what a `produces: 'file'` endpoint answers, and says under which name. */
export function ExportFile<E extends AnyEndpoint>({
  endpoint,
  input,
  name,
  label,
}: {
  endpoint: E;
  input?: CallInput<E>;
  /** The file's name when the server gives none. */
  name: string;
  label?: string;
}) {
  const t = useText(words);
  const lang = useLang();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  return (
    <Button
      loading={busy}
      onClick={async () => {
        setBusy(true);
        try {
          message.success(t('exported', { name: await download(endpoint, input, name) }));
        } catch (error) {
          message.error(errorText(error, lang));
        } finally {
          setBusy(false);
        }
      }}
    >
      {label ?? t('export')}
    </Button>
  );
}
