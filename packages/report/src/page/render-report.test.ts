import { renderReport } from './render-report';

it('renders what there is nothing to say of', () => {
  expect(renderReport({})).toMatch(/^<!doctype html>\n<html lang="en">.*<h1>Robustness report<\/h1>/s);
});
