import css from './formats.module.css';
import screenCss from './import.module.css';

const formats = [
  {
    name: 'Rows of agent_training_samples',
    note: 'NDJSON (one JSON object a line) or a JSON array. Verdicts in human_feedback come along, marked as from before.',
    example:
      '{"sample_id":"a1","created_at":"2026-09-01T08:00:00Z","source":{"agent_name":"Returns"},"query":{"text":"Can I return shoes?"},"agent_response":{"text":"Yes, within 45 days."}}',
  },
  {
    name: 'CSV',
    note: 'The table’s own columns, with JSON in the cells as Postgres exports them; or a plain sheet with these.',
    example:
      'sample_id,created_at,agent_name,query,response\na1,2026-09-01T08:00:00Z,Returns,Can I return shoes?,"Yes, within 45 days."',
  },
  {
    name: 'Chats',
    note: 'Lines in the chat format of fine-tuning. The last answer is the sample, what precedes it its history.',
    example:
      '{"messages":[{"role":"user","content":"Can I return shoes?"},{"role":"assistant","content":"Yes, within 45 days."}]}',
  },
];

/** What can be imported, each with the least that it needs. */
export function Formats() {
  return (
    <section aria-labelledby="formats-title">
      <h2 id="formats-title" className={screenCss['section']}>
        What can be imported<small>UTF-8, plain or gzip</small>
      </h2>
      <dl>
        {formats.map(({ name, note, example }) => (
          <div key={name} className={css['format']}>
            <dt className={css['name']}>{name}</dt>
            <dd className={css['note']}>{note}</dd>
            <dd className={css['example']}>
              <pre>{example}</pre>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
