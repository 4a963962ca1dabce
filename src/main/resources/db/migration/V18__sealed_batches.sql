-- What a decision started from besides its snapshot, so that it can be decided again from its own row: the margin calls that were open, as JSON.
alter table decision add column open_calls text; -- null for rows from before this column

-- Names the log, so that proofs of two logs are never mixed up.
create table sealed_log (
    log_id  text    not null default gen_random_uuid()::text,
    only_one boolean primary key default true check (only_one)
);
insert into sealed_log default values;

-- Every key that ever signed a head or an export of the log.
create table log_signing_key (
    key_id     text        primary key, -- RFC 7638 thumbprint
    public_jwk text        not null,
    added_at   timestamptz not null default now()
);

-- The log in batches, each under a signed head that names the one before; docs/audit-format.md has the format.
create table sealed_batch (
    batch          bigint      primary key check (batch >= 1), -- without a gap
    first_position bigint      not null,
    last_position  bigint      not null unique,
    signed         text        not null, -- the head, as a JWS
    key_id         text        not null references log_signing_key (key_id),
    salt           bytea       not null, -- secret: from it come the salts of the rows
    positions      bigint[]    not null, -- of the rows, ascending
    previous       bigint[]    not null, -- of each row the position of the account's decision before it; 0 for its first
    leaves         bytea       not null, -- of each row 32 bytes
    sealed_at      timestamptz not null,
    check (first_position = positions[1] and last_position = positions[array_length(positions, 1)]),
    check (octet_length(leaves) = 32 * array_length(positions, 1) and octet_length(salt) = 32),
    check (array_length(previous, 1) = array_length(positions, 1))
);

create function refuse_change_of_seal() returns trigger language plpgsql as $$
begin
    raise exception 'what was sealed never changes: % of % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger sealed_batch_is_append_only before update or delete on sealed_batch
    for each row execute function refuse_change_of_seal();
create trigger sealed_batch_is_never_emptied before truncate on sealed_batch
    for each statement execute function refuse_change_of_seal();
create trigger log_signing_key_stays before update or delete on log_signing_key
    for each row execute function refuse_change_of_seal();
create trigger sealed_log_stays before update or delete on sealed_log
    for each row execute function refuse_change_of_seal();
