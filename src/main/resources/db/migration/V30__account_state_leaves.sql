-- Accounts are committed to every minute: leaves are kept of the last commitment only. The salt and the log give those of any other again.
alter table account_states alter column leaves drop not null;
alter table account_states add column is_summed boolean not null default true; -- says what all accounts hold of each instrument

create table account_state_leaves (
    only_one boolean primary key default true check (only_one),
    number   bigint  not null references account_states (number),
    leaves   bytea   not null check (octet_length(leaves) % 32 = 0) -- of each account 32 bytes, ascending
);
insert into account_state_leaves (number, leaves) select number, leaves from account_states order by number desc limit 1;
