import { Button } from 'antd';
import { useChange } from '#platform/web/api.ts';
import { Facts } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatPercent } from '#platform/web/text/number.ts';
import { type Bench, benchLexicon, type LexiconLevel, lexiconLevelText } from '../../contract.ts';
import { text } from './text.ts';

type Failure = Bench['failures'][number];

/** How right a version is on cases of which people know the answer. */
export function TestBench({ version }: { version?: number }) {
  const t = useText(text);
  const bench = useChange(benchLexicon);
  return (
    <>
      <div>
        <Button
          loading={bench.isPending}
          onClick={() => bench.mutate({ body: version ? { version } : {} })}
        >
          {t('runBench')}
        </Button>
      </div>
      {bench.isError && <ErrorNote error={bench.error} />}
      {bench.data && <Result bench={bench.data} />}
    </>
  );
}

function Result({ bench }: { bench: Bench }) {
  const t = useText(text);
  const share = (value: number | null) => (value === null ? '—' : formatPercent(value));
  return (
    <>
      <Facts
        items={[
          { label: t('passed'), value: t('passedOf', { n: bench.passed, all: bench.cases }) },
          { label: t('precision'), value: share(bench.precision) },
          { label: t('recall'), value: share(bench.recall) },
        ]}
      />
      {bench.failures.length === 0 ? (
        <Callout tone="good">{t('allPassed')}</Callout>
      ) : (
        <Failures failures={bench.failures} />
      )}
    </>
  );
}

function Failures({ failures }: { failures: readonly Failure[] }) {
  const t = useText(text);
  const phrase = usePhrase();
  const said = (level: 'pass' | LexiconLevel, categories: readonly string[]) =>
    [level === 'pass' ? t('pass') : phrase(lexiconLevelText[level]), ...categories].join(' ');
  const columns: Column<Failure>[] = [
    { key: 'id', title: t('case'), render: (f) => f.id },
    { key: 'text', title: t('words'), wrap: true, render: (f) => f.text },
    { key: 'expected', title: t('expected'), render: (f) => said(f.severity, f.categories) },
    { key: 'got', title: t('got'), render: (f) => said(f.foundSeverity, f.found) },
  ];
  return <Ledger label={t('bench')} columns={columns} rows={failures} rowKey={(f) => f.id} />;
}
