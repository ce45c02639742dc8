/** Something the person who started us can put right; the text says how, in Chinese and in English. */
export class PostgresProblem extends Error {
  readonly code: string;

  constructor(code: string, zh: string, en: string) {
    super(`${zh}\n${en}`);
    this.name = 'PostgresProblem';
    this.code = code;
  }
}
