import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { FilterFold } from './filter-fold';

test('on a phone the filters stand behind one button, which says how many are set', async () => {
  const { user } = renderScreen(
    <FilterFold label="Filters" count={2} always={<input aria-label="Search" />}>
      <select aria-label="Node" />
    </FilterFold>,
  );
  const button = screen.getByRole('button', { name: 'Filters 2' });
  const folded = document.getElementById(button.getAttribute('aria-controls') ?? '');
  expect(folded?.contains(screen.getByRole('combobox', { name: 'Node' }))).toBe(true);
  expect(folded?.contains(screen.getByRole('textbox', { name: 'Search' }))).toBe(false);
  expect(folded?.className).toContain('max-sm:hidden');
  await user.click(button);
  expect(button.getAttribute('aria-expanded')).toBe('true');
  expect(folded?.className).not.toContain('max-sm:hidden');
});
