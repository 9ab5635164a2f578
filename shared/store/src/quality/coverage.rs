//! Coverage of one segment, and of a series out of those of its segments.

use super::{Coverage, Gap, Grid, STRIP_CELLS};
use crate::period::Period;
use domain::{Bars, Span, Ts};

/// Cells of a segment's strip: an hour of a day, a day of a month, a week of a year, and all that are shown when there is one segment.
fn cells_of(period: Period) -> u64 {
    match period {
        Period::Day(..) => 24,
        Period::Month(..) => 31,
        Period::Year(_) => 52,
        Period::All => STRIP_CELLS as u64,
    }
}

/// What a segment has and lacks between its first bar and its last. A bar that was made up counts as missing.
pub(crate) fn of_segment(grid: &Grid, bars: &Bars, period: Period) -> Coverage {
    let Some(span) = bars.span() else {
        return Coverage::default();
    };
    let mut coverage = Coverage {
        expected: grid.expected(span),
        ..Coverage::default()
    };
    let mut holes = Vec::new();
    for gap in gaps(grid, bars, span) {
        coverage.count(gap);
        holes.push(gap.span);
    }
    if !grid.knows_each_bar() {
        coverage.expected = coverage.missing + real_rows(grid, bars).count() as u64;
    }
    let cells = cells_of(period).min(coverage.expected.max(1));
    let mut there = vec![0_u64; cells as usize];
    let length = (span.end.0 - span.start.0).max(1) as u128;
    let edge = |cell: u64| {
        let offset = (length * u128::from(cell)).div_ceil(u128::from(cells));
        Ts(span.start.0 + offset as i64)
    };
    // Rows are in order: a cell's end is looked at, and nothing is divided for each row.
    let (mut cell, mut end) = (0, edge(1).0);
    for (&open, _) in real_rows(grid, bars) {
        while open >= end && cell + 1 < cells {
            cell += 1;
            end = edge(cell + 1).0;
        }
        if let Some(count) = there.get_mut(cell as usize) {
            *count += 1;
        }
    }
    let strip = there.iter().zip(0..).map(|(&there, cell)| {
        let (start, end) = (edge(cell), edge(cell + 1));
        let expected = match grid.knows_each_bar() {
            true => grid.expected(Span { start, end }),
            // A cell is shorter than the silences that count: it lies in one, or nothing is known to be missing.
            false => {
                let silent = |hole: &Span| hole.start < end && start < hole.end;
                there + u64::from(holes.iter().any(silent))
            }
        };
        shade(there, expected)
    });
    coverage.strip = strip.collect();
    coverage
}

/// What a series has and lacks: its segments', and what is missing between them.
pub(crate) fn of_series(grid: &Grid, parts: &[(Span, &Coverage)]) -> Coverage {
    let (Some((first, alone)), Some((last, _))) = (parts.first(), parts.last()) else {
        return Coverage::default();
    };
    if parts.len() == 1 {
        return (*alone).clone();
    }
    let span = Span {
        start: first.start,
        end: last.end,
    };
    let mut coverage = Coverage::default();
    let mut pieces: Vec<(Span, u8)> = Vec::new();
    let mut before: Option<Ts> = None;
    for (part, its) in parts {
        if let Some(gap) = before.and_then(|before| between(grid, before, part.start)) {
            coverage.expected += gap.missing;
            coverage.count(gap);
            pieces.push((gap.span, 0));
        }
        before = Some(part.end);
        coverage.expected += its.expected;
        coverage.missing += its.missing;
        coverage.gaps += its.gaps;
        coverage.longest = longer(coverage.longest, its.longest);
        let length = i128::from(part.end.0 - part.start.0);
        let count = its.strip.len().max(1) as i128;
        let edge = |cell: i128| Ts(part.start.0 + (length * cell / count) as i64);
        for (shade, cell) in its.strip.iter().zip(0..) {
            let (start, end) = (edge(cell), edge(cell + 1));
            pieces.push((Span { start, end }, *shade));
        }
    }
    coverage.strip = blend(span, coverage.expected, &pieces);
    coverage
}

/// Every stretch of missing bars inside the span, oldest first.
pub(crate) fn gaps<'a>(
    grid: &'a Grid,
    bars: &'a Bars,
    span: Span,
) -> impl Iterator<Item = Gap> + 'a {
    let frame = bars.timeframe();
    let mut before = span.start;
    let ends = real_rows(grid, bars).map(move |(&open, _)| (Ts(open), frame.close_of(Ts(open))));
    let rows = ends.chain([(span.end, span.end)]);
    rows.filter_map(move |(open, close)| {
        let gap = if before < open {
            between(grid, before, open)
        } else {
            None
        };
        before = before.max(close);
        gap
    })
}

/// The missing bars of a stretch that holds no bar.
fn between(grid: &Grid, from: Ts, to: Ts) -> Option<Gap> {
    let missing = grid.expected(Span {
        start: from,
        end: to,
    });
    if missing == 0 {
        return None;
    }
    let start = grid.first_from(from)?;
    let last = grid.last_before(to)?;
    Some(Gap {
        span: Span {
            start,
            end: grid.close_of(last),
        },
        missing,
    })
}

/// Bars that were traded and that the grid expects.
fn real_rows<'a>(grid: &'a Grid, bars: &'a Bars) -> impl Iterator<Item = (&'a i64, &'a bool)> {
    let rows = bars.open_time().iter().zip(bars.made_up());
    let every = grid.expects_every(bars.timeframe());
    rows.filter(move |(open, made_up)| !**made_up && (every || grid.expects(Ts(**open))))
}

impl Coverage {
    fn count(&mut self, gap: Gap) {
        self.missing += gap.missing;
        self.gaps += 1;
        self.longest = longer(self.longest, Some(gap));
    }
}

fn longer(one: Option<Gap>, other: Option<Gap>) -> Option<Gap> {
    match (one, other) {
        (Some(one), Some(other)) if other.missing > one.missing => Some(other),
        (Some(one), _) => Some(one),
        (None, other) => other,
    }
}

/// 255 only when nothing is missing, 0 only when nothing is there.
fn shade(there: u64, expected: u64) -> u8 {
    if there >= expected {
        return 255;
    }
    match there {
        0 => 0,
        _ => (there * 255 / expected).clamp(1, 254) as u8,
    }
}

/// The pieces, which are in order, blended into equal cells: by length, because a piece doesn't know its own inside.
fn blend(span: Span, expected: u64, pieces: &[(Span, u8)]) -> Vec<u8> {
    let cells = (STRIP_CELLS as u64).min(expected.max(1)) as i128;
    let length = i128::from(span.end.0 - span.start.0);
    let edge = |cell: i128| span.start.0 + (length * cell / cells) as i64;
    let mut rest = pieces;
    (0..cells)
        .map(|cell| {
            let (start, end) = (edge(cell), edge(cell + 1));
            while rest.first().is_some_and(|(piece, _)| piece.end.0 <= start) {
                rest = rest.get(1..).unwrap_or_default();
            }
            let (mut total, mut full, mut least, mut most) = (0_i128, 0_i128, 255_u8, 0_u8);
            for (piece, shade) in rest {
                if piece.start.0 >= end {
                    break;
                }
                let overlap = i128::from(piece.end.0.min(end) - piece.start.0.max(start));
                if overlap > 0 {
                    total += overlap;
                    full += overlap * i128::from(*shade);
                    least = least.min(*shade);
                    most = most.max(*shade);
                }
            }
            match (least, most) {
                // Nothing was expected here: a closed exchange is no gap.
                (255, _) => 255,
                (_, 0) => 0,
                _ => (full / total.max(1)).clamp(1, 254) as u8,
            }
        })
        .collect()
}
