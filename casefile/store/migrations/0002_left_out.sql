-- What a correlation did not search, and why: JSON with the list and whether class characteristics screened it. NULL in
-- answers that earlier versions received.
ALTER TABLE correlation ADD COLUMN left_out_json TEXT;
