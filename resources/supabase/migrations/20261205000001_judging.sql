-- How items come to their judges, and judgments back: operations of the outbox, so that both work without a network.

-- Why a judgment does not count; null where it does. The time of its commit is the word of its device: with a clock that was
-- set back a judge could change after the end what they had said, blind as before. Whoever was told whose the answers are is
-- held to when it came, by the server's own clock.
create function assay.discounted(
  e public.assay_evaluations, member uuid, committed timestamptz, received timestamptz) returns text
language sql stable as $$
  select case
    when committed > e.closed_at then 'judged_after'
    when exists (
      select from public.assay_evaluation_openings o
      where o.evaluation_id = e.evaluation_id and o.member_id = member and o.at <= received) then 'told_before'
  end
$$;

-- Lets the last judgment of a comparison that counts stand. Of one device its own count tells which is later; of two the time
-- of the commit does, where none is earlier than what its device has said of it before: with a clock that was set back, each
-- of three could be later than another.
create function assay.stand(id uuid) returns void
language sql set search_path = '' as $$
  update public.assay_comparisons c set head_id = j.judgment_id, judgment = j.judgment, late = j.late
  from (
    select k.*, max(k.committed_at) over (partition by k.device_id order by k.seq) as at
    from public.assay_judgments k
    join public.assay_comparisons t using (comparison_id, member_id)
    join public.assay_evaluations e on e.evaluation_id = t.evaluation_id
    where k.comparison_id = id and assay.discounted(e, k.member_id, k.committed_at, k.received_at) is null
    order by at desc, k.device_id desc, k.seq desc limit 1) j
  where c.comparison_id = id
$$;

-- Gives an item to a member, or back to one who had it.
create function assay.give_comparison(e public.assay_evaluations, item uuid, member uuid) returns void
language plpgsql set search_path = '' as $$
begin
  insert into public.assay_comparisons as c (comparison_id, evaluation_id, item_id, member_id, swapped, state)
  values (assay.comparison_id(item, member), e.evaluation_id, item, member, assay.swapped(item, member), e.state)
  on conflict (item_id, member_id) do update set state = excluded.state where c.state = 'revoked';
  perform assay.stand(assay.comparison_id(item, member));
end $$;

-- Gives out comparisons until this item (null: each one of the evaluation) has as many judges as are wanted: always to whoever
-- has the fewest, by chance among equals. Who has judged it already has it; what a removed member has not judged does not
-- count. How many it gave.
create function assay.give_comparisons(e public.assay_evaluations, only_item uuid) returns integer
language plpgsql set search_path = '' as $$
declare
  judges constant uuid[] := array(
    select m.member_id from public.assay_members m
    where m.member_id = any (e.members) and m.removed_at is null order by random());
  has integer[] := array(
    select (select count(*) from public.assay_comparisons c
      where c.evaluation_id = e.evaluation_id and c.member_id = j.id and c.state = 'open')
    from unnest(judges) with ordinality j (id, place) order by j.place);
  item record;
  chosen bigint;
  given integer := 0;
begin
  for item in
    select i.item_id, e.judges - (
      select count(*) from public.assay_comparisons c
      where c.item_id = i.item_id and (c.judgment is not null or c.state = 'open' and c.member_id = any (judges))) as lacks
    from public.assay_evaluation_items i
    where i.evaluation_id = e.evaluation_id and (only_item is null or i.item_id = only_item)
    order by random()
  loop
    for i in 1 .. item.lacks loop
      select j.place into chosen from unnest(judges, has) with ordinality j (id, has, place)
      where not exists (
        select from public.assay_comparisons c
        where c.item_id = item.item_id and c.member_id = j.id and c.state <> 'revoked')
      order by j.has, j.place limit 1;
      exit when not found;
      perform assay.give_comparison(e, item.item_id, judges[chosen]);
      has[chosen] := has[chosen] + 1;
      given := given + 1;
    end loop;
  end loop;
  return given;
end $$;

-- Locks an evaluation: who judges, gives out, closes or erases waits here, and so never for one another.
create function assay.locked_evaluation(id uuid) returns public.assay_evaluations
language plpgsql set search_path = '' as $$
declare
  e public.assay_evaluations;
begin
  select * into e from public.assay_evaluations t where t.evaluation_id = id for no key update;
  return e;
end $$;

-- An evaluation is published once; what is sent of it again changes nothing.
create function assay.apply_evaluation(o assay.op, s assay.sender, body json) returns assay.outcome
language plpgsql set search_path = '' as $$
begin
  if s.role <> 'lead' then return assay.rejected('not_lead'); end if;
  if coalesce(length(body ->> 'name'), 0) not between 1 and 100
    or not coalesce((body ->> 'judges')::integer between 1 and 9 and (body ->> 'items')::integer between 1 and 5000
      and json_typeof(body -> 'scored') = 'boolean' and json_array_length(body -> 'members') between 1 and 1000
      and not exists (select from json_array_elements(body -> 'members') m where json_typeof(m) <> 'string'), false)
  then
    return assay.rejected('malformed');
  end if;
  insert into public.assay_evaluations (evaluation_id, name, judges, scored, items, members, created_by)
  values ((body ->> 'evaluation_id')::uuid, body ->> 'name', (body ->> 'judges')::integer, (body ->> 'scored')::boolean,
    (body ->> 'items')::integer, array(select json_array_elements_text(body -> 'members')::uuid), s.member_id)
  on conflict (evaluation_id) do nothing;
  return ('applied', null, null, false)::assay.outcome;
end $$;

-- An item of an evaluation comes to its judges, and first to whoever has judged it before a restore: to these alone where the
-- evaluation is closed by now. One whose sample was erased meanwhile is done with.
create function assay.apply_evaluation_item(o assay.op, s assay.sender, body json) returns assay.outcome
language plpgsql set search_path = '' as $$
declare
  e public.assay_evaluations;
  item constant uuid := (body ->> 'item_id')::uuid;
  done constant assay.outcome := ('applied', null, null, false);
begin
  if s.role <> 'lead' then return assay.rejected('not_lead'); end if;
  if o.sample_id is null or coalesce(json_typeof(body -> 'prompt'), '') <> 'object'
    or coalesce(json_typeof(body -> 'conversation'), 'null') not in ('string', 'null')
    or coalesce(json_typeof(body -> 'first'), '') not in ('string', 'null')
    or coalesce(json_typeof(body -> 'second'), '') not in ('string', 'null')
  then
    return assay.rejected('malformed');
  end if;
  e := assay.locked_evaluation((body ->> 'evaluation_id')::uuid);
  if e.evaluation_id is null or e.created_by <> s.member_id then return assay.rejected('unknown_evaluation'); end if;
  if exists (select from public.assay_erased x where x.sample_id = o.sample_id) then
    delete from public.assay_judgments j using public.assay_members m
    where j.comparison_id = assay.comparison_id(item, m.member_id) and j.member_id = m.member_id;
    perform assay.count_erased(e.evaluation_id, array[item]);
    return done;
  end if;
  insert into public.assay_evaluation_items (item_id, evaluation_id, sample_id, conversation, prompt, first, second)
  values (item, e.evaluation_id, o.sample_id, body ->> 'conversation', body -> 'prompt', body ->> 'first', body ->> 'second')
  on conflict (item_id) do nothing;
  if found then
    perform assay.give_comparison(e, item, m.member_id) from public.assay_members m
    where exists (
      select from public.assay_judgments j
      where j.comparison_id = assay.comparison_id(item, m.member_id) and j.member_id = m.member_id);
    if e.state = 'open' then perform assay.give_comparisons(e, item); end if;
  end if;
  return done;
end $$;

create function assay.answer_scores_fit(s jsonb) returns boolean
language sql immutable as $$
  select jsonb_typeof(s) = 'object' and not exists (
    select from jsonb_each(s) e
    where e.key not in ('factuality', 'helpfulness', 'tone', 'policy', 'completeness', 'overall')
      or e.value not in ('1', '2', '3', '4', '5'))
$$;

create function assay.judgment_fits(v jsonb) returns boolean
language sql immutable as $$
  select coalesce(
    v ->> 'better' in ('first', 'second', 'tie', 'both_bad')
    and case jsonb_typeof(v -> 'scores')
      when 'null' then true
      when 'object' then assay.answer_scores_fit(v -> 'scores' -> 'first')
        and assay.answer_scores_fit(v -> 'scores' -> 'second')
      else false end
    and jsonb_typeof(v -> 'note') = 'string' and length(v ->> 'note') <= 2000
    and assay.is_count(v -> 'activeMs'), false)
$$;

-- What a judge says of a comparison. One that the server has lost is theirs again by its id, or waits for its item.
create function assay.apply_judgment(o assay.op, s assay.sender, body json) returns assay.outcome
language plpgsql set search_path = '' as $$
declare
  id constant uuid := (body ->> 'comparison_id')::uuid;
  said constant json := body -> 'judgment';
  verdict constant json := case when json_typeof(said) = 'object' then said end;
  committed constant timestamptz := assay.commit_time(o, s);
  evaluation uuid;
  lost_item uuid;
  e public.assay_evaluations;
  c public.assay_comparisons;
  refusal text;
  overdue boolean;
begin
  -- One that is left out must not be taken for taking back.
  if id is null or coalesce(json_typeof(said), '') not in ('object', 'null')
    or verdict is not null and not assay.judgment_fits(verdict::jsonb)
  then
    return assay.rejected('malformed');
  end if;
  select t.evaluation_id into evaluation from public.assay_comparisons t where t.comparison_id = id;
  if not found then
    select i.evaluation_id, i.item_id into evaluation, lost_item
    from public.assay_evaluation_items i where assay.comparison_id(i.item_id, s.member_id) = id;
  end if;
  e := assay.locked_evaluation(evaluation);
  select * into c from public.assay_comparisons t where t.comparison_id = id;
  if found and (c.member_id <> s.member_id or c.state = 'erased') then return assay.rejected('unknown_comparison'); end if;
  refusal := assay.discounted(e, s.member_id, committed, s.received_at);
  if refusal is not null then return assay.rejected(refusal); end if;
  if lost_item is not null then
    perform assay.give_comparison(e, lost_item, s.member_id);
    select * into c from public.assay_comparisons t where t.comparison_id = id;
  end if;
  overdue := coalesce(c.state <> 'open', false);
  insert into public.assay_judgments
    (judgment_id, comparison_id, member_id, device_id, seq, judgment, committed_at, received_at, late)
  values (o.op_id, id, s.member_id, s.device_id, o.seq, verdict, committed, s.received_at, overdue);
  perform assay.stand(id);
  return ('applied', null, null, overdue)::assay.outcome;
end $$;

-- A judgment by the places of its item's answers.
create function assay.by_item(judgment jsonb, swapped boolean) returns jsonb
language sql immutable as $$
  select case when swapped then judgment || jsonb_build_object(
    'better', case judgment ->> 'better' when 'first' then 'second' when 'second' then 'first' else judgment ->> 'better' end,
    'scores', case jsonb_typeof(judgment -> 'scores') when 'object' then jsonb_build_object(
      'first', judgment -> 'scores' -> 'second', 'second', judgment -> 'scores' -> 'first') end)
  else judgment end
$$;
