import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { ExitCode } from './exit.ts';
import type { Terminal } from './terminal.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true; strict: true }>
>['values'];

export type Context = { terminal: Terminal };
export type WorkspaceContext = Context & { workspace: string };

type Definition<O extends Options, C extends Context> = {
  name: string;
  /** How it is called, after `assay`. */
  usage: string;
  summary: string;
  /** What the help of the command says beyond the summary: options and what they do. */
  details: string;
  options: O;
  /** @param files what stands on the command line without a dash */
  run(context: C, values: Values<O>, files: string[]): Promise<ExitCode>;
};

type Runnable<C extends Context> = Omit<Definition<Options, C>, 'run'> & {
  run(context: C, args: string[], globals: Options): Promise<ExitCode>;
};

/** A command works on a workspace, or on files anywhere. */
export type Command =
  | ({ worksOn: 'workspace' } & Runnable<WorkspaceContext>)
  | ({ worksOn: 'files' } & Runnable<Context>);

/** A command of a workspace. Ties its own options to what its `run` receives. */
export function command<const O extends Options>(definition: Definition<O, WorkspaceContext>): Command {
  return { worksOn: 'workspace', ...runnable(definition) };
}

/** A command that needs no workspace. */
export function fileCommand<const O extends Options>(definition: Definition<O, Context>): Command {
  return { worksOn: 'files', ...runnable(definition) };
}

function runnable<O extends Options, C extends Context>(definition: Definition<O, C>): Runnable<C> {
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
