-- What must be kept however old it is. A hold is never changed nor deleted; a second record releases it.
create table legal_hold (
    hold_id        bigint generated always as identity primary key,
    account_id     text,        -- null for every account
    pack           text,        -- null for every pack
    from_inclusive timestamptz, -- of when it was decided; null for no such limit
    to_exclusive   timestamptz,
    reason         text        not null,
    placed_by      text        not null,
    placed_at      timestamptz not null,
    check (coalesce(account_id, pack) is not null or coalesce(from_inclusive, to_exclusive) is not null),
    check (from_inclusive < to_exclusive)
);

create table legal_hold_release (
    hold_id     bigint      primary key references legal_hold (hold_id),
    reason      text        not null,
    released_by text        not null,
    released_at timestamptz not null
);

create function refuse_change_of_hold() returns trigger language plpgsql as $$
begin
    raise exception 'holds are append-only: % of % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger legal_hold_is_append_only before update or delete on legal_hold
    for each row execute function refuse_change_of_hold();
create trigger legal_hold_is_never_emptied before truncate on legal_hold
    for each statement execute function refuse_change_of_hold();
create trigger legal_hold_release_is_append_only before update or delete on legal_hold_release
    for each row execute function refuse_change_of_hold();
create trigger legal_hold_release_is_never_emptied before truncate on legal_hold_release
    for each statement execute function refuse_change_of_hold();

-- Each partition that retention has removed, as it was signed: docs/audit-format.md has the format. The heads of its batches stay.
create table log_removal (
    number         bigint      primary key check (number >= 1), -- without a gap
    first_position bigint      not null unique,
    last_position  bigint      not null unique,
    signed         text        not null, -- a JWS
    key_id         text        not null references log_signing_key (key_id),
    removed_at     timestamptz not null
);

create trigger log_removal_is_append_only before update or delete on log_removal
    for each row execute function refuse_change_of_seal();
create trigger log_removal_is_never_emptied before truncate on log_removal
    for each statement execute function refuse_change_of_seal();
