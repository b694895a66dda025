import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { ExitCode } from './exit.ts';
import type { Terminal } from './terminal.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true; strict: true }>
>['values'];

export type Context = { workspace: string; terminal: Terminal };

type Definition<O extends Options> = {
  name: string;
  /** How it is called, after `assay`. */
  usage: string;
  summary: string;
  /** What the help of the command says beyond the summary: options and what they do. */
  details: string;
  options: O;
  /** @param files what stands on the command line without a dash */
  run(context: Context, values: Values<O>, files: string[]): Promise<ExitCode>;
};

export type Command = Omit<Definition<Options>, 'run'> & {
  run(context: Context, args: string[], globals: Options): Promise<ExitCode>;
};

/** Ties a command's own options to what its `run` receives. */
export function command<const O extends Options>(definition: Definition<O>): Command {
  return {
    ...definition,
    run(context, args, globals) {
      const { values, positionals } = parseArgs({
        args,
        options: { ...globals, ...definition.options },
        allowPositionals: true,
        strict: true,
      });
      return definition.run(context, values as Values<O>, positionals.slice(1));
    },
  };
}
