import {svelte} from '@sveltejs/vite-plugin-svelte';
import {defineConfig} from 'vitest/config';

process.env.TZ = 'Asia/Riyadh'; // where the tests' editors sit, whatever the machine's clock says

// A test that needs a page says so in its first line: // @vitest-environment jsdom
export default defineConfig({
    plugins: [svelte()],
    resolve: {conditions: ['browser']}, // Svelte as browsers run it
    test: {
        include: ['src/**/*.test.ts'],
        environmentOptions: {jsdom: {url: 'https://desk.example/desk'}},
        pool: 'threads',
        restoreMocks: true,
        testTimeout: 60_000, // ms: builds run beside them
    },
});
