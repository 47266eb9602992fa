<?php
// A real WordPress, as Debian ships it, without a web server: takes an export in, writes one out by WordPress's own
// exporter, and answers its REST API.
//
//     php site.php SOCKET PREFIX install
//     php site.php SOCKET PREFIX take FILE.xml [LIMIT]     posts; pages, terms, authors and comments with them
//     php site.php SOCKET PREFIX export FILE.xml
//     php site.php SOCKET PREFIX api FILE.json             all of /wp/v2: posts, pages, categories, tags, users, comments
//
// SOCKET is a MariaDB's with a database "wp"; PREFIX names the site among several.
[, $socket, $prefix, $verb] = $argv;
$home = 'http://old.example.org';
$_SERVER += ['HTTP_HOST' => 'old.example.org', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET'];
foreach (['DB_NAME' => 'wp', 'DB_USER' => 'root', 'DB_PASSWORD' => '', 'DB_HOST' => "localhost:$socket", 'DB_CHARSET' => 'utf8mb4',
          'DB_COLLATE' => '', 'WP_HOME' => $home, 'WP_SITEURL' => $home, 'WP_HTTP_BLOCK_EXTERNAL' => true, 'DISABLE_WP_CRON' => true,
          'WP_DISABLE_FATAL_ERROR_HANDLER' => true, 'ABSPATH' => '/usr/share/wordpress/', 'WP_INSTALLING' => $verb === 'install'] as $name => $value)
    if ($name !== 'WP_INSTALLING' || $value) define($name, $value);
ini_set('memory_limit', '2G');
function wp_mail() { return true; }
$table_prefix = $prefix . '_';
require ABSPATH . 'wp-settings.php';
foreach (['upgrade', 'import', 'export', 'taxonomy', 'image', 'post'] as $part) require_once ABSPATH . "wp-admin/includes/$part.php";

function install(): void {
    wp_install('ورق', 'admin', 'admin@example.org', true, '', 'a long password');
    foreach (get_posts(['post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1]) as $post) wp_delete_post($post->ID, true);
    update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
    update_option('timezone_string', 'UTC');
}

// As WordPress's own importer does it.
function take(string $file, int $limit): void {
    kses_remove_filters();
    wp_defer_term_counting(true);
    wp_suspend_cache_invalidation(true);
    $xml = simplexml_load_file($file, 'SimpleXMLElement', LIBXML_PARSEHUGE | LIBXML_NOCDATA) or exit("cannot read $file\n");
    $ns = $xml->getDocNamespaces();
    $users = [];
    foreach ($xml->channel->children($ns['wp'])->author as $author) {
        $login = (string) $author->author_login;
        $user = get_user_by('login', $login);
        $users[$login] = $user ? $user->ID : wp_insert_user(['user_login' => $login, 'user_pass' => wp_generate_password(),
            'user_email' => (string) $author->author_email ?: "$login@example.org", 'display_name' => (string) $author->author_display_name, 'role' => 'author']);
    }
    foreach ($xml->channel->children($ns['wp'])->category as $one) {
        $parent = (string) $one->category_parent ? term_exists((string) $one->category_parent, 'category')['term_id'] ?? 0 : 0;
        if (!term_exists((string) $one->category_nicename, 'category'))
            wp_insert_term(wp_slash((string) $one->cat_name), 'category', ['slug' => (string) $one->category_nicename, 'parent' => (int) $parent]);
    }
    foreach ($xml->channel->children($ns['wp'])->tag as $one)
        if (!term_exists((string) $one->tag_slug, 'post_tag'))
            wp_insert_term(wp_slash((string) $one->tag_name), 'post_tag', ['slug' => (string) $one->tag_slug]);
    $taken = 0;
    foreach ($xml->channel->item as $item) {
        $wp = $item->children($ns['wp']);
        $type = (string) $wp->post_type;
        if (!in_array($type, ['post', 'page'], true) || (string) $wp->status === 'auto-draft') continue;
        if ($type === 'post' && $limit > 0 && $taken++ >= $limit) continue;
        $creator = (string) $item->children('http://purl.org/dc/elements/1.1/')->creator;
        $id = wp_insert_post(wp_slash([
            'import_id' => (int) $wp->post_id, 'post_author' => $users[$creator] ?? 1, 'post_date' => (string) $wp->post_date,
            'post_date_gmt' => (string) $wp->post_date_gmt, 'post_content' => (string) $item->children($ns['content'])->encoded,
            'post_excerpt' => (string) $item->children($ns['excerpt'])->encoded, 'post_title' => (string) $item->title,
            'post_status' => (string) $wp->status, 'post_name' => (string) $wp->post_name, 'comment_status' => (string) $wp->comment_status,
            'ping_status' => (string) $wp->ping_status, 'post_parent' => (int) $wp->post_parent, 'menu_order' => (int) $wp->menu_order,
            'post_type' => $type, 'post_password' => (string) $wp->post_password]), true);
        if (is_wp_error($id)) { fwrite(STDERR, "{$wp->post_id}: {$id->get_error_message()}\n"); continue; }
        if ((int) $wp->is_sticky) stick_post($id);
        $terms = [];
        foreach ($item->category as $one) {
            $taxonomy = (string) $one['domain'];
            if (!in_array($taxonomy, ['category', 'post_tag'], true)) continue;
            $slug = (string) $one['nicename'];
            $term = term_exists($slug, $taxonomy) ?: wp_insert_term(wp_slash((string) $one), $taxonomy, ['slug' => $slug]);
            if (!is_wp_error($term)) $terms[$taxonomy][] = (int) $term['term_id'];
        }
        foreach ($terms as $taxonomy => $ids) wp_set_post_terms($id, $ids, $taxonomy);
        $comments = [];
        foreach ($wp->comment as $one) {
            $comments[(int) $one->comment_id] = wp_insert_comment(wp_slash([
                'comment_post_ID' => $id, 'comment_author' => (string) $one->comment_author, 'comment_author_email' => (string) $one->comment_author_email,
                'comment_author_url' => (string) $one->comment_author_url, 'comment_date' => (string) $one->comment_date,
                'comment_date_gmt' => (string) $one->comment_date_gmt, 'comment_content' => (string) $one->comment_content,
                'comment_approved' => (string) $one->comment_approved, 'comment_type' => (string) $one->comment_type,
                'comment_parent' => $comments[(int) $one->comment_parent] ?? 0]));
        }
    }
    wp_suspend_cache_invalidation(false);
    wp_defer_term_counting(false);
}

function api(string $file): void {
    $all = [];
    foreach (['posts', 'pages', 'categories', 'tags', 'users', 'comments'] as $kind) {
        $all[$kind] = [];
        for ($page = 1; ; $page++) {
            $request = new WP_REST_Request('GET', "/wp/v2/$kind");
            $request->set_query_params(['per_page' => 100, 'page' => $page, 'orderby' => 'id', 'order' => 'asc']);
            $answer = rest_do_request($request);
            if ($answer->is_error()) { if ($page === 1) fwrite(STDERR, "$kind: " . $answer->as_error()->get_error_message() . "\n"); break; }
            $some = rest_get_server()->response_to_data($answer, false);
            $all[$kind] = array_merge($all[$kind], $some);
            if (count($some) < 100) break;
        }
    }
    file_put_contents($file, json_encode($all, JSON_UNESCAPED_UNICODE));
}

match ($verb) {
    'install' => install(),
    'take' => take($argv[4], (int) ($argv[5] ?? 0)),
    'api' => api($argv[4]),
    'export' => (function () use ($argv) {
        ob_start();
        export_wp();
        file_put_contents($argv[4], ob_get_clean());
    })(),
};
