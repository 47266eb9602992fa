// Exports as WordPress writes them, for tests: only what they name.
const cdata = (text) => `<![CDATA[${String(text ?? '').replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

const comment = (c) => `<wp:comment><wp:comment_id>${c.id}</wp:comment_id><wp:comment_author>${cdata(c.author ?? 'قارئ')}</wp:comment_author>
<wp:comment_author_email>reader${c.id}@example.org</wp:comment_author_email><wp:comment_date_gmt>2024-04-01 10:00:${String(c.id % 60).padStart(2, '0')}</wp:comment_date_gmt>
<wp:comment_content>${cdata(c.text)}</wp:comment_content><wp:comment_approved>${c.approved}</wp:comment_approved>
<wp:comment_type>${c.type ?? 'comment'}</wp:comment_type><wp:comment_parent>${c.parent ?? 0}</wp:comment_parent></wp:comment>`;

function item(base, post, type, names) {
    const terms = [['category', post.categories], ['post_tag', post.tags]].flatMap(([domain, slugs]) =>
        (slugs ?? []).map((slug) => `<category domain="${domain}" nicename="${slug}">${cdata(names.get(slug) ?? slug)}</category>`));
    const meta = Object.entries(post.meta ?? {}).map(([key, value]) =>
        `<wp:postmeta><wp:meta_key>${key}</wp:meta_key><wp:meta_value>${cdata(value)}</wp:meta_value></wp:postmeta>`);
    return `<item><title>${cdata(post.title)}</title><link>${base}${post.link ?? `/?p=${post.id}`}</link><dc:creator>${cdata(post.author)}</dc:creator>
<content:encoded>${cdata(post.content)}</content:encoded><excerpt:encoded>${cdata(post.excerpt)}</excerpt:encoded><wp:post_id>${post.id}</wp:post_id>
<wp:post_date>${post.date ?? '2024-01-01 08:00:00'}</wp:post_date><wp:post_date_gmt>${post.date ?? '2024-01-01 08:00:00'}</wp:post_date_gmt>
<wp:post_name>${cdata(post.name)}</wp:post_name><wp:status>${post.status ?? 'publish'}</wp:status><wp:post_parent>${post.parent ?? 0}</wp:post_parent>
<wp:post_type>${type}</wp:post_type><wp:post_password>${post.password ?? ''}</wp:post_password><wp:is_sticky>${post.sticky ? 1 : 0}</wp:is_sticky>
${post.file ? `<wp:attachment_url>${post.file}</wp:attachment_url>` : ''}${terms.join('')}${meta.join('')}${(post.comments ?? []).map(comment).join('')}</item>`;
}

// {posts, pages, attachments, authors, categories, tags} -> the file's text.
export function wordpressExport({base = 'http://old.example.org', posts = [], pages = [], attachments = [], authors = [], categories = [], tags = []}) {
    const names = new Map([...categories, ...tags].map((term) => [term.slug, term.name]));
    return `<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>صحيفة الاختبار</title><link>${base}</link>
<description>أخبار</description><language>ar</language><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>${base}</wp:base_site_url><wp:base_blog_url>${base}</wp:base_blog_url>
${authors.map((a) => `<wp:author><wp:author_id>${a.id}</wp:author_id><wp:author_login>${cdata(a.login)}</wp:author_login><wp:author_display_name>${cdata(a.name)}</wp:author_display_name></wp:author>`).join('\n')}
${categories.map((c) => `<wp:category><wp:term_id>${c.id}</wp:term_id><wp:category_nicename>${cdata(c.slug)}</wp:category_nicename><wp:category_parent>${cdata(c.parent)}</wp:category_parent><wp:cat_name>${cdata(c.name)}</wp:cat_name></wp:category>`).join('\n')}
${tags.map((t) => `<wp:tag><wp:term_id>${t.id}</wp:term_id><wp:tag_slug>${cdata(t.slug)}</wp:tag_slug><wp:tag_name>${cdata(t.name)}</wp:tag_name></wp:tag>`).join('\n')}
${posts.map((p) => item(base, p, 'post', names)).join('\n')}
${pages.map((p) => item(base, p, 'page', names)).join('\n')}
${attachments.map((p) => item(base, {status: 'inherit', ...p}, 'attachment', names)).join('\n')}
</channel></rss>`;
}
