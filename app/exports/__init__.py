"""A race to take away: as numbers, as code, as pictures, as a page."""
