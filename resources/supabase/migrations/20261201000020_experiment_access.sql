-- Who may do what with experiments: leads read, the functions write, and a labeler learns of none.

do $$
declare
  name text;
begin
  foreach name in array array['experiments', 'arms', 'exposures', 'outcomes', 'experiment_changes', 'looks', 'active_models',
    'active_model_changes']
  loop
    execute format('alter table public.%I enable row level security', 'assay_' || name);
    execute format('revoke all on public.%I from public, anon, authenticated', 'assay_' || name);
    execute format('grant select on public.%I to authenticated', 'assay_' || name);
    execute format('create policy %I on public.%I for select to authenticated using ((select assay.is_lead()))',
      'assay_' || name || '_read', 'assay_' || name);
  end loop;
end $$;

-- Once more over all of them, the old ones too: taking away and giving again changes nothing there.
do $$
declare
  f record;
begin
  for f in
    select p.oid::regprocedure as signature, n.nspname as schema
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'assay' or (n.nspname = 'public' and p.proname like 'assay\_%')
  loop
    execute format('revoke execute on function %s from public, anon', f.signature);
    if f.schema = 'public' then execute format('grant execute on function %s to authenticated', f.signature); end if;
  end loop;
end $$;

-- What the agent's server calls, with the secret key: whoever could ask for arms could tell them apart, and fill them.
revoke execute on function public.assign_arm(uuid, text), public.active_model(text),
  public.record_outcome(uuid, text, json) from public, anon, authenticated;
grant execute on function public.assign_arm(uuid, text), public.active_model(text),
  public.record_outcome(uuid, text, json) to service_role;

update public.assay_team set migration = 3;
