-- What a lead decides about an evaluation that was published.

create function assay.lead_evaluation(id uuid) returns public.assay_evaluations
language plpgsql set search_path = '' as $$
declare
  e constant public.assay_evaluations := assay.locked_evaluation(id);
begin
  if e.evaluation_id is null then
    perform assay.refuse('unknown_evaluation', 'There is no such evaluation.', 'Sync and look again.');
  end if;
  return e;
end $$;

-- Who judges from now on. What others have not judged goes from them, and every item comes to as many judges as are wanted.
create function public.assay_assign_judges(evaluation_id uuid, members uuid[]) returns json
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  me constant public.assay_members := assay.calling_lead();
  e public.assay_evaluations := assay.lead_evaluation(assay_assign_judges.evaluation_id);
begin
  if e.state <> 'open' then
    perform assay.refuse('evaluation_closed', 'This evaluation is closed: nothing of it is judged any more.',
      'Publish another one to compare more.');
  end if;
  if coalesce(cardinality(assay_assign_judges.members), 0) not between e.judges and 1000 or (
    select count(*) from public.assay_members m
    where m.member_id = any (assay_assign_judges.members) and m.removed_at is null
  ) <> cardinality(assay_assign_judges.members) then
    perform assay.refuse('bad_argument', format('It takes at least %s members of the team, each named once.', e.judges),
      'Choose the judges again.');
  end if;
  update public.assay_evaluations t set members = assay_assign_judges.members
  where t.evaluation_id = e.evaluation_id returning * into e;
  update public.assay_comparisons c set state = 'revoked'
  where c.evaluation_id = e.evaluation_id and c.state = 'open' and c.judgment is null
    and c.member_id <> all (assay_assign_judges.members);
  return json_build_object('given', assay.give_comparisons(e, null));
end $$;

-- Ends the judging, as the clock says once it is this one's turn: whoever was heard before it judged before it. What was judged
-- before and comes later is taken all the same, and marked.
create function assay.close_evaluation(id uuid) returns void
language plpgsql set search_path = '' as $$
begin
  update public.assay_evaluations e set state = 'closed', closed_at = clock_timestamp()
  where e.evaluation_id = id and e.state = 'open';
  update public.assay_comparisons c set state = 'closed' where c.evaluation_id = id and c.state = 'open';
end $$;

create function public.assay_close_evaluation(evaluation_id uuid) returns json
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  me constant public.assay_members := assay.calling_lead();
  e constant public.assay_evaluations := assay.lead_evaluation(assay_close_evaluation.evaluation_id);
begin
  perform assay.close_evaluation(e.evaluation_id);
  return json_build_object('state', 'closed');
end $$;

-- Keeps the secret of an evaluation, in hexadecimal digits. The first one holds: whoever published it has answers by it.
create function public.assay_seal_evaluation(evaluation_id uuid, secret text) returns json
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  me constant public.assay_members := assay.calling_lead();
  e constant public.assay_evaluations := assay.lead_evaluation(assay_seal_evaluation.evaluation_id);
begin
  if coalesce(assay_seal_evaluation.secret, '') !~ '^[0-9a-f]{64}$' or e.created_by <> me.member_id then
    perform assay.refuse('bad_argument', 'The secret of an evaluation has 32 bytes and comes from whoever has published it.',
      'Publish from the device on which the models have answered.');
  end if;
  insert into public.assay_evaluation_secrets (evaluation_id, secret)
  values (e.evaluation_id, decode(assay_seal_evaluation.secret, 'hex')) on conflict (evaluation_id) do nothing;
  if found then
    update public.assay_evaluations t set assay_xid = pg_current_xact_id() where t.evaluation_id = e.evaluation_id;
  end if;
  return json_build_object('sealed', true);
end $$;

-- Tells whose the answers are. It ends the judging first, and keeps who was told.
create function public.assay_unseal_evaluation(evaluation_id uuid) returns json
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  me constant public.assay_members := assay.calling_lead();
  e constant public.assay_evaluations := assay.lead_evaluation(assay_unseal_evaluation.evaluation_id);
  kept bytea;
begin
  select t.secret into kept from public.assay_evaluation_secrets t where t.evaluation_id = e.evaluation_id;
  if kept is null then
    perform assay.refuse('not_sealed', 'The server does not have the secret of this evaluation yet.',
      'Sync the device that has published it.');
  end if;
  perform assay.close_evaluation(e.evaluation_id);
  insert into public.assay_evaluation_openings (evaluation_id, member_id) values (e.evaluation_id, me.member_id);
  update public.assay_evaluations t set assay_xid = pg_current_xact_id() where t.evaluation_id = e.evaluation_id;
  return json_build_object('secret', encode(kept, 'hex'));
end $$;
