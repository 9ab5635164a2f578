//! A walk over a span, page by page, oldest bars first whichever way the exchange turns its pages.

use domain::{Bar, Bars, Span, Timeframe, Ts};
use venues::{BarsAsk, BarsPage, Fault, PageAsk, relay::RelayAsk};

use super::{Asker, BODY, FRESH_LIST_MS, FRESH_MS, gather::Gather, now};
use crate::refusal::Trouble;

/// What one request may cost: the caller goes on from `next`.
const MOST_CALLS: u32 = 20;
const MOST_BARS: usize = 20_000;
/// Pages of an exchange that answers newest first that are turned before their bars are sent.
const FIRST_STRETCH: u32 = 4;

/// Where the walk is.
pub struct Walk {
    asker: Asker,
    ask: RelayAsk,
    served: Timeframe,
    /// What of the span has not been sent; its end is where the last shorter bar ends.
    left: Span,
    /// A longer bar that closes later is not whole.
    shown_until: Ts,
    page: PageAsk,
    gather: Gather,
    calls: u32,
    sent: usize,
    stretch: u32,
}

/// Some bars.
pub struct Piece {
    /// Closed, oldest first, behind all earlier ones.
    pub bars: Vec<Bar>,
    /// How the walk ended, if it did.
    pub end: Option<End>,
}

/// How a walk ended.
pub enum End {
    /// At the end of the span.
    Whole,
    /// Before it: this is where to go on.
    Next(Ts),
    /// With a fault, behind good bars.
    Fault(Fault),
}

impl Walk {
    /// Goes nowhere yet.
    pub fn new(asker: Asker, ask: RelayAsk) -> Result<Self, Trouble> {
        let exchange = asker.exchange;
        let RelayAsk {
            venue, timeframe, ..
        } = ask;
        let serving = exchange
            .serves(timeframe)
            .ok_or(venues::AskError::Timeframe { venue, timeframe })?;
        let served = serving.asked(timeframe);
        // The bars that open inside, spelled alike for all spans that hold the same ones: from the first that opens inside to
        // the end of the last.
        let left = Span {
            start: first_open(timeframe, ask.span.start),
            end: first_open(timeframe, ask.span.end),
        };
        let mut walk = Self {
            asker,
            ask,
            served,
            left,
            shown_until: now(),
            page: PageAsk::First,
            gather: Gather::new(served, timeframe),
            calls: 0,
            sent: 0,
            stretch: FIRST_STRETCH,
        };
        walk.shown_until = exchange.shows_until(&walk.bars_ask(left, now()));
        // Behind the bar that is forming there is nothing to ask for.
        let newest = served.close_of(served.open_of(walk.shown_until));
        walk.left.end = left.end.min(newest);
        Ok(walk)
    }

    /// Will every bar of the span stay as it is?
    pub fn is_settled(&self) -> bool {
        let exchange = self.asker.exchange;
        let last = self.ask.timeframe.open_of(Ts(self.ask.span.end.0 - 1));
        let closes = exchange.closes(self.ask.timeframe, last);
        closes.0 + exchange.settles_ms() <= self.shown_until.0
    }

    /// The next bars. After an end it must not be called again.
    pub async fn step(&mut self) -> Result<Piece, Trouble> {
        if self.left.start >= self.left.end {
            return Ok(self.finish(Vec::new()));
        }
        if self.asker.exchange.newest_first() {
            self.stretch().await
        } else {
            self.page().await
        }
    }

    /// One page of an exchange that answers oldest first.
    async fn page(&mut self) -> Result<Piece, Trouble> {
        let BarsPage {
            bars, next, cut, ..
        } = self.turn(self.left, self.page.clone()).await?;
        let last = bars.open_time().last().copied();
        let bars = self.take(&bars);
        if let Some(fault) = cut {
            return Ok(self.piece(bars, Some(End::Fault(fault))));
        }
        let Some(next) = next else {
            return Ok(self.finish(bars));
        };
        self.page = next;
        if self.calls < MOST_CALLS && self.sent < MOST_BARS {
            return Ok(self.piece(bars, None));
        }
        let on = match (self.gather.held(), last) {
            (Some(held), _) => held.open_time,
            // Not the end of the last bar: a day in New York may be an hour shorter than it says.
            (None, Some(last)) => Ts(last + 1),
            (None, None) => self.left.start,
        };
        Ok(self.piece(bars, Some(End::Next(on))))
    }

    /// All pages of a stretch, turned back to front.
    async fn stretch(&mut self) -> Result<Piece, Trouble> {
        let spare = MOST_CALLS.saturating_sub(self.calls).max(1);
        let slots =
            i64::from(self.asker.exchange.limits().page) * i64::from(self.stretch.min(spare));
        let end = self
            .left
            .start
            .0
            .saturating_add(slots.saturating_mul(self.served.millis()));
        let end = first_open(self.ask.timeframe, Ts(end)).min(self.left.end);
        let stretch = Span {
            start: self.left.start,
            end,
        };
        let before = self.calls;
        let mut pages: Vec<Bars> = Vec::new();
        let mut page = PageAsk::First;
        loop {
            let turned = self.turn(stretch, page).await?;
            // Bars before the missing ones: nothing of this stretch can be sent.
            if let Some(fault) = turned.cut {
                return Ok(self.piece(Vec::new(), Some(End::Fault(fault))));
            }
            pages.push(turned.bars);
            match turned.next {
                Some(next) => page = next,
                None => break,
            }
        }
        // Where little was traded a page covers more time.
        if self.calls - before <= 1 {
            self.stretch = self.stretch.saturating_mul(2);
        }
        let mut bars = Vec::new();
        for page in pages.iter().rev() {
            bars.extend(self.take(page));
        }
        self.left.start = end;
        if end >= self.left.end {
            return Ok(self.finish(bars));
        }
        let enough = self.calls >= MOST_CALLS || self.sent >= MOST_BARS;
        let on = self.gather.held().map_or(end, |held| held.open_time);
        Ok(self.piece(bars, enough.then_some(End::Next(on))))
    }

    async fn turn(&mut self, span: Span, page: PageAsk) -> Result<BarsPage, Trouble> {
        self.calls += 1;
        let now = now();
        let ask = self.bars_ask(span, now);
        let exchange = self.asker.exchange;
        let request = exchange.bars(&ask, &page, self.asker.keys.as_ref())?;
        let settled = span.end.0 + exchange.settles_ms() <= self.shown_until.0;
        let fresh = if settled { FRESH_LIST_MS } else { FRESH_MS };
        let reply = self.asker.call(request, fresh, BODY).await?;
        Ok(exchange.read_bars(&ask, &page, &reply)?)
    }

    fn bars_ask(&self, span: Span, now: Ts) -> BarsAsk {
        BarsAsk {
            symbol: self.ask.symbol,
            timeframe: self.served,
            span,
            now,
            variant: self.ask.variant,
        }
    }

    fn take(&mut self, bars: &Bars) -> Vec<Bar> {
        let bars = self.gather.push(bars.iter());
        self.sent += bars.len();
        bars
    }

    fn piece(&self, bars: Vec<Bar>, end: Option<End>) -> Piece {
        Piece { bars, end }
    }

    /// The end of the span: what was held back is whole, unless it is still forming.
    fn finish(&mut self, mut bars: Vec<Bar>) -> Piece {
        let closed = |bar: &Bar| {
            let exchange = self.asker.exchange;
            exchange.closes(self.ask.timeframe, bar.open_time) <= self.shown_until
        };
        bars.extend(self.gather.held().filter(closed));
        self.piece(bars, Some(End::Whole))
    }
}

/// The first bar that opens then or later.
fn first_open(timeframe: Timeframe, at: Ts) -> Ts {
    let open = timeframe.open_of(at);
    if open < at {
        timeframe.close_of(open)
    } else {
        open
    }
}
