//! Fill-forward: the last close repeated where a bar is missing, flagged so that it never fills an order.

use super::{Grid, coverage};
use domain::{Bar, Bars, BarsError, Ts};

/// Most bars one load makes up.
pub const MOST_MADE_UP: u64 = 10_000_000;

/// The bars with every expected one, and how many were made up; `Err` is how many it would have been.
pub(crate) fn fill_forward(grid: &Grid, bars: &Bars) -> Result<(Bars, u64), FillError> {
    let Some(span) = bars.span().filter(|_| grid.knows_each_bar()) else {
        return Ok((bars.clone(), 0));
    };
    let missing: u64 = coverage::gaps(grid, bars, span)
        .map(|gap| gap.missing)
        .sum();
    if missing > MOST_MADE_UP {
        return Err(FillError::TooMany(missing));
    }
    if missing == 0 {
        return Ok((bars.clone(), 0));
    }
    let frame = bars.timeframe();
    let mut filled = Bars::new(frame);
    let mut made_up = 0;
    let mut before: Option<Bar> = None;
    for bar in bars.iter() {
        if let Some(before) = before {
            let mut open = frame.close_of(before.open_time);
            while open < bar.open_time {
                let Some(next) = grid.first_from(open).filter(|next| *next < bar.open_time) else {
                    break;
                };
                filled.push(repeated(before, next))?;
                made_up += 1;
                open = frame.close_of(next);
            }
        }
        filled.push(bar)?;
        before = Some(bar);
    }
    Ok((filled, made_up))
}

/// Why nothing was filled.
#[derive(Debug)]
pub(crate) enum FillError {
    TooMany(u64),
    Bars(BarsError),
}

impl From<BarsError> for FillError {
    fn from(error: BarsError) -> FillError {
        FillError::Bars(error)
    }
}

fn repeated(before: Bar, open_time: Ts) -> Bar {
    let price = before.close;
    Bar {
        open_time,
        open: price,
        high: price,
        low: price,
        close: price,
        volume: 0.0,
        made_up: true,
    }
}
