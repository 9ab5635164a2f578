//! The rules of a run written a second time as a plain loop over bars: slow, short, and sharing nothing with the engines but
//! the venue's ticks and lots.
//!
//! One entry a symbol and bar, by market, stop or limit, long or short; a stop, a target, a trailing stop, a time and a signal to
//! leave by; all five ways to fill, the three path rules, both fees and slippage, several symbols on one cash account.
//! Reversals, adds, ladders, funding, leverage and limits are left to the scenarios worked out by hand.

mod asked;
mod books;
mod held;

pub use asked::{By, Deal, Far, Outcome, Rules, Size, Symbol, Wish};

use domain::{Bar, FillPolicy, PathRule, Reason};
use held::Held;

/// One symbol's side of the run.
#[derive(Clone, Default)]
struct State {
    held: Option<Held>,
    mark: f64,
    /// A position was held at the last close, and nothing said to leave it.
    busy: bool,
    leave: Option<Reason>,
    /// A level was reached, and the next open buys.
    waiting: Option<Wish>,
    /// A level waits in this bar, for so many units that cost so much.
    resting: Option<(Wish, f64, f64)>,
}

/// A bar of a symbol.
#[derive(Clone, Copy)]
struct Here {
    at: usize,
    row: usize,
    bar: Bar,
    opened: i64,
    closed: i64,
}

struct Run<'a> {
    rules: Rules,
    symbols: &'a [Symbol],
    state: Vec<State>,
    cash: f64,
    outcome: Outcome,
}

/// Runs the rules on bars of so many milliseconds.
pub fn run<'a>(rules: Rules, symbols: &'a [Symbol], length: i64) -> Outcome {
    // Each step is taken by all symbols before the next one.
    let steps: [fn(&mut Run<'a>, Here); 8] = [
        Run::open,
        Run::leave_at_open,
        Run::enter_at_open,
        Run::inside,
        Run::close,
        Run::leave_at_close,
        Run::enter_at_close,
        Run::end,
    ];
    let mut run = Run {
        rules,
        symbols,
        state: vec![State::default(); symbols.len()],
        cash: rules.cash,
        outcome: Outcome::default(),
    };
    let bars = symbols.iter().flat_map(|one| &one.bars);
    let mut times: Vec<i64> = bars.map(|bar| bar.open_time.0).collect();
    times.sort_unstable();
    times.dedup();
    for opened in times {
        let closed = opened + length;
        let here = symbols.iter().enumerate().filter_map(|(at, one)| {
            let row = one.bars.iter().position(|bar| bar.open_time.0 == opened)?;
            let bar = one.bars[row];
            Some(Here {
                at,
                row,
                bar,
                opened,
                closed,
            })
        });
        let here: Vec<Here> = here.collect();
        for step in steps {
            here.iter().for_each(|one| step(&mut run, *one));
        }
        let equity = run.equity();
        run.outcome.equity.push(equity);
    }
    for (at, symbol) in symbols.iter().enumerate() {
        if let (Some(held), Some(last)) = (run.state[at].held, symbol.bars.last()) {
            let (time, price) = (last.open_time.0 + length, run.state[at].mark);
            run.note(at, held, (time, price, Reason::EndOfData), 0.0);
        }
    }
    let deals = &mut run.outcome.deals;
    deals.sort_by_key(|deal| (deal.entered.0, deal.symbol));
    run.outcome
}

impl Run<'_> {
    fn open(&mut self, here: Here) {
        self.state[here.at].mark = here.bar.open;
    }

    fn leave_at_open(&mut self, here: Here) {
        let (state, open) = (&self.state[here.at], here.bar.open);
        let ordered = state.leave.map(|why| (open, why));
        let jumped = |held: Held| held.leaves((open, open, open), PathRule::Pessimistic);
        if let Some(way) = ordered.or(state.held.and_then(jumped)) {
            self.leave(here, here.opened, way);
        }
    }

    fn enter_at_open(&mut self, here: Here) {
        let (state, open) = (&mut self.state[here.at], here.bar.open);
        if here.bar.made_up || here.row == 0 || state.busy || state.held.is_some() {
            return;
        }
        let wanted = self.symbols[here.at].enter[here.row - 1];
        let Some(wish) = state.waiting.take().or(wanted) else {
            return;
        };
        let (units, cost) = self.size(here, &wish, wish.from(open));
        match (wish.by, self.rules.policy) {
            (By::Market, FillPolicy::SameClose) => {}
            (By::Market, _) => self.enter(here, &wish, units, (here.opened, open)),
            (_, FillPolicy::NextOpen) => self.state[here.at].resting = Some((wish, 0.0, 0.0)),
            _ => self.state[here.at].resting = Some((wish, units, cost)),
        }
    }

    fn inside(&mut self, here: Here) {
        let parts = &self.symbols[here.at].parts[here.row];
        for part in parts.iter().filter(|part| !part.made_up) {
            let lived = self.enter_inside(here, part);
            let held = self.state[here.at].held;
            if let Some(way) = held.and_then(|held| held.leaves(lived, self.rules.path)) {
                self.leave(here, here.opened, way);
            }
        }
    }

    /// Fills what waits; gives where a position's time in this part of the bar began, and the low and the high it lived through.
    fn enter_inside(&mut self, here: Here, part: &Bar) -> (f64, f64, f64) {
        let whole = (part.open, part.low, part.high);
        let resting = self.state[here.at].resting;
        let Some((wish, mut units, _)) = resting.filter(|(wish, ..)| wish.reached(part)) else {
            return whole;
        };
        let (by, price) = (By::Market, wish.from(part.open));
        self.state[here.at].resting = None;
        if self.rules.policy == FillPolicy::NextOpen {
            self.state[here.at].waiting = Some(Wish { by, ..wish });
            return whole;
        }
        if price != wish.from(here.bar.open) {
            // The price has jumped past the level since the open: fewer units, if the money is short.
            units = self.afford(here, &wish, price, units).0;
        }
        self.enter(here, &wish, units, (here.opened, price));
        if price == part.open {
            return whole;
        }
        // What the price went on to is sure; whether it had been at the other end before, nobody saw.
        let high_first = part.high - part.open <= part.open - part.low;
        let other_end = match self.rules.path {
            PathRule::Pessimistic => wish.rising() == (wish.sign > 0.0),
            PathRule::Optimistic => wish.rising() != (wish.sign > 0.0),
            PathRule::NearestToOpen => wish.rising() == high_first,
        };
        match (wish.rising(), other_end) {
            (_, true) => (price, part.low, part.high),
            (true, false) => (price, price.min(part.close), part.high),
            (false, false) => (price, part.low, price.max(part.close)),
        }
    }

    fn close(&mut self, Here { at, row, bar, .. }: Here) {
        (self.state[at].mark, self.state[at].resting) = (bar.close, None);
        let Some(mut held) = self.state[at].held else {
            return;
        };
        let dip = if held.sign < 0.0 {
            2.0 * held.units * (bar.high - bar.close)
        } else {
            0.0
        };
        self.outcome.ruined |= self.equity() - dip < 0.2 * self.rules.cash;
        held.age(&bar);
        let behind = |percent: f64| held.best * (1.0 - held.sign * percent / 100.0);
        let trail = self.rules.trail.map(behind);
        if let Some(level) = trail.and_then(|level| self.tick(at, level, -held.sign)) {
            held.follow(level);
        }
        let late = self.rules.after.is_some_and(|after| held.closes >= after);
        let signal = self.symbols[at].leave[row].then_some(Reason::ExitSignal);
        let state = &mut self.state[at];
        state.leave = state.leave.or(signal).or(late.then_some(Reason::TimeExit));
        state.held = Some(held);
    }

    fn leave_at_close(&mut self, here: Here) {
        let leave = self.state[here.at].leave;
        if let (Some(why), FillPolicy::SameClose) = (leave, self.rules.policy) {
            self.leave(here, here.closed, (here.bar.close, why));
        }
    }

    fn enter_at_close(&mut self, here: Here) {
        let here_and_now = self.rules.policy == FillPolicy::SameClose && !here.bar.made_up;
        let wanted = self.symbols[here.at].enter[here.row].filter(|wish| wish.by == By::Market);
        if let (Some(wish), None, true) = (wanted, self.state[here.at].held, here_and_now) {
            let (units, _) = self.size(here, &wish, here.bar.close);
            self.enter(here, &wish, units, (here.closed, here.bar.close));
        }
    }

    fn end(&mut self, here: Here) {
        let state = &mut self.state[here.at];
        state.busy = state.held.is_some() && state.leave.is_none();
    }
}
