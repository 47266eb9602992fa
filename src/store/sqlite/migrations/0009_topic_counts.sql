-- How many public stories tell of a topic, kept as they come and go: counting them for each page that names the topic took
-- milliseconds once tens of thousands did.

ALTER TABLE topics ADD COLUMN stories INTEGER NOT NULL DEFAULT 0;
UPDATE topics SET stories = (SELECT count(*) FROM story_topics x WHERE x.topic_id = topics.id);

CREATE TRIGGER story_topic_added AFTER INSERT ON story_topics BEGIN
    UPDATE topics SET stories = stories + 1 WHERE id = new.topic_id;
END;
CREATE TRIGGER story_topic_removed AFTER DELETE ON story_topics BEGIN
    UPDATE topics SET stories = stories - 1 WHERE id = old.topic_id;
END;
CREATE TRIGGER story_topic_moved AFTER UPDATE OF topic_id ON story_topics BEGIN
    UPDATE topics SET stories = stories - 1 WHERE id = old.topic_id;
    UPDATE topics SET stories = stories + 1 WHERE id = new.topic_id;
END;
