-- Looks at the result of an experiment. A look is fixed when a lead opens it: a verdict that comes later would otherwise
-- change it, and whoever watches would look many more times than its intervals allow for.

-- The whole days that a look sees: the planned ones, and half as many again each time, in whole weeks.
create function assay.look_day(days integer, look integer) returns integer
language plpgsql immutable set search_path = '' as $$
declare
  day integer := days;
begin
  for made in 1..look loop day := day + 7 * ((day + 13) / 14); end loop;
  return day;
end $$;

-- Of shares, which are 0 or 1, the square is the value.
create function assay.share_sums(n bigint, hits bigint) returns json
language sql immutable as $$
  select json_build_object('n', n, 'sum', hits, 'sumSq', hits)
$$;

-- What is known now of the conversations that met an experiment before a moment: sums of each metric, by arm, and by the
-- intents that are the most frequent; null stands for all others.
create function assay.tally(experiment uuid, until timestamptz) returns json
language sql stable set search_path = '' as $$
  with met as (
    select x.arm, o.intent, o.approved, o.edited, o.csat, o.violation
    from public.assay_exposures x join public.assay_outcomes o on o.exposure_id = x.exposure_id
    where x.experiment_id = tally.experiment and x.at < tally.until
  ), named as (
    select m.intent from met m where m.intent is not null group by 1 order by count(*) desc, m.intent collate "C" limit 12
  ), summed as (
    select a.arm, grouping(n.intent) as is_whole, n.intent, count(m.arm) as exposures, json_build_object(
      'approval', assay.share_sums(count(m.approved), count(*) filter (where m.approved)),
      'edits', assay.share_sums(count(m.edited), count(*) filter (where m.edited)),
      'csat', json_build_object('n', count(m.csat), 'sum', coalesce(sum(m.csat), 0),
        'sumSq', coalesce(sum(m.csat * m.csat), 0)),
      'violations', assay.share_sums(count(m.violation), count(*) filter (where m.violation))) as metrics
    from public.assay_arms a left join met m on m.arm = a.arm left join named n on n.intent = m.intent
    where a.experiment_id = tally.experiment
    group by grouping sets ((a.arm), (a.arm, n.intent))
  )
  select json_object_agg(w.arm, json_build_object('exposures', w.exposures, 'metrics', w.metrics,
    'intents', coalesce((
      select json_agg(json_build_object('intent', s.intent, 'exposures', s.exposures, 'metrics', s.metrics))
      from summed s where s.arm = w.arm and s.is_whole = 0 and s.exposures > 0), '[]')))
  from summed w where w.is_whole = 1
$$;

-- Opens a look whose days are over, once and for everybody: opened again, it stays what it was.
create function public.assay_open_look(experiment_id uuid, look integer) returns json
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  me constant public.assay_members := assay.calling_lead();
  e constant public.assay_experiments := assay.locked_experiment(assay_open_look.experiment_id);
  nth constant integer := assay_open_look.look;
  until timestamptz;
  counted jsonb;
begin
  if coalesce(nth not between 0 and 20, true) then
    perform assay.refuse('bad_argument', 'A look is named by its number, from 0 on.', 'Update Assay on this device.');
  end if;
  if exists (select from public.assay_looks l where l.experiment_id = e.experiment_id and l.look >= nth) then
    return assay.experiment_answer(e.experiment_id);
  end if;
  if e.state not in ('running', 'stopped') then perform assay.refuse_state(e, 'opened'); end if;
  until := e.started_at + make_interval(hours => 24 * assay.look_day(e.days, nth));
  if until > least(now(), e.stopped_at) then
    perform assay.refuse('too_early', 'The days of this look are not over.', 'Wait until they are.');
  end if;
  counted := assay.tally(e.experiment_id, until);
  if exists (select from jsonb_each(counted) a where a.value -> 'exposures' = '0') then
    perform assay.refuse('too_early', 'No conversation has come to one of its arms: there is nothing to compare.',
      'See that the agent’s server asks for an arm and answers by it.');
  end if;
  insert into public.assay_looks (experiment_id, look, opened_by, arms)
  values (e.experiment_id, nth, me.member_id, counted);
  -- Its row brings the look to every lead.
  update public.assay_experiments t set state = t.state where t.experiment_id = e.experiment_id;
  return assay.experiment_changed(e.experiment_id, me.member_id, 'opened', jsonb_build_object('look', nth));
end $$;
