// What readers may see, as SQL says it: the one place that tells. With the story as `s`, the comment as `c`.
#pragma once

#define PUBLIC_STORY "s.status IN ('published', 'corrected')"

// Of a public story; an answer to what no reader sees is not seen either.
#define PUBLIC_COMMENT                                                                                 \
    "c.status = 'approved' AND (c.parent_id IS NULL OR EXISTS (SELECT 1 FROM comments a WHERE a.id = " \
    "c.parent_id AND a.status = 'approved'))"

// With the person as `p`.
#define PUBLIC_PERSON                                                                               \
    "EXISTS (SELECT 1 FROM bylines b JOIN stories s ON s.id = b.story_id WHERE b.person_id = p.id " \
    "AND " PUBLIC_STORY ")"
