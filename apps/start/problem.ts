/** Why we do not start, and what would help, in Chinese and in English. */
export class StartProblem extends Error {
  readonly code: string;

  constructor(code: string, zh: string, en: string) {
    super(`${zh}\n${en}`);
    this.name = 'StartProblem';
    this.code = code;
  }
}
