//! One stretch of a download: asked for page by page until the exchange has no more of it.

use domain::{Bar, Bars, BarsError, Span, Timeframe, Ts};

use super::{Ticket, Wanted};
use crate::{BarsAsk, BarsPage, Cost, PageAsk, WireError};

/// What a leg is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Bars to keep.
    Keep,
    /// To see when the first bar of all is.
    Listing,
}

/// Where a leg stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The next page can be asked for, at this moment or later.
    Ready(Ts),
    /// A page is under way.
    Flying {
        ticket: Ticket,
        sent: Ts,
        cost: Cost,
    },
    /// All pages are here.
    Finished,
}

/// One stretch of a download.
#[derive(Clone, Debug)]
pub(super) struct Leg {
    pub(super) purpose: Purpose,
    pub(super) timeframe: Timeframe,
    pub(super) span: Span,
    pub(super) state: State,
    pub(super) page: PageAsk,
    /// Troubles since the last page that came well.
    pub(super) tries: u32,
    /// Of these, how often the exchange just had us wait.
    pub(super) waits: u32,
    pages: Vec<Bars>,
    forming: Option<Bar>,
    doubted: bool,
}

impl Leg {
    pub(super) fn new(purpose: Purpose, timeframe: Timeframe, span: Span) -> Leg {
        Leg {
            purpose,
            timeframe,
            span,
            state: State::Ready(Ts(i64::MIN)),
            page: PageAsk::First,
            tries: 0,
            waits: 0,
            pages: Vec::new(),
            forming: None,
            doubted: false,
        }
    }

    pub(super) fn ask(&self, wanted: &Wanted, now: Ts) -> BarsAsk {
        BarsAsk {
            symbol: wanted.symbol,
            timeframe: self.timeframe,
            span: self.span,
            now,
            variant: wanted.variant,
        }
    }

    /// Takes a page; an error means that the exchange contradicts what it said before, and the leg begins anew.
    pub(super) fn take(&mut self, page: BarsPage) -> Result<(), WireError> {
        if let Some(seen) = page.bars.span()
            && let Some(other) = self
                .pages
                .iter()
                .filter_map(Bars::span)
                .find(|other| seen.start < other.end && other.start < seen.end)
        {
            let error = WireError {
                endpoint: "bars, a later page",
                row: None,
                field: "open time".to_owned(),
                got: format!("{} to {}", seen.start, seen.end),
                want: format!("nothing of {} to {} again", other.start, other.end),
            };
            self.restart();
            return Err(error);
        }
        let silent = page.rows == 0 && page.cut.is_none() && page.next.is_none();
        if silent && !self.doubted {
            // Asked once more before an end is believed.
            self.doubted = true;
            self.state = State::Ready(Ts(i64::MIN));
            return Ok(());
        }
        if page.rows > 0 {
            (self.tries, self.waits, self.doubted) = (0, 0, false);
        }
        self.forming = self.forming.or(page.forming);
        if !page.bars.is_empty() {
            self.pages.push(page.bars);
        }
        self.state = match page.next {
            Some(next) => {
                self.page = next;
                State::Ready(Ts(i64::MIN))
            }
            None => State::Finished,
        };
        Ok(())
    }

    fn restart(&mut self) {
        self.pages.clear();
        self.page = PageAsk::First;
        self.doubted = false;
        self.state = State::Ready(Ts(i64::MIN));
    }

    /// Bars here so far.
    pub(super) fn len(&self) -> u64 {
        self.pages.iter().map(|page| page.len() as u64).sum()
    }

    /// When the first bar of all opens.
    pub(super) fn first(&self) -> Option<Ts> {
        let closed = self.pages.iter().filter_map(|page| page.get(0));
        closed.chain(self.forming).map(|bar| bar.open_time).min()
    }

    /// All bars, oldest first, of the wanted length.
    pub(super) fn bars(mut self, wanted: Timeframe) -> Result<Bars, BarsError> {
        self.pages
            .sort_by_key(|page| page.open_time().first().copied());
        let mut pages = self.pages.into_iter();
        let mut all = pages.next().unwrap_or_else(|| Bars::new(self.timeframe));
        for page in pages {
            for bar in page.iter() {
                all.push(bar)?;
            }
        }
        if self.timeframe == wanted {
            Ok(all)
        } else {
            all.resample(wanted)
        }
    }
}
