//! The shortest way through a plain run: one symbol, long only, in at the open after a signal, out at such an open or where a
//! stop or a target is reached, costs in basis points.
//!
//! Between two signals nothing happens, so a run costs its trades: the next set bit tells when, prefix sums over the closes
//! tell what the account went through. Many runs go through one tile of time together before the next, so that what they all
//! read stays in the core's cache. Sizes and fills are computed by the same functions as everywhere; a test holds this way to
//! the reference on random markets.

mod books;
mod protection;
mod tile;

use crate::run::annualisation;
use crate::vector::Bits;
use crate::vector::columns::Sheet;
use crate::vector::columns::conditions::{Conditions, Stretch};
use crate::vector::columns::streams::Streams;
use books::{Books, Held, Way};
use domain::plan::{Again, Direction};
use domain::{Bars, Dataset, FillPolicy, OrderKind, RunSpec, Sizing, Tally};
use protection::Protection;
use std::borrow::Cow;
use strategies::Program;
use strategies::program::{EntryRule, Level, Rules, Slot};
use tile::Tile;

/// A run that can go the shortest way, and how far it has come.
pub(super) struct Plain<'a> {
    bars: &'a Bars,
    conditions: Conditions<'a>,
    entry: Slot,
    exits: Vec<Slot>,
    most_bars: Option<u32>,
    protection: Option<Box<Protection>>,
    books: Books<'a>,
    held: Option<Held>,
    /// The first row whose close may tell an entry.
    from: usize,
}

/// What the closes of a tile tell one run.
struct Told<'a> {
    entry: &'a Bits,
    exit: Option<Cow<'a, Bits>>,
    /// The row that bits begin with.
    first: usize,
    /// The rows of the tile.
    start: usize,
    end: usize,
}

/// Takes runs over the same bars through all of them, side by side, in tiles of so many bars; tiles begin words of bits.
pub(super) fn walk<'a>(runs: &mut [Plain<'a>], streams: &mut Streams<'a>, tile: usize) {
    let Some(bars) = runs.first().map(|run| run.bars) else {
        return;
    };
    let mut now = Tile::new(bars);
    for start in (0..bars.len()).step_by(tile) {
        now.move_to(start..bars.len().min(start + tile));
        streams.advance(&now.rows);
        for run in &mut *runs {
            run.through(&mut now, streams);
        }
    }
}

impl<'a> Plain<'a> {
    /// The run, when the shortest way tells the whole story: among other things, no bar may be made up.
    pub(super) fn of(
        spec: &'a RunSpec,
        sizing: Sizing,
        program: &Program,
        data: &'a Dataset,
        (sheet, streams): (&mut Sheet<'a>, &mut Streams<'a>),
    ) -> Option<Plain<'a>> {
        let [series] = data.series() else { return None };
        let rules = &program.rules;
        let entry = plain_entry(rules, spec.fill)?;
        if !(is_plain(rules) && has_plain_terms(spec, sizing)) {
            return None;
        }
        let longs = |side: Option<Direction>| side != Some(Direction::Short);
        let exits = rules.signals.iter().filter(|exit| longs(exit.side));
        let times = rules.after_bars.iter().filter(|exit| longs(exit.side));
        let factor = annualisation(data, spec.market.timeframe);
        let reads = rules.protection_reads();
        Some(Plain {
            bars: series.bars(),
            conditions: Conditions::new(program, &reads, sheet, streams).ok()?,
            entry: entry.when,
            exits: exits.map(|exit| exit.rule).collect(),
            most_bars: times.map(|exit| exit.rule).min(),
            protection: Protection::of(rules, spec.path),
            books: Books::new((spec, sizing), series.instrument(), factor),
            held: None,
            from: 0,
        })
    }

    /// The sums of the whole run.
    pub(super) fn tally(&self) -> Tally {
        self.books.tally(self.bars, self.held.is_some())
    }

    /// One tile of time: from trade to trade.
    fn through(&mut self, tile: &mut Tile<'_>, streams: &Streams<'a>) {
        let stretch = self.conditions.stretch(tile.rows.clone(), streams);
        let Some(told) = Told::of(&stretch, (self.entry, &self.exits), tile) else {
            return;
        };
        loop {
            let trades = match self.held.take() {
                None => self.wait(&told, tile),
                Some(held) => self.ride(held, &told, tile),
            };
            if !trades {
                return;
            }
        }
    }

    /// Holds nothing until an entry is told, and buys; false when the tile ends before.
    #[inline]
    fn wait(&mut self, told: &Told<'_>, tile: &Tile<'_>) -> bool {
        // The last row has no bar after it to act in.
        let signal = told.next(told.entry, self.from);
        let Some(signal) = signal.filter(|row| row + 1 < self.bars.len()) else {
            return false;
        };
        let first = signal + 1;
        let open = tile.open(first);
        match self.books.buy(open, first) {
            Some(held) => self.begin(held, open),
            None => {
                self.books.refused += 1;
                self.from = first;
            }
        }
        true
    }

    /// Holds until an exit is told or the time is up, and sells; false when the tile ends before.
    #[inline]
    fn ride(&mut self, held: Held, told: &Told<'_>, tile: &mut Tile<'_>) -> bool {
        let last = self.last_of(&held, told);
        let through = last.unwrap_or(told.end - 1);
        let rows = held.marked + 1..through + 1;
        if let Some((row, way)) = self.ends_inside(&held, rows, tile) {
            let held = self.hold(held, row - 1, tile);
            self.end(&held, row, way);
            return true;
        }
        let held = self.hold(held, through, tile);
        match last {
            Some(last) if last + 1 < self.bars.len() => {
                self.leave(&held, last, tile, told.enters(last));
                true
            }
            _ => {
                // An exit still waiting when the data end is counted like every order that didn't fill.
                self.books.refused += u32::from(last.is_some());
                self.held = Some(held);
                false
            }
        }
    }

    /// The row of this tile whose close ends a position.
    #[inline]
    fn last_of(&self, held: &Held, told: &Told<'_>) -> Option<usize> {
        let signal = told
            .exit
            .as_ref()
            .and_then(|exit| told.next(exit, held.first));
        let timed = self.most_bars.map(|bars| held.first + bars as usize - 1);
        match (signal, timed.filter(|row| *row < told.end)) {
            (Some(signal), Some(timed)) => Some(signal.min(timed)),
            (signal, timed) => signal.or(timed),
        }
    }

    /// Holds up to the close of a row.
    #[inline]
    fn hold(&mut self, mut held: Held, through: usize, tile: &mut Tile<'_>) -> Held {
        if through <= held.marked {
            return held;
        }
        let rows = held.marked + 1 - tile.before..through + 1 - tile.before;
        let close = self.bars.close()[through];
        self.books.pass(&held, tile.path(), rows, close);
        held.marked = through;
        held
    }

    /// Sells at the open after a row, whose close may have told an entry too.
    #[inline]
    fn leave(&mut self, held: &Held, last: usize, tile: &Tile<'_>, wants: bool) {
        let out = last + 1;
        let price = tile.open(out);
        let way = Way {
            kind: OrderKind::Market,
            price,
            sent_at: price,
        };
        self.books.sell(held, way, (out - held.first) as u32);
        // An entry signalled by the same close buys at the same open, and its pass marks the bar.
        let again = wants && self.books.order(price).is_some();
        self.from = if again { last } else { out };
        if !again {
            self.books.mark_out();
            self.books.refused += u32::from(wants);
        }
    }
}

impl<'a> Told<'a> {
    fn of(
        stretch: &'a Stretch<'_>,
        (entry, exits): (Slot, &[Slot]),
        tile: &Tile<'_>,
    ) -> Option<Told<'a>> {
        let exits = exits.iter().filter_map(|exit| stretch.holds(*exit));
        Some(Told {
            entry: stretch.holds(entry)?,
            exit: exits
                .map(Cow::Borrowed)
                .reduce(|all, one| Cow::Owned(all.or(&one))),
            first: stretch.first(),
            start: tile.rows.start,
            end: tile.rows.end,
        })
    }

    /// The first row of the tile from this one on that is set.
    #[inline]
    fn next(&self, bits: &Bits, from: usize) -> Option<usize> {
        let row = bits.next_set(from.max(self.start) - self.first)? + self.first;
        (row < self.end).then_some(row)
    }

    /// Does the close of this row tell an entry?
    fn enters(&self, row: usize) -> bool {
        self.entry.get(row - self.first)
    }
}

/// The only entry of a plan, when it is a long at the market after a close.
fn plain_entry(rules: &Rules, fill: FillPolicy) -> Option<EntryRule> {
    let [entry] = rules.entries[..] else {
        return None;
    };
    let plain = entry.side == Direction::Long
        && entry.level == Level::Market
        && !entry.at_open
        && matches!(fill, FillPolicy::NextOpen | FillPolicy::Touch);
    plain.then_some(entry)
}

/// Does whatever ends a position end all of it, and can the next begin at once?
fn is_plain(rules: &Rules) -> bool {
    rules.targets.iter().all(|target| target.rule.share >= 1.0)
        && rules.session_ends.is_empty()
        && rules.adds.is_none()
        && rules.weight.is_none()
        && rules.hold.is_none()
        && rules.again == Again::default()
}

/// Are sizes and costs known from the price alone, and the account free of limits?
fn has_plain_terms(spec: &RunSpec, sizing: Sizing) -> bool {
    let costs = &spec.costs;
    let size = matches!(
        sizing,
        Sizing::EqualSlots { .. } | Sizing::Equity { .. } | Sizing::Amount(_) | Sizing::Units(_)
    );
    size && costs.fixed_slippage().is_some()
        && costs.funding.get() == 0.0
        && spec.account.leverage == 1.0
        && !spec.risk.is_on()
}
