import { useState } from 'react';
import type { CostAssumptions, CostSettings, ModelPrice } from '../../shared/domain/costs.ts';
import type { CostFinding, CountedReadiness } from '../../shared/domain/readiness.ts';
import { costLines, costSentence } from '../../shared/rules/readiness-costs.ts';
import { useSettings } from '../stores/workspace.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { classes } from '../ui/classes.ts';
import { attempt } from '../ui/notice.tsx';
import css from './costs.module.css';
import { NumberField } from './number-field.tsx';
import { PriceDialog } from './price-dialog.tsx';
import { PriceTable } from './price-table.tsx';
import { Section } from './section.tsx';
import { saveCosts } from './store.ts';

type Props = { counted: CountedReadiness; finding: CostFinding; approvalNow: number | null };

/** What a fine-tune costs and brings: what a person assumes, what that comes to, and the prices it rests on. */
export function Costs({ counted, finding, approvalNow }: Props) {
  const costs = useSettings((settings) => settings.costs);
  const [edited, setEdited] = useState<ModelPrice | 'new' | null>(null);
  const save = (change: (costs: CostSettings) => CostSettings) => void attempt(() => saveCosts(change));
  const assume = (change: Partial<CostAssumptions>) =>
    save((before) => ({ ...before, assumptions: { ...before.assumptions, ...change } }));
  return (
    <Section
      id="costs"
      title="Cost and benefit"
      small="an estimate, as good as the figures in it; saved with the workspace"
    >
      <div className={css['columns']}>
        <Assumptions costs={costs} approvalNow={approvalNow} onChange={assume} />
        <Account counted={counted} finding={finding} approvalNow={approvalNow} />
      </div>
      <h3 className={css['head']}>
        Prices
        <small>{costs.prices.currency} per million tokens, hosting per hour; each row with its page and its day</small>
        <Button look="quiet" onClick={() => setEdited('new')}>
          Add a model…
        </Button>
      </h3>
      <PriceTable prices={costs.prices} chosen={costs.assumptions.model} onEdit={setEdited} />
      {edited === null ? null : (
        <PriceDialog
          row={edited === 'new' ? null : edited}
          prices={costs.prices}
          onClose={() => setEdited(null)}
          onSave={(models) => saveCosts((before) => ({ ...before, prices: { ...before.prices, models } }))}
        />
      )}
    </Section>
  );
}

const none = '';

type AssumptionsProps = {
  costs: CostSettings;
  approvalNow: number | null;
  onChange: (change: Partial<CostAssumptions>) => void;
};

function Assumptions({ costs, approvalNow, onChange }: AssumptionsProps) {
  const { assumptions, prices } = costs;
  const { currency } = prices;
  const names = prices.models.map(({ model }) => model);
  const models: Record<string, string> = {
    [none]: 'not chosen',
    ...Object.fromEntries(names.map((name) => [name, name])),
  };
  const known = assumptions.model !== null && names.includes(assumptions.model) ? assumptions.model : none;
  const measured = approvalNow === null ? 'as production' : `as production, ${(100 * approvalNow).toFixed(1)}`;
  return (
    <div className={css['fields']}>
      <Choice
        label="Model to tune"
        value={known}
        options={models}
        onChange={(model) => onChange({ model: model === none ? null : model })}
      />
      <NumberField
        label="Epochs"
        value={assumptions.epochs}
        whole
        least={1}
        most={50}
        onSave={(epochs) => onChange({ epochs })}
      />
      <NumberField
        label={`Wage, ${currency} an hour`}
        value={assumptions.wagePerHour}
        onSave={(wagePerHour) => onChange({ wagePerHour })}
      />
      <NumberField
        label="Answers a month"
        value={assumptions.answersPerMonth}
        onSave={(answersPerMonth) => onChange({ answersPerMonth })}
      />
      <NumberField
        label="Input tokens an answer"
        value={assumptions.inputTokensPerAnswer}
        onSave={(inputTokensPerAnswer) => onChange({ inputTokensPerAnswer })}
      />
      <NumberField
        label="Output tokens an answer"
        value={assumptions.outputTokensPerAnswer}
        onSave={(outputTokensPerAnswer) => onChange({ outputTokensPerAnswer })}
      />
      <NumberField
        label={`A poor answer costs, ${currency}`}
        value={assumptions.costPerPoorAnswer}
        onSave={(costPerPoorAnswer) => onChange({ costPerPoorAnswer })}
      />
      <NumberField
        label="Approval now, %"
        unknown={measured}
        value={percentOf(assumptions.approvalNow)}
        most={100}
        onSave={(share) => onChange({ approvalNow: shareOf(share) })}
      />
      <NumberField
        label="Approval expected, %"
        value={percentOf(assumptions.approvalExpected)}
        most={100}
        onSave={(share) => onChange({ approvalExpected: shareOf(share) })}
      />
    </div>
  );
}

/** A person types 82.5, and reads 82.5 again. */
const percentOf = (share: number | null): number | null => (share === null ? null : Math.round(share * 1e6) / 1e4);
const shareOf = (percent: number | null): number | null => (percent === null ? null : percent / 100);

function Account({ counted, finding, approvalNow }: Props) {
  return (
    <div>
      <table className={css['account']}>
        <tbody>
          {costLines(counted, finding, approvalNow).map(({ name, how, amount, total }) => (
            <tr key={name} className={classes(total && css['total'])}>
              <th scope="row">{name}</th>
              <td className={css['how']}>{how}</td>
              <td className={css['amount']}>{amount}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css['sentence']}>{costSentence(finding)}</p>
    </div>
  );
}
