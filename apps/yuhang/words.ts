import { type Lang, type Phrase, say } from '#platform/contract/text.ts';

export { say };

/** `--lang`, else the machine's language; Chinese when it names none. */
export function cliLang(
  env: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
): Lang {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const asked = at < 0 ? undefined : (argv[at]!.split('=')[1] ?? argv[at + 1]);
  const language = asked ?? env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? '';
  return /^en/i.test(language) ? 'en' : 'zh-CN';
}

/** The command cannot do what was asked, for a reason its user can act on. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly phrase: Phrase;
  readonly values: Record<string, unknown>;

  constructor(phrase: Phrase, values: Record<string, unknown> = {}) {
    super(say(phrase, 'en', values));
    this.phrase = phrase;
    this.values = values;
  }
}
