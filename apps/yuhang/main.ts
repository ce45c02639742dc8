#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { ConfigError } from '#platform/server/config.ts';
import { commandNames, commands, help, helpFor } from './commands.ts';
import { cliLang, Refusal, say } from './words.ts';

/**
 * `yuhang <command>`. Exit codes: 0 done, 1 it did not work, 2 the command line is wrong,
 * 3 what was checked is not as it should be (doctor, audit verify).
 */
async function main(argv: readonly string[]): Promise<number> {
  const lang = cliLang(process.env, argv);
  const words = argv.filter((word) => !word.startsWith('-'));
  const name = commandNames.find((n) => n === words.slice(0, n.split(' ').length).join(' '));
  const wantsHelp = argv.includes('--help') || argv.includes('-h') || words[0] === 'help';
  if (!name) {
    const group = commandNames.some((n) => n.startsWith(`${words[0]} `));
    console[wantsHelp || argv.length === 0 ? 'log' : 'error'](help(lang, group ? words[0] : ''));
    return wantsHelp ? 0 : 2;
  }
  const command = commands[name]!;
  if (wantsHelp) {
    console.log(helpFor(name, lang));
    return 0;
  }
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args: argv.slice(argv.indexOf(words[name.split(' ').length - 1]!) + 1),
      options: { ...command.options, lang: { type: 'string' } },
      allowPositionals: false,
    }));
  } catch (err) {
    console.error(`${(err as Error).message}\n\n${helpFor(name, lang)}`);
    return 2;
  }
  try {
    return (await (await command.load())({ values, lang, env: process.env })) ?? 0;
  } catch (err) {
    if (err instanceof ConfigError) console.error(err.message);
    else if (err instanceof Refusal) console.error(say(err.phrase, lang, err.values));
    else throw err;
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
