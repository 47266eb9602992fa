// What readers may see, as SQL says it: the one place that tells. With the story as `s`, the comment as `c`.
#pragma once

#define PUBLIC_STORY "s.status IN ('published', 'corrected')"

// Public, or owned by READER, which is the placeholder of the user's id ("?2").
#define OWN_OR_PUBLIC_STORY(READER) \
    "(" PUBLIC_STORY                \
    " OR EXISTS (SELECT 1 FROM story_owners o WHERE o.story_id = s.id AND o.user_id = " READER "))"

// Whether the user READER may see the file; PicturesReader has the rules. A file that no story uses and that
// nobody is known to have uploaded is open to all.
#define FILE_SHOWN_TO(FILE, READER)                                                                   \
    "(EXISTS (SELECT 1 FROM picture_uses u JOIN stories s ON s.id = u.story_id WHERE u.media = " FILE \
    " AND " PUBLIC_STORY ") OR EXISTS (SELECT 1 FROM file_readers r WHERE r.media = " FILE            \
    " AND r.user_id = " READER ") OR NOT (EXISTS (SELECT 1 FROM picture_uses u WHERE u.media = " FILE \
    ") OR EXISTS (SELECT 1 FROM file_readers r WHERE r.media = " FILE " AND r.uploaded = 1)))"

// Of a public story; an answer to what no reader sees is not seen either.
#define PUBLIC_COMMENT                                                                                 \
    "c.status = 'approved' AND (c.parent_id IS NULL OR EXISTS (SELECT 1 FROM comments a WHERE a.id = " \
    "c.parent_id AND a.status = 'approved'))"

// With the person as `p`.
#define PUBLIC_PERSON                                                                               \
    "EXISTS (SELECT 1 FROM bylines b JOIN stories s ON s.id = b.story_id WHERE b.person_id = p.id " \
    "AND " PUBLIC_STORY ")"
