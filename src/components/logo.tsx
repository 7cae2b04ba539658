/** A hook: the product's name is the Portuguese and Spanish word for it. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={className}>
      <path
        d="M14 3v10.5a4.5 4.5 0 1 1-9 0"
        stroke="var(--logo)"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <path d="M5 13.5 2.8 16.6" stroke="var(--logo)" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="14" cy="4" r="2.4" fill="var(--logo)" />
    </svg>
  );
}
