import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./lib/i18n/request.ts');

/** @type {import('next').NextConfig} */
const config = {
  // A browser spec builds beside a running development server.
  distDir: process.env.NEXT_DIST ?? '.next',
  // A lock file further up must not move the root.
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  reactStrictMode: true,
  // Nothing is optimised, so the optimiser is no door.
  images: { unoptimized: true },
  // `npm run check` does it; a person who starts the console need not wait for it.
  typescript: { ignoreBuildErrors: true },
};

export default withNextIntl(config);
