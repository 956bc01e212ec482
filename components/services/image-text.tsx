import { cn } from '#components/ui/class-names';
import { parseImage } from '#lib/domain/service/image';

/** An image without its digest, which is the title. */
export function ImageText({ image, className }: { image: string; className?: string }) {
  const { repository, tag, digest } = parseImage(image);
  return (
    <span
      title={digest ? `${repository}${tag ? `:${tag}` : ''}\n${digest}` : image}
      className={cn('near:relative near:z-10 font-mono text-xs', className)}
    >
      <span className="text-ink-muted">{repository}</span>
      {tag && <span className="text-ink">:{tag}</span>}
    </span>
  );
}
