-- The team's table gets every decided verdict, in the words that its readers know, merged into what is there. When a
-- verdict is taken back, the table gets back what was there before.

-- What was written into a sample, and what stood in its place. `problem`: why the table would not take it.
create table public.assay_written (
  sample_id text collate "C" primary key,
  verdict_id uuid,
  wrote jsonb not null default '{}',
  before jsonb not null default '{}',
  problem text
);

-- Scores under our names, and policy under the table's name beside it.
create function assay.written_scores(scores jsonb) returns jsonb
language sql immutable as $$
  select (scores - 'overall') || jsonb_build_object('policy_alignment', scores -> 'policy')
$$;

-- A verdict in the table's dialect: the scores are those of the text that would be trained on.
create function assay.written_feedback(verdict jsonb, by_member uuid, committed_at timestamptz) returns jsonb
language sql immutable as $$
  select jsonb_build_object(
    'approved', verdict ->> 'decision' <> 'reject',
    'approved_by', case when verdict ->> 'decision' <> 'reject' then by_member end,
    'approved_at', case when verdict ->> 'decision' <> 'reject' then committed_at end,
    'human_edited_text', verdict -> 'correction' -> 'text',
    'edit_reason', verdict -> 'reasons' -> 0,
    'overall_rating', case coalesce(verdict -> 'correction' -> 'scores', verdict -> 'scores') ->> 'overall'
      when '5' then 'excellent' when '4' then 'good' when '3' then 'fair' else 'poor' end
  ) || case when verdict ->> 'note' <> '' then jsonb_build_object('notes', verdict -> 'note') else '{}' end
$$;

-- An object with what we wrote taken out, and what was before put back; what somebody has changed since stays theirs.
create function assay.without(current jsonb, wrote jsonb, before jsonb) returns jsonb
language sql immutable as $$
  select coalesce(jsonb_object_agg(e.key, e.value) filter (where e.value is not null), '{}')
  from (
    select c.key, case when wrote -> c.key = c.value then before -> c.key else c.value end as value
    from jsonb_each(case jsonb_typeof(current) when 'object' then current else '{}' end) c
  ) e
$$;

-- The part of an object that is about to be overwritten.
create function assay.only(current jsonb, keys jsonb) returns jsonb
language sql immutable as $$
  select coalesce(jsonb_object_agg(c.key, c.value), '{}') from jsonb_each(current) c where keys ? c.key
$$;

create function assay.write_verdicts(sample_ids text[]) returns void
language sql set search_path = '' as $$
  with decided as materialized (
    select s.sample_id as key, s.sample_id::text as id, v.*,
      assay.without(s.human_feedback - 'quality_scores', w.wrote -> 'feedback', w.before -> 'feedback') as feedback,
      assay.without(s.human_feedback -> 'quality_scores', w.wrote -> 'scores', w.before -> 'scores') as scores,
      assay.without(s.training_flags, w.wrote -> 'flags', w.before -> 'flags') as flags,
      coalesce(w.before -> 'bare', to_jsonb(s.human_feedback is null)) as was_bare
    from public.agent_training_samples s
    left join public.assay_written w on w.sample_id = s.sample_id::text
    left join lateral (
      select i.verdict_id, coalesce(l.verdict, a.verdict)::jsonb as verdict,
        coalesce(l.member_id, a.member_id) as by_member, i.verdict_at
      from public.assay_queue_items i
      left join public.assay_labels l on l.label_id = i.verdict_id
      left join public.assay_adjudications a on a.adjudication_id = i.verdict_id
      where i.sample_id = s.sample_id::text and i.verdict_id is not null
        -- What somebody brought along decides only where nobody has judged for the team.
        and (i.queue_id <> assay.brought_along() or not exists (
          select from public.assay_assignments w
          where w.sample_id = i.sample_id and w.queue_id <> i.queue_id and w.label_id is not null))
      order by i.verdict_at desc, i.verdict_id limit 1
    ) v on true
    where s.sample_id::text collate "C" = any (sample_ids)
      and v.verdict_id is distinct from w.verdict_id
      and coalesce(jsonb_typeof(s.human_feedback), 'null') in ('object', 'null')
  ), ours as materialized (
    select d.*,
      case when d.verdict is null then '{}'
        else assay.written_feedback(d.verdict, d.by_member, d.verdict_at) end as new_feedback,
      case when d.verdict is null then '{}'
        else assay.written_scores(coalesce(d.verdict -> 'correction' -> 'scores', d.verdict -> 'scores')) end as new_scores,
      case when d.verdict is null then '{}' else jsonb_build_object('quality_reviewed', true) end as new_flags
    from decided d
  ), kept as (
    insert into public.assay_written as w (sample_id, verdict_id, wrote, before)
    select o.id, o.verdict_id,
      jsonb_build_object('feedback', o.new_feedback, 'scores', o.new_scores, 'flags', o.new_flags),
      jsonb_build_object('feedback', assay.only(o.feedback, o.new_feedback), 'scores', assay.only(o.scores, o.new_scores),
        'flags', assay.only(o.flags, o.new_flags), 'bare', o.was_bare)
    from ours o
    on conflict (sample_id) do update set verdict_id = excluded.verdict_id, wrote = excluded.wrote,
      before = case when excluded.verdict_id is null then '{}' else excluded.before end, problem = null
  )
  update public.agent_training_samples s
  set human_feedback = case
      when o.verdict_id is null and o.was_bare = 'true' and o.feedback = '{}' and o.scores = '{}' then null
      else (o.feedback || o.new_feedback) || case when o.scores || o.new_scores = '{}' then '{}'
        else jsonb_build_object('quality_scores', o.scores || o.new_scores) end end,
    training_flags = o.flags || o.new_flags,
    updated_at = now()
  from ours o where s.sample_id = o.key
$$;

-- Writes what it can. A table of the team's own may refuse a value; that must not hold up the labels.
create function assay.write_back(sample_ids text[]) returns void
language plpgsql set search_path = '' as $$
declare
  id text;
begin
  begin
    perform assay.write_verdicts(sample_ids);
    return;
  exception when data_exception or integrity_constraint_violation or raise_exception then
    if cardinality(sample_ids) = 1 then
      insert into public.assay_written (sample_id, problem) values (sample_ids[1], sqlerrm)
      on conflict (sample_id) do update set problem = excluded.problem;
      return;
    end if;
  end;
  foreach id in array sample_ids loop
    perform assay.write_back(array[id]);
  end loop;
end $$;

-- What follows from verdicts that were decided, or are decided no more.
create function assay.verdicts_changed(sample_ids text[]) returns void
language sql set search_path = '' as $$
  select assay.write_back(sample_ids)
$$;

-- Decides again what the labels of some samples say: agreed by as many as the queue asks for, or adjudicated by a lead who
-- saw exactly the labels that stand.
create function assay.settle(sample_ids text[]) returns void
language plpgsql set search_path = '' set enable_seqscan = off as $$
declare
  changed text[];
begin
  with standing as (
    select a.queue_id, a.sample_id, count(*) as labels, count(distinct l.decision) as decisions,
      array_agg(l.label_id order by l.committed_at desc, l.label_id desc) as ids, max(l.committed_at) as at
    from public.assay_assignments a join public.assay_labels l on l.label_id = a.label_id
    where a.sample_id = any (sample_ids) group by 1, 2
  ), verdicts as (
    select i.queue_id, i.sample_id,
      coalesce(r.adjudication_id, case when s.labels >= i.overlap and s.decisions = 1 then s.ids[1] end) as verdict_id,
      coalesce(r.committed_at, s.at) as at
    from public.assay_queue_items i
    left join standing s on s.queue_id = i.queue_id and s.sample_id = i.sample_id
    left join lateral (
      select j.adjudication_id, j.committed_at from public.assay_adjudications j
      where j.sample_id = i.sample_id and j.queue_id = i.queue_id and j.saw @> s.ids and j.saw <@ s.ids
      order by j.committed_at desc, j.adjudication_id desc limit 1
    ) r on true
    where i.sample_id = any (sample_ids)
  ), settled as (
    update public.assay_queue_items i
    set verdict_id = v.verdict_id, verdict_at = case when v.verdict_id is not null then v.at end
    from verdicts v
    where i.sample_id = any (sample_ids) and i.queue_id = v.queue_id and i.sample_id = v.sample_id
      and i.verdict_id is distinct from v.verdict_id
    returning i.sample_id
  )
  select array_agg(distinct c.sample_id) into changed
  from (
    select s.sample_id from settled s
    union all
    select i.sample_id from public.assay_queue_items i
    where i.queue_id = assay.brought_along() and i.sample_id = any (sample_ids) and i.verdict_id is not null
  ) c;
  if changed is not null then perform assay.verdicts_changed(changed); end if;
end $$;
