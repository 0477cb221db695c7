-- The whole scale that a conclusion or a committed view is on, as it stood at that moment: JSON as casefile.ConclusionScale
-- is written. Agencies change their scales; what was concluded keeps the words that it was concluded in. NULL in rows of
-- earlier versions, which knew the program's own scales alone, and where a view was skipped.
ALTER TABLE conclusion ADD COLUMN scale_json TEXT;
ALTER TABLE commitment ADD COLUMN scale_json TEXT;
