-- What an account's decisions left of each margin account, for rules that look back. Accounts from before this column have nothing to look
-- back on until their next decision.
alter table account_standing
    add column last_decisions text not null default '[]'; -- JSON array: margin account, outcome, since when, breached since when
