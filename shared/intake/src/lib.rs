//! Files from strangers: what they hold, what is wrong with it row by row, and what can be mended, before any of it becomes bars.
