import type { Recipe } from '../../shared/domain/dataset.ts';
import css from '../styles/facts.module.css';
import text from '../styles/text.module.css';
import { count, date, dayBefore, percent, plural } from '../ui/format.ts';
import { rulesText } from './kinds.ts';

/** Everything that decided what a dataset holds, beside samples and labels. */
export function BuiltRecipe({ recipe }: { recipe: Recipe }) {
  const { filters, gate, split, nearDuplicates, choices, personalData, maxTokens, systemPrompts } = recipe;
  const times = [
    filters.from === null ? null : `from ${date(filters.from)}`,
    filters.to === null ? null : `to ${date(dayBefore(filters.to))}`,
  ].filter((time) => time !== null);
  const facts: readonly [string, string][] = [
    ['Agent', filters.agent ?? 'all'],
    ['Tags', filters.tags.join(', ') || 'any or none'],
    ['Time', times.join(' ') || 'all'],
    ['Overall', `${gate.minOverall} or more`],
    ['Every criterion', `${gate.minCriterion} or more`],
    ['Approved', gate.approvedOnly ? 'only' : 'or not'],
    ['Near duplicates', nearDuplicates === 'keep_best' ? 'the best stays' : 'all stay'],
    ['By choice', `${count(choices.keep.length)} kept, ${count(choices.leaveOut.length)} left out`],
    ['Personal data', rulesText(personalData)],
    ['Validation', percent(split.validation)],
    ['Hold-out', percent(split.holdout)],
    ['Seed', String(split.seed)],
    ['Longest', maxTokens === null ? 'no limit' : plural(maxTokens, 'token')],
    ['System prompts', plural(Object.keys(systemPrompts).length, 'agent')],
  ];
  return (
    <>
      <h3 className={text['section']}>What decided</h3>
      <dl className={css['facts']}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
