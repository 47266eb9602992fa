import {svelte} from '@sveltejs/vite-plugin-svelte';
import {defineConfig} from 'vite';

// Browsers that run the desk read WOFF2.
const woff2Only = {
    name: 'woff2-only',
    enforce: 'pre' as const,
    transform: (code: string, id: string) => id.includes('@fontsource') && id.endsWith('.css')
        ? code.replace(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, '') : undefined,
};

// Everything comes from the server's own address: nothing is inlined that its content policy would refuse.
export default defineConfig({
    base: '/desk/',
    plugins: [woff2Only, svelte()],
    build: {
        outDir: process.env.WARRAQ_DESK ?? '../../build/share/desk',
        emptyOutDir: true,
        assetsInlineLimit: 0,
        target: ['chrome109', 'firefox115', 'safari16'],
    },
});
