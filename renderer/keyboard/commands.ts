import type { Chord } from './chord.ts';

/**
 * Where a command lives. `global` is valid on every screen; a screen's own commands win over it; what opens on top of a
 * screen (`panel`: reasons, skip, pause, guidelines) wins over the screen.
 */
export type Scope =
  | 'global'
  | 'labeling'
  | 'browser'
  | 'dataset'
  | 'readiness'
  | 'finetune'
  | 'deploy'
  | 'jobs'
  | 'evaluation'
  | 'comparing'
  | 'reasons'
  | 'skip'
  | 'panel';

export const groups = [
  'Scoring',
  'Decision',
  'Answer',
  'Loop',
  'Reading',
  'Find',
  'Dataset',
  'Fine-tune',
  'Evaluation',
  'Experiment',
  'Window',
] as const;

export type Command = {
  title: string;
  group: (typeof groups)[number];
  scope: Scope;
  /** The default keys; the first is the one that hints show. */
  keys: readonly Chord[];
  /** A held key runs it again. Everything else happens once a press: a held Enter commits once. */
  repeats?: boolean;
  /** Its Mod chord belongs to the text while one types, as undo does. */
  leavesText?: boolean;
};

const score = (n: number) => ({ title: `Score ${n}`, group: 'Scoring', scope: 'labeling', keys: [`${n}`] }) as const;
const reason = (n: number, name: string) =>
  ({ title: `Reason: ${name}`, group: 'Decision', scope: 'reasons', keys: [`${n}`] }) as const;
const skip = (n: number, name: string) =>
  ({ title: `Skip: ${name}`, group: 'Loop', scope: 'skip', keys: [`${n}`] }) as const;
const order = (name: string) => ({ title: `Order: ${name}`, group: 'Loop', scope: 'labeling', keys: [] }) as const;

/** Every command of the window with its default keys: keymap, palette, key sheet and menu read this one table. */
const commands = {
  'score.1': score(1),
  'score.2': score(2),
  'score.3': score(3),
  'score.4': score(4),
  'score.5': score(5),
  'score.fill': { title: 'Give the rest the last score', group: 'Scoring', scope: 'labeling', keys: ['0'] },
  'criterion.previous': {
    title: 'Criterion above',
    group: 'Scoring',
    scope: 'labeling',
    keys: ['ArrowUp'],
    repeats: true,
  },
  'criterion.next': {
    title: 'Criterion below',
    group: 'Scoring',
    scope: 'labeling',
    keys: ['ArrowDown'],
    repeats: true,
  },
  'score.lower': { title: 'Lower the score', group: 'Scoring', scope: 'labeling', keys: ['ArrowLeft'], repeats: true },
  'score.higher': {
    title: 'Raise the score',
    group: 'Scoring',
    scope: 'labeling',
    keys: ['ArrowRight'],
    repeats: true,
  },

  'decision.approve': { title: 'Approve', group: 'Decision', scope: 'labeling', keys: ['A'] },
  'decision.edit': { title: 'Edit the answer', group: 'Decision', scope: 'labeling', keys: ['E'] },
  'decision.reject': { title: 'Reject', group: 'Decision', scope: 'labeling', keys: ['R'] },
  'reason.1': reason(1, 'tone'),
  'reason.2': reason(2, 'factual correction'),
  'reason.3': reason(3, 'policy'),
  'reason.4': reason(4, 'added context'),
  'reason.5': reason(5, 'removed content'),
  'reason.6': reason(6, 'complete rewrite'),
  'reason.7': reason(7, 'other'),
  'label.commit': { title: 'Commit and next', group: 'Decision', scope: 'labeling', keys: ['Enter', 'Mod+Enter'] },

  'edit.diff': { title: 'Show or hide the diff', group: 'Answer', scope: 'labeling', keys: ['D'] },
  'edit.meetsBar': { title: 'The correction meets the bar', group: 'Answer', scope: 'labeling', keys: ['M'] },
  'edit.reset': { title: 'Drop the correction', group: 'Answer', scope: 'labeling', keys: ['Shift+E'] },
  'label.note': { title: 'Note', group: 'Answer', scope: 'labeling', keys: ['N'] },
  'label.tags': { title: 'Tags', group: 'Answer', scope: 'labeling', keys: ['T'] },

  'loop.undo': { title: 'Undo', group: 'Loop', scope: 'labeling', keys: ['U', 'Mod+Z'], leavesText: true },
  'loop.redo': {
    title: 'Redo',
    group: 'Loop',
    scope: 'labeling',
    keys: ['Shift+U', 'Mod+Shift+Z', 'Mod+Y'],
    leavesText: true,
  },
  'loop.next': { title: 'Next sample', group: 'Loop', scope: 'labeling', keys: ['J'] },
  'loop.previous': { title: 'Previous sample', group: 'Loop', scope: 'labeling', keys: ['K'] },
  'loop.jump': { title: 'Jump to a sample', group: 'Loop', scope: 'labeling', keys: ['G'] },
  'label.skip': { title: 'Skip with a reason', group: 'Loop', scope: 'labeling', keys: ['S'] },
  'skip.1': skip(1, 'unclear'),
  'skip.2': skip(2, 'language'),
  'skip.3': skip(3, 'missing context'),
  'skip.4': skip(4, 'personal data'),
  'skip.5': skip(5, 'other'),
  'label.ask': { title: 'Ask the lead', group: 'Loop', scope: 'labeling', keys: ['Q'] },
  'loop.queue': { title: 'Switch queue', group: 'Loop', scope: 'labeling', keys: [] },
  'loop.all': { title: 'Label all samples, not a selection', group: 'Loop', scope: 'labeling', keys: [] },
  'lead.return': { title: 'Return to a labeler', group: 'Loop', scope: 'labeling', keys: ['B'] },
  'label.flag': { title: 'Flag', group: 'Loop', scope: 'labeling', keys: ['F'] },
  'loop.pause': { title: 'Pause', group: 'Loop', scope: 'labeling', keys: ['P'] },
  'order.oldest': order('oldest first'),
  'order.newest': order('newest first'),
  'order.least_confident': order('least confident first'),
  'order.random': order('random'),
  'order.by_intent': order('each intent in turn'),
  'order.by_conversation': order('by conversation'),

  'answer.down': { title: 'Scroll the answer', group: 'Reading', scope: 'labeling', keys: ['Space'], repeats: true },
  'answer.up': {
    title: 'Scroll the answer back',
    group: 'Reading',
    scope: 'labeling',
    keys: ['Shift+Space'],
    repeats: true,
  },
  'read.sources': { title: 'Sources', group: 'Reading', scope: 'labeling', keys: ['O'] },
  'read.history': { title: 'Earlier turns', group: 'Reading', scope: 'labeling', keys: ['H'] },
  'read.guidelines': { title: 'Guidelines at this criterion', group: 'Reading', scope: 'labeling', keys: ['I'] },

  'find.text': { title: 'Find samples', group: 'Find', scope: 'global', keys: ['/', 'Mod+F'] },

  'browser.previous': { title: 'Row above', group: 'Find', scope: 'browser', keys: ['ArrowUp'], repeats: true },
  'browser.next': { title: 'Row below', group: 'Find', scope: 'browser', keys: ['ArrowDown'], repeats: true },
  'browser.pageUp': { title: 'Page up', group: 'Find', scope: 'browser', keys: ['PageUp'], repeats: true },
  'browser.pageDown': { title: 'Page down', group: 'Find', scope: 'browser', keys: ['PageDown'], repeats: true },
  'browser.first': { title: 'First row', group: 'Find', scope: 'browser', keys: ['Home'] },
  'browser.last': { title: 'Last row', group: 'Find', scope: 'browser', keys: ['End'] },
  'browser.open': { title: 'Open in the loop', group: 'Find', scope: 'browser', keys: ['Enter'] },
  'browser.label': { title: 'Label these', group: 'Find', scope: 'browser', keys: ['L'] },
  'browser.filter': { title: 'Filters', group: 'Find', scope: 'browser', keys: ['F'] },
  'browser.clear': { title: 'Clear search and filters', group: 'Find', scope: 'browser', keys: ['C'] },
  'browser.refresh': { title: 'Search again', group: 'Find', scope: 'browser', keys: ['F5'] },

  'dataset.overview': { title: 'Overview', group: 'Dataset', scope: 'dataset', keys: ['1'] },
  'dataset.samples': { title: 'Samples, and why', group: 'Dataset', scope: 'dataset', keys: ['2'] },
  'dataset.alike': { title: 'Alike samples', group: 'Dataset', scope: 'dataset', keys: ['3'] },
  'dataset.personal': { title: 'Personal data', group: 'Dataset', scope: 'dataset', keys: ['4'] },
  'dataset.built': { title: 'Built datasets', group: 'Dataset', scope: 'dataset', keys: ['5'] },
  'dataset.plan': { title: 'To the plan', group: 'Dataset', scope: 'dataset', keys: ['P'] },
  'dataset.ask': { title: 'Ask about a sample', group: 'Dataset', scope: 'dataset', keys: ['W'] },
  'dataset.open': { title: 'Open the sample in the loop', group: 'Dataset', scope: 'dataset', keys: ['Enter'] },
  'dataset.rival': { title: 'The sample that stays in its place', group: 'Dataset', scope: 'dataset', keys: ['S'] },
  'dataset.copy': { title: 'Copy the line', group: 'Dataset', scope: 'dataset', keys: ['C'] },
  'dataset.keep': { title: 'Keep by choice', group: 'Dataset', scope: 'dataset', keys: ['K'] },
  'dataset.leaveOut': { title: 'Leave out by choice', group: 'Dataset', scope: 'dataset', keys: ['O'] },
  'dataset.letStay': { title: 'Let the value stay', group: 'Dataset', scope: 'dataset', keys: ['L'] },
  'dataset.addPattern': { title: 'Add a pattern for personal data', group: 'Dataset', scope: 'dataset', keys: ['N'] },
  'dataset.allow': { title: 'Values that are nobody’s', group: 'Dataset', scope: 'dataset', keys: ['A'] },
  'dataset.largest': { title: 'The largest group', group: 'Dataset', scope: 'dataset', keys: ['G'] },
  'dataset.verify': { title: 'Verify the files', group: 'Dataset', scope: 'dataset', keys: ['V'] },
  'dataset.build': { title: 'Build the dataset', group: 'Dataset', scope: 'dataset', keys: ['Mod+E'] },
  'dataset.recount': { title: 'Count again', group: 'Dataset', scope: 'dataset', keys: ['F5'] },
  'finetune.runs': { title: 'List of runs', group: 'Fine-tune', scope: 'finetune', keys: ['L'] },
  'finetune.new': { title: 'New run', group: 'Fine-tune', scope: 'finetune', keys: ['N'] },
  'finetune.models': { title: 'Models', group: 'Fine-tune', scope: 'finetune', keys: ['M'] },
  'finetune.providers': { title: 'Providers and keys', group: 'Fine-tune', scope: 'finetune', keys: ['P'] },
  'finetune.open': { title: 'Read the run', group: 'Fine-tune', scope: 'finetune', keys: ['Enter'] },
  'finetune.cancel': { title: 'Cancel the run', group: 'Fine-tune', scope: 'finetune', keys: ['C'] },
  'finetune.resume': {
    title: 'Resume the run, look again, or ask now',
    group: 'Fine-tune',
    scope: 'finetune',
    keys: ['R'],
  },
  'finetune.settle': { title: 'Say what became of the run', group: 'Fine-tune', scope: 'finetune', keys: ['S'] },
  'finetune.giveUp': { title: 'Give the run up', group: 'Fine-tune', scope: 'finetune', keys: ['G'] },
  'finetune.again': { title: 'Run again', group: 'Fine-tune', scope: 'finetune', keys: ['A'] },
  'finetune.check': { title: 'Preflight', group: 'Fine-tune', scope: 'finetune', keys: ['Mod+E'] },
  'finetune.key': { title: 'Enter a key', group: 'Fine-tune', scope: 'finetune', keys: ['K'] },
  'finetune.try': { title: 'Try the provider', group: 'Fine-tune', scope: 'finetune', keys: ['T'] },
  'readiness.examples': { title: 'Examples of a correction', group: 'Reading', scope: 'readiness', keys: ['X'] },
  'readiness.count': { title: 'Count readiness again', group: 'Window', scope: 'readiness', keys: ['F5'] },
  'readiness.report': { title: 'Save the readiness report', group: 'Window', scope: 'readiness', keys: ['Mod+P'] },

  'deploy.new': { title: 'Plan an experiment', group: 'Experiment', scope: 'deploy', keys: ['N'] },
  'deploy.edit': { title: 'Change the plan', group: 'Experiment', scope: 'deploy', keys: ['E'] },
  'deploy.start': { title: 'Start the experiment', group: 'Experiment', scope: 'deploy', keys: ['S'] },
  'deploy.open': { title: 'Open the result', group: 'Experiment', scope: 'deploy', keys: ['O'] },
  'deploy.stop': { title: 'Stop the experiment', group: 'Experiment', scope: 'deploy', keys: ['X'] },
  'deploy.decide': { title: 'Decide', group: 'Experiment', scope: 'deploy', keys: ['D'] },
  'deploy.rollOut': { title: 'Roll out or back', group: 'Experiment', scope: 'deploy', keys: ['R'] },
  'deploy.losses': { title: 'Lost conversations', group: 'Experiment', scope: 'deploy', keys: ['L'] },

  'jobs.cancel': { title: 'Cancel the job', group: 'Window', scope: 'jobs', keys: [] },
  'jobs.resume': { title: 'Resume the job', group: 'Window', scope: 'jobs', keys: ['R'] },
  'jobs.copyLog': { title: 'Copy the log', group: 'Window', scope: 'jobs', keys: ['C'] },
  'evaluation.new': { title: 'New evaluation', group: 'Evaluation', scope: 'evaluation', keys: ['N'] },
  'evaluation.judge': { title: 'Judge', group: 'Evaluation', scope: 'evaluation', keys: ['J'] },
  'evaluation.publish': { title: 'Let the team judge', group: 'Evaluation', scope: 'evaluation', keys: ['P'] },
  'evaluation.assign': { title: 'Who judges', group: 'Evaluation', scope: 'evaluation', keys: ['A'] },
  'evaluation.results': { title: 'Results', group: 'Evaluation', scope: 'evaluation', keys: ['R'] },
  'evaluation.cancel': { title: 'Ask for no more answers', group: 'Evaluation', scope: 'evaluation', keys: ['C'] },
  'evaluation.resume': { title: 'Ask for the missing answers', group: 'Evaluation', scope: 'evaluation', keys: ['M'] },
  'evaluation.find': { title: 'The sample in Find', group: 'Evaluation', scope: 'evaluation', keys: ['F'] },
  'compare.first': {
    title: 'The first answer is better',
    group: 'Evaluation',
    scope: 'comparing',
    keys: ['ArrowLeft', '1'],
  },
  'compare.second': {
    title: 'The second answer is better',
    group: 'Evaluation',
    scope: 'comparing',
    keys: ['ArrowRight', '2'],
  },
  'compare.tie': { title: 'Both are as good', group: 'Evaluation', scope: 'comparing', keys: ['T', '0'] },
  'compare.bothBad': { title: 'Both are bad', group: 'Evaluation', scope: 'comparing', keys: ['X'] },
  'compare.scores': { title: 'Score both answers', group: 'Evaluation', scope: 'comparing', keys: ['S'] },
  'compare.commit': {
    title: 'Commit the comparison and next',
    group: 'Evaluation',
    scope: 'comparing',
    keys: ['Enter', 'Mod+Enter'],
  },
  'compare.note': { title: 'Note on the comparison', group: 'Evaluation', scope: 'comparing', keys: ['N'] },
  'compare.next': { title: 'Next comparison', group: 'Evaluation', scope: 'comparing', keys: ['J'] },
  'compare.previous': { title: 'Previous comparison', group: 'Evaluation', scope: 'comparing', keys: ['K'] },
  'compare.undo': {
    title: 'Undo the last comparison',
    group: 'Evaluation',
    scope: 'comparing',
    keys: ['U', 'Mod+Z'],
    leavesText: true,
  },
  'compare.history': { title: 'Earlier turns of both', group: 'Evaluation', scope: 'comparing', keys: ['H'] },
  'compare.pause': { title: 'Pause comparing', group: 'Evaluation', scope: 'comparing', keys: ['P'] },
  'compare.down': {
    title: 'Scroll both answers',
    group: 'Evaluation',
    scope: 'comparing',
    keys: ['Space'],
    repeats: true,
  },
  'compare.up': {
    title: 'Scroll both answers back',
    group: 'Evaluation',
    scope: 'comparing',
    keys: ['Shift+Space'],
    repeats: true,
  },

  'go.labeling': { title: 'Go to Label', group: 'Window', scope: 'global', keys: ['Mod+1'] },
  'go.browser': { title: 'Go to Find', group: 'Window', scope: 'global', keys: ['Mod+2'] },
  'go.import': { title: 'Go to Import', group: 'Window', scope: 'global', keys: ['Mod+3'] },
  'go.settings': { title: 'Go to Settings', group: 'Window', scope: 'global', keys: ['Mod+4'] },
  'go.team': { title: 'Go to Team', group: 'Window', scope: 'global', keys: ['Mod+5'] },
  'go.lead': { title: 'Go to Lead', group: 'Window', scope: 'global', keys: ['Mod+6'] },
  'go.dataset': { title: 'Go to Datasets', group: 'Window', scope: 'global', keys: ['Mod+7'] },
  'go.readiness': { title: 'Go to Readiness', group: 'Window', scope: 'global', keys: ['Mod+8'] },
  'go.finetune': { title: 'Go to Fine-tune', group: 'Window', scope: 'global', keys: ['Mod+9'] },
  'go.evaluation': { title: 'Go to Evaluate', group: 'Window', scope: 'global', keys: ['Mod+Shift+E'] },
  'go.deploy': { title: 'Go to Deploy', group: 'Window', scope: 'global', keys: ['Mod+Shift+D'] },
  'go.jobs': { title: 'Go to Jobs', group: 'Window', scope: 'global', keys: ['Mod+J'] },
  'sync.now': { title: 'Sync now', group: 'Window', scope: 'global', keys: ['Mod+S'] },
  'sync.check': { title: 'Compare with the server', group: 'Window', scope: 'global', keys: [] },
  'workspace.open': { title: 'Open a workspace', group: 'Window', scope: 'global', keys: ['Mod+O'] },
  'workspace.new': { title: 'New workspace', group: 'Window', scope: 'global', keys: [] },
  'workspace.demo': { title: 'Open the demo workspace', group: 'Window', scope: 'global', keys: [] },
  'import.choose': { title: 'Import samples', group: 'Window', scope: 'global', keys: ['Mod+I'] },
  'help.palette': { title: 'All commands', group: 'Window', scope: 'global', keys: ['Mod+K'] },
  'help.keys': { title: 'All keys', group: 'Window', scope: 'global', keys: ['?', 'F1'] },
  'help.practice': { title: 'Practice', group: 'Window', scope: 'global', keys: [] },
  'app.back': { title: 'Back', group: 'Window', scope: 'global', keys: ['Escape'] },
} as const satisfies Record<string, Command>;

export type CommandId = keyof typeof commands;

export const commandIds = Object.keys(commands) as CommandId[];

export function isCommandId(id: string): id is CommandId {
  return Object.hasOwn(commands, id);
}

export function commandOf(id: CommandId): Command {
  return commands[id];
}
