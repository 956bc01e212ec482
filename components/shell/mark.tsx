/** The logo: six cells of a comb around the leader. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <path
        d="M12 1.6 20.9 6.8v10.4L12 22.4 3.1 17.2V6.8z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        className="text-ink"
      />
      <path d="m12 7.4 4 2.3v4.6l-4 2.3-4-2.3V9.7z" fill="currentColor" className="text-accent-mark" />
    </svg>
  );
}
