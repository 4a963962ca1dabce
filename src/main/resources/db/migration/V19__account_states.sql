-- All accounts as they stood at a position of the log, committed to in one signed root; docs/audit-format.md has the format.
create table account_states (
    number        bigint      primary key check (number >= 1), -- without a gap
    last_position bigint      not null, -- the accounts are as the decisions up to here left them
    signed        text        not null, -- a JWS
    key_id        text        not null references log_signing_key (key_id),
    salt          bytea       not null check (octet_length(salt) = 32), -- secret: from it come the salts of the accounts
    leaves        bytea       not null check (octet_length(leaves) % 32 = 0), -- of each account 32 bytes, ascending
    committed_at  timestamptz not null
);

create trigger account_states_stay before update or delete on account_states
    for each row execute function refuse_change_of_seal();
create trigger account_states_are_never_emptied before truncate on account_states
    for each statement execute function refuse_change_of_seal();
