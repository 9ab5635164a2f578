//! From rows to a page: every row is checked, and only closed bars inside the span are kept.

use domain::{Bar, Bars, Ts};

use crate::{AskError, BarsAsk, BarsPage, Exchange, PageAsk, WireError, wire::At};

/// Rows of a reply, oldest first, each with its number as it was sent.
pub(crate) type Rows = Vec<(usize, Bar)>;

/// The closed bars inside the span, and the one still forming.
pub(crate) fn closed(
    exchange: &dyn Exchange,
    ask: &BarsAsk,
    at: At,
    rows: Rows,
    next: Option<PageAsk>,
) -> Result<BarsPage, WireError> {
    let came = rows.len();
    let mut all = Bars::new(ask.timeframe);
    for (row, bar) in rows {
        at.row(row).push(&mut all, bar)?;
    }
    let inside = all.slice(all.rows_in(ask.span));
    let closes = |open: Ts| exchange.closes(ask.timeframe, open);
    let shut = inside
        .open_time()
        .partition_point(|&open| closes(Ts(open)) <= exchange.shows_until(ask));
    let forming = inside.get(shut).filter(|bar| bar.open_time <= ask.now);
    Ok(BarsPage {
        bars: inside.slice(0..shut),
        forming,
        next,
        cut: None,
        rows: came,
    })
}

/// Refuses a span without time in it, or far outside of ours.
pub(crate) fn spanned(ask: &BarsAsk) -> Result<(), AskError> {
    let (start, end) = (ask.span.start, ask.span.end);
    if EARLIEST <= start && start < end && end <= LATEST {
        Ok(())
    } else {
        Err(AskError::Span { start, end })
    }
}

const EARLIEST: Ts = Ts(0);
const LATEST: Ts = Ts::from_date(2100, 1, 1);
