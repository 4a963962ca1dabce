-- Which of the account's decisions a row is, counted from 1: who follows the log knows from a row alone where the account stands after it.
alter table decision add column revision bigint; -- null for rows from before this column
