-- Files that a story links to are among those that it shows (picture_uses), so that the site knows whether anyone may
-- have them: they are found by the program.
SELECT 1;
