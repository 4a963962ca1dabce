-- Which of the intents in a row it is that expired without any fill.
alter table closure_intent add column attempt integer not null default 1;
